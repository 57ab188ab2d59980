/** `<lesson-done>` in lists of lessons: how far the reader has come in each. What the page says there itself stays until something is done. */
import { type Totals, UNSEEN } from '../../lesson/progress/progress.ts';
import { doneOf, progressWords } from '../../lesson/progress/progress-words.ts';
import { definePart } from './build.ts';
import { follow, progress } from './store.ts';

definePart('lesson-done', (part) => {
  const fresh = part.textContent;
  follow(() => {
    const lesson = progress().lessons[part.dataset.lesson ?? ''] ?? UNSEEN;
    const totals: Totals = JSON.parse(part.dataset.totals ?? '{}');
    const [done, of] = doneOf(lesson, totals);
    const words = done > 0 || lesson.ran.length > 0 ? progressWords(lesson, totals) : fresh;
    part.textContent = done > 0 && done === of ? `All done: ${words}` : words;
  });
});
