/** Which records may answer a question: each word is asked for by itself, and what the index says is added up. */
import type { Engine, EngineResult } from './engine.ts';
import type { Question } from './question.ts';

export interface Candidate {
  readonly result: EngineResult;
  readonly score: number;
}

export interface Candidates {
  /** Best first. */
  readonly all: readonly Candidate[];
  /** How much each term of the question tells: rare words tell much. */
  readonly telling: readonly number[];
}

export type Filters = Readonly<Record<string, string>>;

/** Answers of the index by word; a question that is typed asks for most words again and again. */
const KEPT = 60;

export function askedOnce(engine: Engine): (word: string, filters: Filters) => Promise<readonly EngineResult[]> {
  const answers = new Map<string, Promise<readonly EngineResult[]>>();
  return (word, filters) => {
    const key = JSON.stringify([word, filters]);
    const answer = answers.get(key) ?? engine.search(word, { filters }).then(({ results }) => results);
    answers.delete(key);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    for (const old of [...answers.keys()].slice(0, -KEPT)) answers.delete(old);
    return answer;
  };
}

export async function candidatesFor(
  { terms }: Question,
  ask: (word: string) => Promise<readonly EngineResult[]>,
  total: number,
): Promise<Candidates> {
  const answers = await Promise.all(
    terms.map(({ words }) => Promise.all(words.map(async (each) => ({ ...each, results: await ask(each.word) })))),
  );
  // Added up in the order of the question, so that equal answers give equal sums.
  const sums = new Map<string, { result: EngineResult; score: number }>();
  const telling = terms.map(({ weight }, term) => {
    const best = new Map<string, { result: EngineResult; score: number }>();
    for (const { weight: share, results } of answers[term] ?? []) {
      for (const result of results) {
        const score = result.score * share * weight;
        if ((best.get(result.id)?.score ?? 0) < score) best.set(result.id, { result, score });
      }
    }
    for (const [id, { result, score }] of best) {
      const sum = sums.get(id);
      if (sum === undefined) sums.set(id, { result, score });
      else sum.score += score;
    }
    const own = answers[term]?.[0]?.results.length ?? 0;
    return weight * Math.log(1 + total / (1 + own));
  });
  return { all: inOrder([...sums.values()]), telling };
}

/** Best first; what is equally good in an order that is the same everywhere, which the index does not promise. */
export function inOrder<Scored extends Candidate>(candidates: readonly Scored[]): readonly Scored[] {
  const rounded = (score: number): number => Math.round(score * 1e4);
  return [...candidates].sort((a, b) => rounded(b.score) - rounded(a.score) || (a.result.id < b.result.id ? -1 : 1));
}
