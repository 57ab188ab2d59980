/** What a reader has done, as plain data: read from a text that may be damaged, merged with another, counted. */

export interface QuizProgress {
  readonly best: number;
  readonly of: number;
}

export interface LessonProgress {
  /** Ids of blocks that were run. */
  readonly ran: readonly string[];
  /** Predictions by id: was the first answer right? */
  readonly predicted: Readonly<Record<string, boolean>>;
  readonly quizzes: Readonly<Record<string, QuizProgress>>;
  /** Ids of exercises and Parsons problems that were solved. */
  readonly solved: readonly string[];
  /** Programs in the making, by exercise. */
  readonly attempts: Readonly<Record<string, string>>;
  /** The reader's own words, by reflection. */
  readonly notes: Readonly<Record<string, string>>;
  /** Id of the last part or heading that the reader worked at. */
  readonly place: string | null;
  /** Milliseconds since 1970. */
  readonly visited: number;
}

/** A flash card in one of the boxes of `INTERVALS`. */
export interface Card {
  readonly box: number;
  readonly due: number;
}

export interface Progress {
  readonly version: 1;
  readonly lessons: Readonly<Record<string, LessonProgress>>;
  readonly cards: Readonly<Record<string, Card>>;
}

export const NOTHING: Progress = { version: 1, lessons: {}, cards: {} };

export const UNSEEN: LessonProgress = {
  ran: [],
  predicted: {},
  quizzes: {},
  solved: [],
  attempts: {},
  notes: {},
  place: null,
  visited: 0,
};

type Guard<Value> = (value: unknown) => value is Value;
const isText: Guard<string> = (value) => typeof value === 'string';
const isTruth: Guard<boolean> = (value) => typeof value === 'boolean';
const isCount: Guard<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

function recordOf<Value>(value: unknown, read: (entry: unknown) => Value | undefined): Record<string, Value> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value).flatMap(([key, entry]) => {
    const known = read(entry);
    return known === undefined || key === '__proto__' ? [] : [[key, known] as const];
  });
  return Object.fromEntries(entries);
}

const only =
  <Value>(guard: Guard<Value>) =>
  (value: unknown): Value | undefined =>
    guard(value) ? value : undefined;

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? [...new Set(value.filter(isText))] : [];
}

/** Null when the text is no progress at all; otherwise whatever of it can be understood. */
export function readProgress(text: string): Progress | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const fields = recordOf(data, (value) => value);
  if (fields.version !== 1) return null;
  return { version: 1, lessons: recordOf(fields.lessons, lessonOf), cards: recordOf(fields.cards, cardOf) };
}

function lessonOf(value: unknown): LessonProgress | undefined {
  const fields = recordOf(value, (entry) => entry);
  const { place, visited } = fields;
  return {
    ran: textsOf(fields.ran),
    predicted: recordOf(fields.predicted, only(isTruth)),
    quizzes: recordOf(fields.quizzes, quizOf),
    solved: textsOf(fields.solved),
    attempts: recordOf(fields.attempts, only(isText)),
    notes: recordOf(fields.notes, only(isText)),
    place: isText(place) ? place : null,
    visited: isCount(visited) ? visited : 0,
  };
}

function quizOf(value: unknown): QuizProgress | undefined {
  const { best, of } = recordOf(value, only(isCount));
  return best === undefined || of === undefined || best > of ? undefined : { best, of };
}

function cardOf(value: unknown): Card | undefined {
  const { box, due } = recordOf(value, only(isCount));
  return box === undefined || due === undefined ? undefined : { box: Math.min(box, INTERVALS.length - 1), due };
}

export function better(known: QuizProgress | undefined, now: QuizProgress): QuizProgress {
  return known === undefined || known.of !== now.of || now.best > known.best ? now : known;
}

/** What there is to do in a lesson. */
export interface Totals {
  /** Blocks that can be run. */
  readonly blocks: number;
  readonly predictions: readonly string[];
  readonly quizzes: readonly string[];
  readonly exercises: readonly string[];
}

export function doneOf({ predicted, quizzes, solved }: LessonProgress, totals: Totals): { done: number; of: number } {
  const done = [
    totals.predictions.filter((id) => id in predicted),
    totals.quizzes.filter((id) => id in quizzes),
    totals.exercises.filter((id) => solved.includes(id)),
  ];
  const all = [totals.predictions, totals.quizzes, totals.exercises];
  return { done: done.flat().length, of: all.flat().length };
}

const DAY = 24 * 60 * 60 * 1000;

/** Days until a card comes again: known cards wait longer each time, the others start anew. */
export const INTERVALS = [0, 1, 3, 7, 21, 60];

export function reviewed(card: Card | undefined, known: boolean, now: number): Card {
  const box = known ? Math.min((card?.box ?? 0) + 1, INTERVALS.length - 1) : 0;
  return { box, due: now + (INTERVALS[box] ?? 0) * DAY };
}
