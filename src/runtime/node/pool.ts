/**
 * Runs pages' programs in worker threads: a fresh interpreter for each page, a time limit for each program, and no way
 * out of the thread.
 *
 * ```ts
 * const pool = await createPool({ jobs: 2 });
 * const results = await pool.runPage(
 *   [
 *     { program: { kind: 'python', code: 'x = 1', id: 'a' }, session: 'a', fresh: true, stdin: [], seconds: 10 },
 *     { program: { kind: 'python', code: 'print(x)', id: 'b' }, session: 'a', fresh: false, stdin: [], seconds: 10 },
 *   ],
 *   { hashSeed: 1 },
 * ); // one Result for each program, in order
 * await pool.close();
 * ```
 */
import { availableParallelism } from 'node:os';
import type { Result, RunRequest } from '../protocol.ts';
import type { BootOptions } from './boot.ts';
import { readParts } from './parts.ts';
import { readSnapshot } from './snapshot.ts';
import { startThread, type Thread } from './thread.ts';

export interface PoolOptions {
  /** Pages that run at the same time; by default one for each processor. */
  readonly jobs?: number;
  /** Where snapshots are kept; null boots every interpreter plainly. */
  readonly cache?: string | null;
  /** Bytes that one interpreter may use. */
  readonly memory?: number;
}

/** One program of a page. Programs of one session run in the order given; `fresh` starts the session anew. */
export interface PageProgram extends Pick<RunRequest, 'program' | 'session' | 'fresh'> {
  readonly stdin: readonly string[];
  /** Time limit; keeping it may end the interpreter, which then costs this program only. */
  readonly seconds: number;
}

export interface PageOptions {
  /** Value of PYTHONHASHSEED: order of sets of strings, and so on. */
  readonly hashSeed: number;
  /** Told of each result as it comes. */
  readonly onResult?: (index: number, result: Result) => void;
}

export interface Pool {
  /** Runs a page's programs in order in one fresh interpreter; waits for a free place. Rejects only if Python cannot boot at all. */
  runPage(programs: readonly PageProgram[], options: PageOptions): Promise<readonly Result[]>;
  /** Ends all threads. */
  close(): Promise<void>;
  readonly jobs: number;
}

export async function createPool(options: PoolOptions = {}): Promise<Pool> {
  const jobs = options.jobs ?? Math.max(1, availableParallelism());
  const parts = await readParts();
  const memory = options.memory ?? 1024 ** 3;
  const threads = new Set<Thread>();
  const waiting: (() => void)[] = [];
  let free = jobs;
  let closed = false;

  const snapshots = new Map<number, Promise<Uint8Array | null>>();
  const snapshotFor = (hashSeed: number): Promise<Uint8Array | null> => {
    const known = snapshots.get(hashSeed);
    if (known !== undefined) return known;
    const snapshot = readSnapshot({ parts, hashSeed, memory, snapshot: null }, options.cache);
    snapshots.set(hashSeed, snapshot);
    return snapshot;
  };

  async function newThread(hashSeed: number): Promise<Thread> {
    if (closed) throw new Error('The pool is closed.');
    const bootOptions: BootOptions = { parts, hashSeed, memory, snapshot: await snapshotFor(hashSeed) };
    let thread = startThread(bootOptions);
    threads.add(thread);
    try {
      await thread.ready;
    } catch (error) {
      threads.delete(thread);
      if (bootOptions.snapshot === null) throw error;
      // A snapshot is a shortcut, never a condition.
      snapshots.set(hashSeed, Promise.resolve(null));
      thread = startThread({ ...bootOptions, snapshot: null });
      threads.add(thread);
      await thread.ready;
    }
    return thread;
  }

  async function runNow(programs: readonly PageProgram[], { hashSeed, onResult }: PageOptions): Promise<Result[]> {
    const results: Result[] = [];
    let thread = await newThread(hashSeed);
    /** Sessions by name: what has run in the present thread, and the program that took the session with it. */
    const history = new Map<string, { ran: PageProgram[]; thread: Thread; lost: string | null }>();
    const run = async (one: PageProgram, fresh: boolean): Promise<Result> => {
      const { program, session, stdin, seconds } = one;
      const result = await thread.run({ type: 'run', run: 0, program, session, fresh, stdin }, seconds);
      return result;
    };
    for (const [index, one] of programs.entries()) {
      const past = one.fresh ? undefined : history.get(one.session);
      let result: Result;
      if (past?.lost != null) {
        result = {
          outcome: { kind: 'crashed', reason: `its session was lost when ${past.lost} ended the interpreter` },
          output: [],
          milliseconds: 0,
        };
      } else {
        if (!thread.alive) thread = await newThread(hashSeed);
        const entry = past ?? { ran: [], thread, lost: null };
        history.set(one.session, entry);
        if (entry.thread !== thread) {
          // The thread that held this session is gone with another program: bring the session to where it was.
          for (const [step, earlier] of entry.ran.entries()) if (thread.alive) await run(earlier, step === 0);
          entry.thread = thread;
        }
        result = await run(one, one.fresh || entry.ran.length === 0);
        entry.ran.push(one);
        if (!thread.alive) entry.lost = one.program.id;
      }
      results.push(result);
      onResult?.(index, result);
    }
    threads.delete(thread);
    void thread.end();
    return results;
  }

  return {
    jobs,
    async runPage(programs, pageOptions) {
      if (programs.length === 0) return [];
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else free -= 1;
      try {
        return await runNow(programs, pageOptions);
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
    async close() {
      closed = true;
      await Promise.all([...threads].map((thread) => thread.end()));
      threads.clear();
    },
  };
}
