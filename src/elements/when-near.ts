/**
 * Calls `come` when an element is on the screen and, once the reader has scrolled, when one comes within `margin` of it:
 * before that, a page fetches only what it shows. May call more than once.
 */
export function whenNear(elements: readonly Element[], margin: string, come: () => void): void {
  const watch = (rootMargin: string): IntersectionObserver => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) come();
      },
      { rootMargin },
    );
    for (const element of elements) observer.observe(element);
    return observer;
  };
  const inSight = watch('0px');
  addEventListener(
    'scroll',
    () => {
      inSight.disconnect();
      watch(margin);
    },
    { once: true, passive: true },
  );
}
