/** Loads the code of the learning parts when the reader comes near one, or runs a block. Until it is here, and without it, their static HTML stands. */
import { parts } from 'virtual:parts';
import { whenNear } from './when-near.ts';

let started = false;

function loadParts(): void {
  if (started) return;
  started = true;
  import('./learning/lesson-parts.ts').catch(() => {
    // The next part that comes near tries again.
    started = false;
  });
}

const found = [...document.querySelectorAll(parts.elements)];
// Two windows away: early enough that nobody sees a part change.
whenNear(found, '200%', loadParts);
// By keyboard or by a link one can be there without passing by.
for (const part of found) part.addEventListener('focusin', loadParts, { once: true });

// What was run is noted by the parts' code.
document.addEventListener('pointerdown', loadWhenRun, { passive: true });
document.addEventListener('keydown', loadWhenRun);

function loadWhenRun({ target }: Event): void {
  if (!(target instanceof Element) || !target.closest('.snippet-frame')) return;
  document.removeEventListener('pointerdown', loadWhenRun);
  document.removeEventListener('keydown', loadWhenRun);
  loadParts();
}
