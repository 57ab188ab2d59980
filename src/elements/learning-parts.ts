/** Loads the code of the learning parts when the reader comes near one, or runs a block. Until it is here, and without it, their static HTML stands. */

let started = false;

/** Two windows away: early enough that nobody sees a part change. */
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) load(target);
  },
  { rootMargin: '200%' },
);

function load(part: Element): void {
  near.unobserve(part);
  loadParts();
}

function loadParts(): void {
  if (started) return;
  started = true;
  import('./learning/lesson-parts.ts').catch(() => {
    // The next part that comes near tries again.
    started = false;
  });
}

for (const part of document.querySelectorAll(
  'predict-output, quiz-card, reflect-note, exercise-card, parsons-problem',
)) {
  near.observe(part);
  // By keyboard or by a link one can be there without passing by.
  part.addEventListener('focusin', () => load(part), { once: true });
}
// What was run is noted by the parts' code.
document.addEventListener('pointerdown', loadWhenRun, { passive: true });
document.addEventListener('keydown', loadWhenRun);

function loadWhenRun({ target }: Event): void {
  if (!(target instanceof Element) || !target.closest('.snippet-frame')) return;
  document.removeEventListener('pointerdown', loadWhenRun);
  document.removeEventListener('keydown', loadWhenRun);
  loadParts();
}
