/** Answers to a question: understood, asked of the index, looked at, and brought into the order in which they are shown. */
import { askedOnce, candidatesFor, type Filters, inOrder } from './candidates.ts';
import { type Engine, type EngineResult, recordOf } from './engine.ts';
import type { Lexicon } from './lexicon.ts';
import { type Question, understood } from './question.ts';
import type { FoundRecord } from './record.ts';
import { scoreOf, WEIGHTS } from './score.ts';

export interface Answers {
  readonly question: Question;
  /** How much each of its terms tells. */
  readonly telling: readonly number[];
  /** How many records have something of the question. */
  readonly total: number;
  /** The best of them has not all that the question tells, or a word was corrected. */
  readonly guess: boolean;
  /** The best `count`, best first. */
  best(count: number): Promise<readonly FoundRecord[]>;
}

/** So many are looked at before the best are shown. */
const LOOKED_AT = 32;
/** Below this share of the question the best record is a guess. */
const CERTAIN = 0.6;
/** What scores less than this part of the best has only a common word of the question. */
const WORTH_SHOWING = 0.12;

export type Ask = (text: string, filters?: Filters) => Promise<Answers>;

/** `records`: how many the index has. */
export function asking(engine: Engine, lexicon: Lexicon, records: number, weights = WEIGHTS): Ask {
  const ask = askedOnce(engine);
  const read = new Map<string, Promise<FoundRecord>>();
  const recordFor = (result: EngineResult): Promise<FoundRecord> => {
    const record = read.get(result.id) ?? result.data().then(recordOf);
    read.set(result.id, record);
    record.catch(() => read.delete(result.id));
    return record;
  };
  return async (text, filters = {}) => {
    const question = understood(text, lexicon);
    const { all, telling } = await candidatesFor(question, (word) => ask(word, filters), records);
    const top = all[0]?.score ?? 0;
    const shown = all.filter(({ score }) => score >= top * WORTH_SHOWING);
    const scored = await Promise.all(
      shown.slice(0, LOOKED_AT).map(async ({ result, score }) => {
        const record = await recordFor(result);
        return { record, result, ...scoreOf(record, question, telling, score / top, weights) };
      }),
    );
    const looked = inOrder(scored);
    const { terms, unknown, corrected } = question;
    const known = terms.length / (terms.length + unknown.length || 1);
    const rest = shown.slice(LOOKED_AT);
    return {
      question,
      telling,
      total: shown.length,
      guess: corrected.size > 0 || (looked[0]?.coverage ?? 1) * known < CERTAIN,
      best: async (count) => {
        const others = rest.slice(0, Math.max(0, count - looked.length));
        const more = await Promise.all(others.map(({ result }) => recordFor(result)));
        return [...looked.map(({ record }) => record), ...more].slice(0, count);
      },
    };
  };
}
