/** Loads the stepper when the first one comes near the screen, or when the address names a moment of one; opens and closes it. */
import { fragmentOf } from './fragment.ts';
import { whenNear } from './when-near.ts';

const load = (): Promise<unknown> => import('./closure-stepper.ts');

whenNear([...document.querySelectorAll('closure-stepper')], '600px', () => void load());

function openNamed(): void {
  const [, id] = /^(.+):\d+$/.exec(fragmentOf(location)) ?? [];
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

// Opens and closes in place: the block above goes and comes, and what was pressed would leave the screen with it.
addEventListener('click', (event) => {
  const pressed = event.target instanceof Element ? event.target.closest('.stepper-fold > summary') : null;
  const fold = pressed?.closest('details');
  if (!pressed || !fold) return;
  event.preventDefault();
  const { top } = pressed.getBoundingClientRect();
  fold.open = !fold.open;
  scrollBy({ top: pressed.getBoundingClientRect().top - top, behavior: 'instant' });
});
