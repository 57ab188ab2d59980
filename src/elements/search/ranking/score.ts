/** How well a record answers a question, from what it says: the second and exact look at what the index proposed. */
import { messagePattern, patternLikeness, withoutType } from './message.ts';
import { type Question, withoutSpaces } from './question.ts';
import type { FoundRecord, RecordKind, RecordRole } from './record.ts';
import { isStatement, sentencesOf } from './sentences.ts';
import { STOP_WORDS, stem, stemsOf } from './words.ts';

export interface Weights {
  readonly asked: number;
  readonly heading: number;
  readonly sentence: number;
  readonly text: number;
  readonly index: number;
  /** Code that stands in the record as it was typed. */
  readonly code: number;
  /** What a word beside the reader's costs in a heading, and in a line that was asked. */
  readonly beside: number;
  readonly kinds: Readonly<Record<RecordKind, number>>;
  readonly roles: Readonly<Record<RecordRole, number>>;
}

/** Chosen by the questions in tests/questions/tune.yaml. */
export const WEIGHTS: Weights = {
  asked: 1.1,
  heading: 0.37,
  sentence: 0.31,
  text: 0.56,
  index: 0.11,
  code: 0.38,
  beside: 0.35,
  kinds: { text: 1, glossary: 0.57, error: 0.85, code: 0.4, output: 0.45, quiz: 0.4 },
  roles: { recap: 0.6, practice: 0.55 },
};

export interface Score {
  readonly score: number;
  /** How much of what the question tells is in the record, from 0 to 1. */
  readonly coverage: number;
}

/** A heading with nothing below it explains nothing. */
const ONLY_HEADING = 0.2;

export function scoreOf(
  record: FoundRecord,
  question: Question,
  telling: readonly number[],
  indexShare: number,
  weights: Weights = WEIGHTS,
): Score {
  const sum = telling.reduce((all, value) => all + value, 0) || 1;
  const average = sum / (telling.length || 1);
  const { title, asked, sentences, all, compact } = formsOf(record);
  const code = question.code.filter((piece) => compact.includes(piece)).length / (question.code.length || 1);
  const share = (words: ReadonlySet<string>): number => matchedBy(words, question, telling) / sum;
  const like = (words: ReadonlySet<string>): number => {
    let beside = 0;
    for (const word of words) if (!question.stems.has(word) && !STOP_STEMS.has(word)) beside += 1;
    return share(words) / (1 + (weights.beside * beside * average) / sum);
  };
  const coverage = share(all);
  const said =
    weights.asked * Math.max(0, ...asked.map(like)) +
    weights.heading * like(title) +
    weights.sentence * Math.max(0, ...sentences.map(share)) +
    weights.text * coverage +
    weights.index * indexShare +
    weights.code * code;
  const kind = weights.kinds[record.kind] * (record.role === undefined ? 1 : weights.roles[record.role]);
  const bare = record.text === '' && record.kind === 'text' ? ONLY_HEADING : 1;
  const error = errorScore(record, question);
  // A message that is recognised is the question, whatever stands around it.
  return { score: said * kind * bare + error, coverage: error >= SAME_ERROR ? 1 : coverage };
}

const STOP_STEMS: ReadonlySet<string> = new Set([...STOP_WORDS].map(stem));

interface Forms {
  readonly title: ReadonlySet<string>;
  readonly asked: readonly ReadonlySet<string>[];
  readonly sentences: readonly ReadonlySet<string>[];
  readonly all: ReadonlySet<string>;
  /** All of it without spaces. */
  readonly compact: string;
}

const known = new WeakMap<FoundRecord, Forms>();

/** A record's words in the form in which they are compared; made once, since each key of a typed question asks for them. */
function formsOf(record: FoundRecord): Forms {
  const kept = known.get(record);
  if (kept !== undefined) return kept;
  const title = new Set(stemsOf(record.title));
  const asked = record.asked.map((line) => new Set(stemsOf(line)));
  const sentences = sentencesOf(record).map((sentence) => new Set(stemsOf(sentence)));
  const forms = {
    title,
    asked,
    sentences,
    all: new Set([title, ...asked, ...sentences].flatMap((words) => [...words])),
    compact: withoutSpaces([record.title, ...record.asked, record.text].join(' ')),
  };
  known.set(record, forms);
  return forms;
}

/** Below this share of the question, a sentence does not answer it: then the section does, from its beginning. */
const ANSWERS = 0.5;

/** Which sentence of a record to show: the one that answers, else the first that asks nothing itself. */
export function answeringSentence(record: FoundRecord, question: Question, telling: readonly number[]): number {
  const sum = telling.reduce((all, value) => all + value, 0) || 1;
  const sentences = sentencesOf(record);
  const shares = formsOf(record).sentences.map((words, index) =>
    sentences[index]?.endsWith('?') ? 0 : matchedBy(words, question, telling) / sum,
  );
  const best = Math.max(0, ...shares);
  // Entries begin with what they mean.
  const isEntry = record.kind === 'error' || record.kind === 'glossary';
  if (!isEntry && best >= ANSWERS) return shares.indexOf(best);
  return Math.max(0, sentences.findIndex(isStatement));
}

/** What the words tell that the question asks for, each term once. */
function matchedBy(words: ReadonlySet<string>, { stems }: Question, telling: readonly number[]): number {
  const matched: number[] = [];
  for (const [word, { term, weight }] of stems) {
    if (words.has(word) && (matched[term] ?? 0) < weight) matched[term] = weight;
  }
  return matched.reduce((all, weight, term) => all + weight * (telling[term] ?? 0), 0);
}

/** Better than any record that shares words only. */
const SAME_ERROR = 10;
/** From where on two messages are taken for one, with other words or slips. */
const SAME_MESSAGE = 0.75;
/** Shorter ones say too little to be recognised. */
const SHORTEST_PATTERN = 8;
/** An error's own entry stands before what raises it, and that before what explains it. */
const ERROR_KINDS: Readonly<Record<RecordKind, number>> = {
  error: 1.5,
  output: 1,
  text: 0.9,
  glossary: 0.8,
  code: 0.3,
  quiz: 0,
};
/** Of several errors the last counts most. */
const EARLIER = 0.7;

function errorScore(record: FoundRecord, { errors, pattern }: Question): number {
  const shown = errors.length === 0 && pattern.split(' ').length > 2 ? [{ pattern }] : errors;
  return Math.max(
    0,
    ...shown.map(
      (error, age) => SAME_ERROR * sameError(record, error.pattern) * ERROR_KINDS[record.kind] * EARLIER ** age,
    ),
  );
}

function sameError({ kind, title, text, asked }: FoundRecord, pattern: string): number {
  if (pattern.length < SHORTEST_PATTERN) return 0;
  const stated = [...(kind === 'error' ? [title] : []), ...asked].map((line) => messagePattern(withoutType(line)));
  const likeness = Math.max(0, ...stated.map((line) => patternLikeness(line, pattern)));
  // What is only like it comes behind what is the same, be that an entry or a block.
  if (likeness >= SAME_MESSAGE) return likeness ** 4;
  return kind === 'output' && messagePattern(text).includes(pattern) ? 1 : 0;
}
