/**
 * The place that the address names stays where it is shown. What stands above it grows and shrinks as learning parts come
 * alive and far blocks are drawn, and no browser makes up for all of that. It lasts until the reader, or anyone else, scrolls.
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

// On the way back, and anew, the browser knows better where the reader was.
const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
if (visit?.type === 'navigate') hold();

// A link on the page itself is followed in a smooth movement, which has to end first.
addEventListener('hashchange', () => {
  release();
  addEventListener('scrollend', hold);
});
