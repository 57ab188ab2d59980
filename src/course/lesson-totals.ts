/** What there is to do in each lesson, so that progress can be told without opening it. */
import { readFileSync } from 'node:fs';
import type { Totals } from '../lesson/progress/progress.ts';
import { readLesson } from '../lesson/read/lesson.ts';
import { printedPath } from './lesson-files.ts';
import { fencesIn } from './markdown/fences.ts';
import { partsOf } from './questions.ts';

export function totalsOf(path: string): Totals {
  const file = printedPath(path);
  const document = fencesIn(readFileSync(path, 'utf8'), { path: file, syntax: 'mdx' });
  const lesson = readLesson(document.fences, file);
  const { predictions, quizzes, exercises, parsons } = partsOf(document, lesson);
  return {
    // The programs that tasks are graded with are nobody's to run, and a solution is seen by few.
    blocks: lesson.snippets.filter(({ role, skip }) => role === undefined && skip === undefined).length,
    predictions: predictions.map(({ id }) => id),
    quizzes: quizzes.map(({ id }) => id),
    exercises: [...exercises, ...parsons].map(({ id }) => id),
  };
}
