/** Runs a page's blocks under both hash seeds, and its learning parts; no judgement yet. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../lesson/read/problem.ts';
import { sessionOf } from '../lesson/read/session.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import type { Result } from '../lesson/result.ts';
import { problemsOfParts } from '../parts/verify-parts.ts';
import type { PageProgram } from '../runtime/node/pool.ts';
import type { Program } from '../runtime/protocol.ts';
import type { PageCache } from './cache.ts';
import type { Page } from './page.ts';
import { CHANCE_SEED, openRuns, type Python, type Runs, SEEDS } from './python.ts';

const SURVEY = path.resolve(import.meta.dirname, 'assertions.py');

/** Seconds that a block may run when it does not say otherwise. */
export const SECONDS = 10;

export interface BlockRun {
  readonly snippet: Snippet;
  /** One for each seed that it ran under. */
  readonly results: readonly Result[];
  readonly cached: boolean;
  readonly milliseconds: number;
}

export interface PageRun {
  readonly blocks: readonly BlockRun[];
  /** What only Python can find wrong in exercises and claims. */
  readonly problems: readonly Problem[];
  /** Nothing had to run for the parts. */
  readonly cached: boolean;
}

export interface Selection {
  readonly wants: (snippet: Snippet) => boolean;
  /** Verify exercises and claims too. */
  readonly parts: boolean;
}

export function isRun(snippet: Snippet): boolean {
  return snippet.role === undefined && snippet.skip === undefined && snippet.code.trim() !== '';
}

function programOf({ kind, code, id, stdin, timeout }: Snippet, session: string): PageProgram {
  return { program: { kind, code, id }, session, fresh: false, stdin: stdin ?? [], seconds: timeout ?? SECONDS };
}

/** The programs that lead up to a snippet. Blocks that nobody continues share one session name, so that each frees the memory of the last. */
function chainOf(page: Page, snippet: Snippet, continued: ReadonlySet<string>): readonly PageProgram[] {
  const chain = sessionOf(page.lesson, snippet.id).filter(isRun);
  const first = chain[0]?.id ?? '';
  const session = chain.length === 1 && !continued.has(first) ? ' alone' : first;
  return chain.map((one) => programOf(one, session));
}

/** Sources of chance: two of three samples may be equal where a program draws, asks the clock or shows a set. */
const CHANCE =
  /\b(?:random|secrets|uuid|time|datetime|date|calendar|environ|getenv|get_terminal_size|argparse|urandom|hash|id|set|frozenset|threading|asyncio|concurrent|shuffle|choice|tempfile|gettempdir|getpass|locale)\b|\{\s*['"][^:{}]*\}/;

function mayVary(chain: readonly PageProgram[]): boolean {
  return chain.some(({ program }) => CHANCE.test(program.code));
}

export async function runPage(
  page: Page,
  python: Python,
  cache: PageCache,
  { wants, parts }: Selection,
): Promise<PageRun> {
  const continued = new Set(page.lesson.snippets.flatMap(({ continues }) => continues ?? []));
  const wanted = page.lesson.snippets.filter((snippet) => isRun(snippet) && wants(snippet));
  const again = new Set(wanted.filter((snippet) => mayVary(chainOf(page, snippet, continued))));
  const seeds = again.size === 0 ? SEEDS : [...SEEDS, CHANCE_SEED];
  const runs = seeds.map((seed) => openRuns(() => python.open(seed), seed, cache));
  const resultsOf = async (run: Runs, index: number) => {
    const results = new Map<Snippet, { result: Result; cached: boolean }>();
    const third = index === SEEDS.length;
    for (const snippet of wanted) {
      if (!third || again.has(snippet)) results.set(snippet, await run.run(chainOf(page, snippet, continued)));
    }
    const verified = parts && !third ? await verifyParts(page, run) : { problems: [], cached: true };
    // A closed interpreter frees its place for the next page while the other seed still runs.
    run.close();
    return { results, ...verified };
  };
  try {
    const perSeed = await Promise.all(runs.map(resultsOf));
    const problems = new Map(
      perSeed.flatMap((each) => each.problems).map((problem) => [JSON.stringify(problem), problem]),
    );
    return {
      blocks: wanted.map((snippet) => {
        const results = perSeed.flatMap((each) => each.results.get(snippet) ?? []);
        return {
          snippet,
          results: results.map(({ result }) => result),
          cached: results.every(({ cached }) => cached),
          milliseconds: results.reduce((sum, { result }) => sum + result.milliseconds, 0),
        };
      }),
      problems: [...problems.values()],
      cached: perSeed.every((each) => each.cached),
    };
  } finally {
    for (const run of runs) run.close();
  }
}

async function verifyParts(page: Page, runs: Runs): Promise<{ problems: readonly Problem[]; cached: boolean }> {
  if (page.parts === null) return { problems: [], cached: true };
  let all = true;
  const chain = async (programs: readonly Program[]): Promise<readonly Result[]> => {
    const steps = programs.map(
      (program): PageProgram => ({ program, session: ' part', fresh: false, stdin: [], seconds: SECONDS }),
    );
    const results: Result[] = [];
    for (const index of steps.keys()) {
      const { result, cached } = await runs.run(steps.slice(0, index + 1));
      all &&= cached;
      results.push(result);
    }
    return results;
  };
  let turn: Promise<unknown> = Promise.resolve();
  // One chain after the other: between two programs of one, another would take the session over.
  const inTurn = (programs: readonly Program[]): Promise<readonly Result[]> => {
    const results = turn.then(() => chain(programs));
    turn = results.catch(() => {});
    return results;
  };
  const sessions = (snippet: Snippet): readonly Program[] => sessionOf(page.lesson, snippet.id).filter(isRun);
  const problems = await problemsOfParts(page.parts, {
    run: inTurn,
    sessionOf: sessions,
    survey: readFileSync(SURVEY, 'utf8'),
  });
  return { problems, cached: all };
}
