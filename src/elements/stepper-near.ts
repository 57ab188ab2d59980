/** Loads the stepper when the first one comes near the screen, or when the address names a moment of one. */
import { whenNear } from './when-near.ts';

const load = (): Promise<unknown> => import('./closure-stepper.ts');

whenNear([...document.querySelectorAll('closure-stepper')], '600px', () => void load());

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
