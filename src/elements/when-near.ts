/**
 * Tells when an element is in sight and, from the first scrolling on, when it comes near: where nobody has moved yet, a page
 * fetches only what it shows. It may tell more than once.
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
