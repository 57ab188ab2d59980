/** The sessions of one page in one interpreter at a time: each begins where nothing has run, whatever ran before it. */
import type { Trace } from '../../lesson/trace/trace.ts';
import type { Result, RunRequest } from '../protocol.ts';
import { reachesOf } from '../reaches.ts';
import type { TraceRequest } from '../trace.ts';
import type { Interpreter } from './interpreter.ts';

/**
 * One program of a page. Programs of one session run in the order given; `fresh` starts the session anew. When sessions take turns,
 * the programs of each run again from its first one.
 */
export interface PageProgram extends Pick<RunRequest, 'program' | 'session' | 'fresh'> {
  readonly stdin: readonly string[];
  /** Time limit, of the processor or asleep; keeping it may end the interpreter, which then costs this program only. */
  readonly seconds: number;
}

/** The session of recordings: one after the other, each with a namespace of its own. */
const RECORDING = ' recording';

/** `another` gives one in place of an interpreter that cannot be made new, which is ended by `end`. */
export function openSessions(
  first: Interpreter,
  another: () => Promise<Interpreter>,
  end: (interpreter: Interpreter) => Promise<void>,
) {
  let interpreter = first;
  let turn: Promise<unknown> = Promise.resolve();
  /** The session that the interpreter is in; undefined while it is as it was at its start. */
  let present: string | undefined;
  /** Sessions by name: what has run, and the program that took the session with it. */
  const sessions = new Map<string, { readonly ran: PageProgram[]; lost: string | null }>();

  async function enter(session: string): Promise<void> {
    const clean = interpreter.alive && (present === undefined || (await interpreter.renew()));
    if (!clean) {
      await end(interpreter);
      interpreter = await another();
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
    /** Gives the interpreter that is left, as it was left. */
    async close(): Promise<Interpreter> {
      await turn;
      return interpreter;
    },
  };
}
