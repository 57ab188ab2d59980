/**
 * Runs pages' programs: an interpreter in its first state for each page, a time limit for each program, and no way out.
 *
 * Each place of the pool is a process (process.ts). Its interpreters are locked worker threads (lockdown.ts), which are
 * made new after each page (renewal.ts) or, where that cannot be done, replaced.
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
import type { Result, RunRequest } from '../protocol.ts';
import type { TraceRequest } from '../trace.ts';
import { createPlace, type Interpreter, type Place } from './process.ts';

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
  const memory = options.memory ?? 512 * 1024 ** 2;
  const places = Array.from({ length: jobs }, () => createPlace({ cache: options.cache, memory }));
  const idle = [...places];
  const waiting: { readonly hashSeed: number; readonly take: (place: Place) => void }[] = [];
  let closed = false;

  /** The first interpreter of a seed may have to make its snapshot; the others wait for it instead of making it, too. */
  const firsts = new Map<number, Promise<unknown>>();

  async function newInterpreter(place: Place, hashSeed: number): Promise<Interpreter> {
    if (closed) throw new Error('The pool is closed.');
    const first = firsts.get(hashSeed);
    if (first === undefined) {
      const interpreter = place.open(hashSeed);
      firsts.set(
        hashSeed,
        interpreter.catch(() => {}),
      );
      return interpreter;
    }
    await first;
    return place.open(hashSeed);
  }

  async function open(place: Place, hashSeed: number) {
    let thread = await newInterpreter(place, hashSeed);
    let turn: Promise<unknown> = Promise.resolve();
    /** Sessions by name: what has run in the present thread, and the program that took the session with it. */
    const history = new Map<string, { ran: PageProgram[]; thread: Interpreter; lost: string | null }>();
    const run = ({ program, session, stdin, seconds }: PageProgram, fresh: boolean): Promise<Result> =>
      thread.run({ type: 'run', run: 0, program, session, fresh, stdin }, seconds);
    /** A living interpreter: the last one may have ended with a program. */
    const living = async (): Promise<Interpreter> => {
      if (thread.alive) return thread;
      await thread.close();
      thread = await newInterpreter(place, hashSeed);
      return thread;
    };
    const runNext = async (one: PageProgram): Promise<Result> => {
      const past = one.fresh ? undefined : history.get(one.session);
      if (past?.lost != null) {
        const reason = `its session was lost when ${past.lost} ended the interpreter`;
        return { outcome: { kind: 'crashed', reason }, output: [], milliseconds: 0 };
      }
      await living();
      const entry = past ?? { ran: [], thread, lost: null };
      history.set(one.session, entry);
      if (entry.thread !== thread) {
        // The thread that held this session is gone with another program: bring the session to where it was.
        for (const [step, earlier] of entry.ran.entries()) if (thread.alive) await run(earlier, step === 0);
        entry.thread = thread;
      }
      const result = await run(one, one.fresh || entry.ran.length === 0);
      entry.ran.push(one);
      if (!thread.alive) entry.lost = one.program.id;
      return result;
    };
    return {
      run(one: PageProgram): Promise<Result> {
        const result = turn.then(() => runNext(one));
        turn = result.catch(() => {});
        return result;
      },
      trace(request: TraceRequest, seconds: number): Promise<Trace> {
        const trace = turn.then(async () => (await living()).trace(request, seconds));
        turn = trace.catch(() => {});
        return trace;
      },
      async close(): Promise<void> {
        await turn;
        await thread.close();
      },
    };
  }

  /** Another interpreter costs more than one that waits here: places go to those whose seed they keep, if there are any. */
  function release(place: Place): void {
    const at = waiting.findIndex(({ hashSeed }) => place.keeps(hashSeed));
    const [next] = waiting.splice(Math.max(0, at), 1);
    if (next === undefined) idle.push(place);
    else next.take(place);
  }

  function freePlace(hashSeed: number): Promise<Place> {
    const at = idle.findIndex((place) => place.keeps(hashSeed));
    // None with this seed: any other one.
    const [place] = idle.splice(at, 1);
    if (place !== undefined) return Promise.resolve(place);
    return new Promise((take) => waiting.push({ hashSeed, take }));
  }

  async function openPage(hashSeed: number): Promise<OpenPage> {
    const place = await freePlace(hashSeed);
    try {
      const page = await open(place, hashSeed);
      let left = false;
      return {
        run: page.run,
        trace: page.trace,
        close() {
          if (left) return;
          left = true;
          void page.close().finally(() => release(place));
        },
      };
    } catch (error) {
      release(place);
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
      await Promise.all(places.map((place) => place.end()));
    },
  };
}
