/** Loads the stepper when the first one comes near the screen, or when the address names a moment of one. */
export {};

const NEAR = '600px';

const load = (): Promise<unknown> => import('./closure-stepper.ts');

const watch = new IntersectionObserver(
  (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    void load();
  },
  { rootMargin: NEAR },
);

for (const stepper of document.querySelectorAll<HTMLElement>('closure-stepper')) watch.observe(stepper);

function openNamed(): void {
  const [, id] = /^#(.+):\d+$/.exec(decodeURIComponent(location.hash)) ?? [];
  if (id === undefined) return;
  const named = [...document.querySelectorAll<HTMLElement>('closure-stepper')].find(
    ({ dataset }) => dataset.block === id,
  );
  const fold = named?.closest('details');
  if (fold) fold.open = true;
  if (named !== undefined) void load();
}

openNamed();
addEventListener('hashchange', openNamed);
