/** Loads what shows the reader's progress, where there is a place for it and anything to show. */

const wanted = document.querySelector('course-progress, flash-cards') !== null;

/** Who has done nothing yet, or whose browser keeps nothing, needs no code to say so. */
function anyProgress(): boolean {
  try {
    return localStorage.getItem('progress') !== null;
  } catch {
    return false;
  }
}

if (wanted) import('./learning/progress-pages.ts');
if (wanted || anyProgress()) {
  if (document.querySelector('lesson-done')) import('./learning/lesson-done.ts');
  if (document.querySelector('lesson-resume')) import('./learning/lesson-parts.ts');
}
