/** Loads the progress elements on pages that have one, if there is any progress to show. */

const wanted = document.querySelector('course-progress, flash-cards') !== null;

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
