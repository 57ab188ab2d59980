/** What was done, counted by kind and said in words: of one lesson, and of the whole course. */
import { type LessonProgress, type Totals, UNSEEN } from './progress.ts';

type Count = readonly [done: number, of: number];

/** Blocks run, outputs predicted, quizzes answered, exercises solved. Only what the lesson still has is counted. */
function countsOf({ ran, predicted, quizzes, solved }: LessonProgress, totals: Totals): readonly Count[] {
  const among = (ids: readonly string[], isDone: (id: string) => boolean): Count => [
    ids.filter(isDone).length,
    ids.length,
  ];
  return [
    [Math.min(ran.length, totals.blocks), totals.blocks],
    among(totals.predictions, (id) => id in predicted),
    among(totals.quizzes, (id) => id in quizzes),
    among(totals.exercises, (id) => solved.includes(id)),
  ];
}

function summed(counts: readonly Count[]): Count {
  return counts.reduce(([done, of], [more, ofMore]) => [done + more, of + ofMore], [0, 0]);
}

/** Running a block is no task. */
export function doneOf(lesson: LessonProgress, totals: Totals): Count {
  return summed(countsOf(lesson, totals).slice(1));
}

/** Kinds that there are none of are left out. */
const said = (counts: readonly Count[], kinds: readonly string[]): string =>
  counts.flatMap(([done, of], kind) => (of === 0 ? [] : `${done} of ${of} ${kinds[kind]}`)).join(', ');

export function progressWords(lesson: LessonProgress, totals: Totals): string {
  const counts = countsOf(lesson, totals);
  const [best, of] = summed(totals.quizzes.flatMap((id) => (lesson.quizzes[id] ? [scoreOf(lesson.quizzes[id])] : [])));
  const words = said(counts, ['run', 'predicted', 'quiz', 'solved']);
  return words.replace(/\d+ of \d+ quiz/, of === 0 ? 'quiz open' : `quiz ${best} of ${of}`);
}

const scoreOf = ({ best, of }: { readonly best: number; readonly of: number }): Count => [best, of];

export type LessonOfCourse = readonly [lesson: LessonProgress | undefined, totals: Totals];

export function courseWords(lessons: readonly LessonOfCourse[]): string {
  const counts = lessons.map(([lesson = UNSEEN, totals]) => countsOf(lesson, totals));
  const kinds = ['blocks run', 'outputs predicted', 'quizzes answered', 'exercises solved'];
  const sums = kinds.map((_, kind) => summed(counts.flatMap((each) => [each[kind] ?? [0, 0]])));
  return said(sums, kinds);
}
