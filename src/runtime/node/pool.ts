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
import type { Result, RunRequest } from '../protocol.ts';
import { preparedPython } from '../pyodide/python-files.ts';
import { reachesOf } from '../reaches.ts';
import type { TraceRequest } from '../trace.ts';
import { type Interpreter, startInterpreter } from './interpreter.ts';
import { engineFolder } from './parts.ts';
import { interpreterPrograms } from './programs.ts';
import { snapshotFile } from './snapshot.ts';

export interface PoolOptions {
  /** Pages that run at the same time; by default one for each processor. */
  readonly jobs?: number;
  /** Where snapshots are kept; null boots every interpreter plainly. */
  readonly cache?: string | null;
  /** Bytes that one interpreter may use. */
  readonly memory?: number;
}

/**
 * One program of a page. Programs of one session run in the order given; `fresh` starts the session anew. When sessions take turns,
 * the programs of each run again from its first one.
 */
export interface PageProgram extends Pick<RunRequest, 'program' | 'session' | 'fresh'> {
  readonly stdin: readonly string[];
  /** Time limit, of the processor or asleep; keeping it may end the interpreter, which then costs this program only. */
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

/** The session of recordings: one after the other, each with a namespace of its own. */
const RECORDING = ' recording';

export interface Pool {
  /** Waits for a free place and keeps it until the page is closed. */
  openPage(hashSeed: number): Promise<OpenPage>;
  /** Runs a page's programs in order in one fresh interpreter; waits for a free place. Rejects only if Python cannot boot at all. */
  runPage(programs: readonly PageProgram[], options: PageOptions): Promise<readonly Result[]>;
  /** Ends all processes, whatever runs in them. */
  close(): Promise<void>;
  readonly jobs: number;
}

/** Gives a function that starts one interpreter; it rejects only if Python cannot start at all. */
async function interpreterStarter(memory: number, cache: string | null | undefined) {
  const programs = interpreterPrograms();
  const files = { thread: programs.thread, python: await preparedPython(), engine: engineFolder(), memory };
  const snapshots = new Map<number, Promise<string | null>>();
  const noted = new Set<string>();
  const note = (text: string): void => {
    if (!noted.has(text)) process.emitWarning(text);
    noted.add(text);
  };
  const without = (error: Error): null => {
    note(`Python starts without a snapshot, which takes longer: ${error.message}`);
    return null;
  };
  return async (hashSeed: number): Promise<Interpreter> => {
    const common = { ...files, hashSeed };
    const start = (snapshot: string | null): Promise<Interpreter> =>
      startInterpreter(programs.process, { ...common, task: { kind: 'run', snapshot } }, note);
    // Made once: others who need it wait for it.
    const known =
      snapshots.get(hashSeed) ?? (cache === null ? null : snapshotFile(programs.process, common, cache).catch(without));
    snapshots.set(hashSeed, Promise.resolve(known));
    const snapshot = await known;
    try {
      return await start(snapshot);
    } catch (error) {
      if (snapshot === null) throw error;
      snapshots.set(hashSeed, Promise.resolve(without(error as Error)));
      return start(null);
    }
  };
}

export async function createPool(options: PoolOptions = {}): Promise<Pool> {
  const jobs = options.jobs ?? Math.max(1, availableParallelism());
  const start = await interpreterStarter(options.memory ?? 512 * 1024 ** 2, options.cache);
  const living = new Set<Interpreter>();
  /** New again, and free, those that were used last at the end. */
  const idle: { readonly hashSeed: number; readonly interpreter: Interpreter }[] = [];
  const waiting: (() => void)[] = [];
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

  async function open(hashSeed: number) {
    let interpreter = await interpreterFor(hashSeed);
    let turn: Promise<unknown> = Promise.resolve();
    /** The session that the interpreter is in; undefined while it is as it was at its start. */
    let present: string | undefined;
    /** Sessions by name: what has run, and the program that took the session with it. */
    const sessions = new Map<string, { readonly ran: PageProgram[]; lost: string | null }>();

    async function enter(session: string): Promise<void> {
      if (present !== undefined && !(interpreter.alive && (await interpreter.renew()))) {
        await end(interpreter);
        interpreter = await interpreterFor(hashSeed);
      }
      present = session;
    }

    const run = ({ program, session, stdin, seconds }: PageProgram, fresh: boolean): Promise<Result> =>
      interpreter.run({ type: 'run', run: 0, program, session, fresh, stdin }, seconds);

    async function runNext(one: PageProgram): Promise<Result> {
      const past = one.fresh ? undefined : sessions.get(one.session);
      if (past?.lost != null) {
        const reason = `its session was lost when ${past.lost} ended the interpreter`;
        return { outcome: { kind: 'crashed', reason }, output: [], milliseconds: 0 };
      }
      const entry = past ?? { ran: [], lost: null };
      sessions.set(one.session, entry);
      if (past === undefined || present !== one.session || !interpreter.alive) {
        await enter(one.session);
        for (const [step, earlier] of entry.ran.entries()) if (interpreter.alive) await run(earlier, step === 0);
      }
      const result = await run(one, entry.ran.length === 0);
      entry.ran.push(one);
      if (!interpreter.alive) entry.lost = one.program.id;
      const reaches = new Set([...entry.ran.flatMap(({ program }) => reachesOf(program.code)), ...interpreter.reached]);
      return reaches.size === 0 ? result : { ...result, reaches: [...reaches] };
    }

    async function traceNext(request: TraceRequest, seconds: number): Promise<Trace> {
      if (present !== RECORDING || !interpreter.alive) await enter(RECORDING);
      return interpreter.trace(request, seconds);
    }

    const inTurn = <Value>(act: () => Promise<Value>): Promise<Value> => {
      const value = turn.then(act);
      turn = value.catch(() => {});
      return value;
    };
    return {
      run: (one: PageProgram) => inTurn(() => runNext(one)),
      trace: (request: TraceRequest, seconds: number) => inTurn(() => traceNext(request, seconds)),
      async close(): Promise<void> {
        await turn;
        await keep(interpreter, hashSeed);
      },
    };
  }

  async function takeTurn(): Promise<void> {
    if (free === 0) await new Promise<void>((take) => waiting.push(take));
    else free -= 1;
  }

  function giveTurn(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  async function openPage(hashSeed: number): Promise<OpenPage> {
    await takeTurn();
    try {
      const page = await open(hashSeed);
      let left = false;
      return {
        run: page.run,
        trace: page.trace,
        close() {
          if (left) return;
          left = true;
          void page.close().finally(giveTurn);
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
