/**
 * Keeps the target of the address's fragment in place on the screen. Content above it changes height as learning parts start
 * and distant blocks are drawn, and scroll anchoring does not cover all of that. Ends when the reader or a script scrolls.
 */
import { fragmentOf } from './fragment.ts';

const SLACK = 2;

let place: Element | undefined;
let top = 0;

const watch = new ResizeObserver(() => {
  if (place) align(place);
});

function align(target: Element): void {
  target.scrollIntoView({ behavior: 'instant', block: 'start' });
  top = scrollY;
}

function named(): Element | undefined {
  return document.getElementById(fragmentOf(location)) ?? undefined;
}

function hold(): void {
  release();
  place = named();
  if (!place) return;
  align(place);
  watch.observe(document.body);
}

function release(): void {
  place = undefined;
  watch.disconnect();
  removeEventListener('scrollend', hold);
}

for (const move of ['wheel', 'touchmove', 'pointerdown', 'keydown']) addEventListener(move, release, { passive: true });
addEventListener('scroll', () => place && Math.abs(scrollY - top) > SLACK && release(), { passive: true });

// On back, forward and reload the browser restores the scroll position itself.
const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
if (visit?.type === 'navigate') hold();

// A link within the page scrolls smoothly; wait until that has ended.
addEventListener('hashchange', () => {
  release();
  addEventListener('scrollend', hold);
});
