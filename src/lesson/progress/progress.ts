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

/** Undefined for what is not understood. */
type Read<Value> = (value: unknown) => Value | undefined;
const text: Read<string> = (value) => (typeof value === 'string' ? value : undefined);
const truth: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const count: Read<number> = (value) =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : undefined;
const anything: Read<unknown> = (value) => value;

function recordOf<Value>(value: unknown, read: Read<Value>): Record<string, Value> {
  const known: Record<string, Value> = {};
  if (typeof value !== 'object' || Array.isArray(value)) return known;
  for (const [key, entry] of Object.entries(value ?? {})) {
    const found = read(entry);
    if (found !== undefined && key !== '__proto__') known[key] = found;
  }
  return known;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? [...new Set(value.flatMap((entry) => text(entry) ?? []))] : [];
}

/** Null when the text is no progress at all; otherwise whatever of it can be understood. */
export function readProgress(kept: string): Progress | null {
  try {
    const { version, lessons, cards } = recordOf(JSON.parse(kept), anything);
    return version === 1 ? { version, lessons: recordOf(lessons, lessonOf), cards: recordOf(cards, cardOf) } : null;
  } catch {
    return null;
  }
}

function lessonOf(value: unknown): LessonProgress {
  const { ran, predicted, quizzes, solved, attempts, notes, place, visited } = recordOf(value, anything);
  return {
    ran: textsOf(ran),
    predicted: recordOf(predicted, truth),
    quizzes: recordOf(quizzes, quizOf),
    solved: textsOf(solved),
    attempts: recordOf(attempts, text),
    notes: recordOf(notes, text),
    place: text(place) ?? null,
    visited: count(visited) ?? 0,
  };
}

function quizOf(value: unknown): QuizProgress | undefined {
  const { best, of } = recordOf(value, count);
  return best === undefined || of === undefined || best > of ? undefined : { best, of };
}

function cardOf(value: unknown): Card | undefined {
  const { box, due } = recordOf(value, count);
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

const DAY = 24 * 60 * 60 * 1000;

/** Days until a card comes again: known cards wait longer each time, the others start anew. */
export const INTERVALS = [0, 1, 3, 7, 21, 60];

export function reviewed(card: Card | undefined, known: boolean, now: number): Card {
  const box = known ? Math.min((card?.box ?? 0) + 1, INTERVALS.length - 1) : 0;
  return { box, due: now + (INTERVALS[box] ?? 0) * DAY };
}
