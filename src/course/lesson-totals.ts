/** What there is to do in each lesson, so that progress can be told without opening it. */
import type { Totals } from '../lesson/progress/progress.ts';
import type { Part } from '../parts/part.ts';
import { openLesson } from './open-lesson.ts';

export function totalsOf(file: string): Totals {
  const { lesson, parts } = openLesson(file);
  const idsOf = (kind: Part<unknown>['progress']) =>
    (parts?.found ?? []).flatMap(({ part, id }) => (part.progress === kind ? [id] : []));
  return {
    // The programs that tasks are graded with are nobody's to run, and a solution is seen by few.
    blocks: lesson.snippets.filter(({ role, skip }) => role === undefined && skip === undefined).length,
    predictions: idsOf('predictions'),
    quizzes: idsOf('quizzes'),
    exercises: idsOf('exercises'),
  };
}
