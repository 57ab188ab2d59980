/**
 * Runs pages' programs: an interpreter in its first state for each session, a time limit for each program, and no way out.
 *
 * Each interpreter is a process of its own (interpreter.ts), locked from within (lockdown.ts). Between two sessions its memory is put
 * back as it was (renewal.ts) or, where that is not enough, another process takes its place: whatever ran before, in whatever
 * session or page, nothing of it is there. Only the programs of one session meet each other.
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
import type { Trace } from '../../lesson/trace/trace.ts';
import type { Result } from '../protocol.ts';
import type { TraceRequest } from '../trace.ts';
import type { Interpreter } from './interpreter.ts';
import { openSessions, type PageProgram } from './sessions.ts';
import { interpreterStarter } from './starter.ts';

export type { PageProgram } from './sessions.ts';

export interface PoolOptions {
  /** Pages that run at the same time; by default one for each processor. */
  readonly jobs?: number;
  /** Where snapshots are kept; null boots every interpreter plainly. */
  readonly cache?: string | null;
  /** Bytes that one interpreter may use. */
  readonly memory?: number;
}

export interface PageOptions {
  /** Value of PYTHONHASHSEED: order of sets of strings, and so on. */
  readonly hashSeed: number;
  /** Told of each result as it comes. */
  readonly onResult?: (index: number, result: Result) => void;
}

/** One fresh interpreter, for programs that depend on what earlier ones gave. */
export interface OpenPage {
  /** Runs one program; calls wait for each other. */
  run(program: PageProgram): Promise<Result>;
  /** Records a session's last program, in a session of its own; rejects with a sentence that says why it could not. */
  trace(request: TraceRequest, seconds: number): Promise<Trace>;
  /** Frees the place. */
  close(): void;
}

export interface Pool {
  /** Waits for a free place and keeps it until the page is closed. */
  openPage(hashSeed: number): Promise<OpenPage>;
  /** Runs a page's programs in order in one fresh interpreter; waits for a free place. Rejects only if Python cannot boot at all. */
  runPage(programs: readonly PageProgram[], options: PageOptions): Promise<readonly Result[]>;
  /** Ends all processes, whatever runs in them. */
  close(): Promise<void>;
  readonly jobs: number;
}

export async function createPool(options: PoolOptions = {}): Promise<Pool> {
  const jobs = options.jobs ?? Math.max(1, availableParallelism());
  const start = await interpreterStarter(options.memory ?? 512 * 1024 ** 2, options.cache);
  const living = new Set<Interpreter>();
  /** New again, and free, those that were used last at the end. */
  const idle: { readonly hashSeed: number; readonly interpreter: Interpreter }[] = [];
  const waiting: { readonly hashSeed: number; readonly take: () => void }[] = [];
  let free = jobs;
  let closed = false;

  async function end(interpreter: Interpreter): Promise<void> {
    living.delete(interpreter);
    await interpreter.end();
  }

  async function interpreterFor(hashSeed: number): Promise<Interpreter> {
    if (closed) throw new Error('The pool is closed.');
    const at = idle.findLastIndex((one) => one.hashSeed === hashSeed && one.interpreter.alive);
    const [kept] = at < 0 ? [] : idle.splice(at, 1);
    if (kept !== undefined) return kept.interpreter;
    const interpreter = await start(hashSeed);
    living.add(interpreter);
    if (closed) {
      await end(interpreter);
      throw new Error('The pool is closed.');
    }
    return interpreter;
  }

  /** Keeps an interpreter for another page if it can be made new. */
  async function keep(interpreter: Interpreter, hashSeed: number): Promise<void> {
    if (!(await interpreter.renew())) return end(interpreter);
    idle.push({ hashSeed, interpreter });
    // Two seeds for each job.
    for (const { interpreter: old } of idle.splice(0, idle.length - 2 * jobs)) await end(old);
  }

  async function takeTurn(hashSeed: number): Promise<void> {
    if (free === 0) await new Promise<void>((take) => waiting.push({ hashSeed, take }));
    else free -= 1;
  }

  /** To those first who find an interpreter that is warm. */
  function giveTurn(): void {
    const warm = waiting.findIndex((one) => idle.some(({ hashSeed }) => hashSeed === one.hashSeed));
    const [next] = waiting.splice(Math.max(0, warm), 1);
    if (next === undefined) free += 1;
    else next.take();
  }

  async function openPage(hashSeed: number): Promise<OpenPage> {
    await takeTurn(hashSeed);
    try {
      const page = openSessions(await interpreterFor(hashSeed), () => interpreterFor(hashSeed), end);
      let left = false;
      return {
        run: page.run,
        trace: page.trace,
        close() {
          if (left) return;
          left = true;
          void page
            .close()
            .then((interpreter) => keep(interpreter, hashSeed))
            .finally(giveTurn);
        },
      };
    } catch (error) {
      giveTurn();
      throw error;
    }
  }

  return {
    jobs,
    openPage,
    async runPage(programs, { hashSeed, onResult }) {
      if (programs.length === 0) return [];
      const page = await openPage(hashSeed);
      try {
        const results: Result[] = [];
        for (const [index, one] of programs.entries()) {
          const result = await page.run(one);
          results.push(result);
          onResult?.(index, result);
        }
        return results;
      } finally {
        page.close();
      }
    },
    async close() {
      closed = true;
      await Promise.all([...living].map(end));
    },
  };
}
