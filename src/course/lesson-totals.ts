/** What there is to do in each lesson, so that progress can be told without opening it. */
import type { Totals } from '../lesson/progress/progress.ts';
import { openLesson } from './open-lesson.ts';

export function totalsOf(file: string): Totals {
  const { lesson, parts } = openLesson(file);
  const { predictions = [], quizzes = [], exercises = [], parsons = [] } = parts ?? {};
  return {
    // The programs that tasks are graded with are nobody's to run, and a solution is seen by few.
    blocks: lesson.snippets.filter(({ role, skip }) => role === undefined && skip === undefined).length,
    predictions: predictions.map(({ id }) => id),
    quizzes: quizzes.map(({ id }) => id),
    exercises: [...exercises, ...parsons].map(({ id }) => id),
  };
}
