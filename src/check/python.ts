/** Python for the checker: started only when something really has to run, and asked only what the cache does not know. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Result } from '../lesson/result.ts';
import type { OpenPage, PageProgram, Pool } from '../runtime/node/pool.ts';
import { digest, type PageCache } from './cache.ts';

/** Hash seeds that every block runs under, each with another clock and environment; what differs between them differs for readers too. */
export const SEEDS = [1, 2] as const;
/** One more for programs that chance could let pass twice. Under 1 and 2 most sets of two texts have the same order, under this one they have the other. */
export const CHANCE_SEED = 10;

const root = path.resolve(import.meta.dirname, '../..');

function pyodideFile(name: string): string {
  return path.join(path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json')), name);
}

/** Files that decide what a block prints, and how it is cut into statements. */
const DECIDED_BY = [
  'src/python/*.py',
  'src/runtime/*.ts',
  'src/runtime/{node,pyodide}/*.{ts,py}',
  'src/lesson/*.ts',
  'src/lesson/read/*.ts',
];

/** A fingerprint of everything that decides what a program gives, besides the program. */
export function engineFingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(pyodideFile('package.json')));
  const files = DECIDED_BY.flatMap((pattern) => {
    const found = globSync(pattern, { cwd: root });
    if (found.length === 0)
      throw new Error(`No file matches ${pattern}, so changes there would not be noticed: correct the list.`);
    return found;
  });
  for (const file of files.sort()) {
    if (!file.endsWith('.test.ts')) hash.update(file).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('base64url').slice(0, 16);
}

/** One page's programs under one seed: programs that share a session are given in order, each with those before it. */
export interface Runs {
  /** Runs the last program of a chain on top of the others; `ran` says whether Python was needed. */
  run(chain: readonly PageProgram[]): Promise<{ readonly result: Result; readonly cached: boolean }>;
  close(): void;
}

/** No interpreter can be started at all: nothing can be checked. */
export class NoPython extends Error {}

/** Starts the pool on first use. */
export interface Python {
  /** A fresh interpreter; to be closed. */
  open(seed: number): Promise<OpenPage>;
  close(): Promise<void>;
}

export function lazyPython(jobs: number, snapshots: string | null | undefined): Python {
  let starting: Promise<Pool> | null = null;
  return {
    async open(seed) {
      starting ??= import('../runtime/node/pool.ts').then(({ createPool }) =>
        createPool({ jobs, ...(snapshots !== undefined && { cache: snapshots }) }),
      );
      try {
        return await (await starting).openPage(seed);
      } catch (error) {
        throw new NoPython(error instanceof Error ? error.message : String(error), { cause: error });
      }
    },
    async close() {
      await (await starting)?.close();
    },
  };
}

const keyOf = (seed: number, chain: readonly PageProgram[]): string =>
  digest(
    seed,
    chain.map(({ program: { kind, code }, stdin, seconds }) => [kind, code, stdin, seconds]),
  );

/** Runs chains of one page in one interpreter, opened when the first result is not in the cache. */
export function openRuns(open: () => Promise<OpenPage>, seed: number, cache: PageCache): Runs {
  let page: Promise<OpenPage> | null = null;
  /** What each session has run in this interpreter. */
  const executed = new Map<string, readonly PageProgram[]>();
  /** Programs that ended their interpreter: they cost themselves only, so those that continue them run without. */
  const killers = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  const same = (a: PageProgram, b: PageProgram | undefined): boolean =>
    a.program.code === b?.program.code && a.program.kind === b.program.kind && a.program.id === b.program.id;

  const runNow = async (asked: readonly PageProgram[]): Promise<{ result: Result; cached: boolean }> => {
    const chain = asked.filter((one, index) => index === asked.length - 1 || !killers.has(keyOf(seed, [one])));
    const key = keyOf(seed, chain);
    const known = cache.get(key);
    if (known !== undefined) return { result: known, cached: true };
    page ??= open();
    const interpreter = await page;
    const session = chain[0]?.session ?? '';
    const before = executed.get(session) ?? [];
    const usable =
      before.length > 0 && before.length < chain.length && before.every((one, index) => same(one, chain[index]));
    const steps = usable ? chain.slice(before.length) : chain;
    let result: Result | undefined;
    for (const [index, step] of steps.entries()) {
      result = await interpreter.run({ ...step, session, fresh: !usable && index === 0 });
    }
    const last = chain.at(-1);
    if (result === undefined || last === undefined) throw new Error('A chain without programs was to run.');
    if (result.outcome.kind === 'timeout' || result.outcome.kind === 'crashed') {
      killers.add(keyOf(seed, [last]));
      executed.clear();
    } else executed.set(session, chain);
    cache.set(key, result);
    return { result, cached: false };
  };

  return {
    run(chain) {
      const result = turn.then(() => runNow(chain));
      turn = result.catch(() => {});
      return result;
    },
    close() {
      const opened = page;
      page = null;
      void opened?.then(
        (interpreter) => interpreter.close(),
        () => {},
      );
    },
  };
}
