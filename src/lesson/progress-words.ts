/** What was done, counted by kind and said in words: of one lesson, and of the whole course. */
import { type LessonProgress, type Totals, UNSEEN } from './progress.ts';

export interface Counts {
  readonly run: number;
  readonly predicted: number;
  readonly answered: number;
  readonly solved: number;
}

/** Only what the lesson still has is counted. */
export function countsOf({ ran, predicted, quizzes, solved }: LessonProgress, totals: Totals): Counts {
  return {
    run: Math.min(ran.length, totals.blocks),
    predicted: totals.predictions.filter((id) => id in predicted).length,
    answered: totals.quizzes.filter((id) => id in quizzes).length,
    solved: totals.exercises.filter((id) => solved.includes(id)).length,
  };
}

/** Kinds that there are none of are left out. */
export function progressWords(lesson: LessonProgress, totals: Totals): string {
  const { run, predicted, answered, solved } = countsOf(lesson, totals);
  const results = totals.quizzes.flatMap((id) => lesson.quizzes[id] ?? []);
  const best = results.reduce((sum, quiz) => sum + quiz.best, 0);
  const of = results.reduce((sum, quiz) => sum + quiz.of, 0);
  return [
    ...some(run, totals.blocks, 'run'),
    ...some(predicted, totals.predictions.length, 'predicted'),
    ...(totals.quizzes.length === 0 ? [] : [answered === 0 ? 'quiz open' : `quiz ${best} of ${of}`]),
    ...some(solved, totals.exercises.length, 'solved'),
  ].join(', ');
}

export type LessonOfCourse = readonly [lesson: LessonProgress | undefined, totals: Totals];

export function courseWords(lessons: readonly LessonOfCourse[]): string {
  const counts = lessons.map(([lesson = UNSEEN, totals]) => countsOf(lesson, totals));
  const done = (kind: keyof Counts): number => counts.reduce((sum, each) => sum + each[kind], 0);
  const all = (count: (totals: Totals) => number): number => lessons.reduce((sum, [, each]) => sum + count(each), 0);
  return [
    ...some(
      done('run'),
      all(({ blocks }) => blocks),
      'blocks run',
    ),
    ...some(
      done('predicted'),
      all(({ predictions }) => predictions.length),
      'outputs predicted',
    ),
    ...some(
      done('answered'),
      all(({ quizzes }) => quizzes.length),
      'quizzes answered',
    ),
    ...some(
      done('solved'),
      all(({ exercises }) => exercises.length),
      'exercises solved',
    ),
  ].join(', ');
}

function some(done: number, of: number, what: string): readonly string[] {
  return of === 0 ? [] : [`${done} of ${of} ${what}`];
}
