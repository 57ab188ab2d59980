/**
 * Runs programs in one Pyodide: the same code in the browser's worker and in Node.
 * What is Python's own business stands in src/python; here is what only JavaScript can do: collect output while
 * Python runs, answer `input()`, let messages in, and survive the interpreter's death.
 */
import { isSkipped, readTranscript } from '../lesson/read/transcript.ts';
import { createOutput, type Output } from './output.ts';
import type { Chunk, Outcome, Program, Result, RunRequest } from './protocol.ts';

/** What the engine needs of Pyodide. */
export interface Pyodide {
  readonly FS: {
    mkdirTree(path: string): void;
    writeFile(path: string, data: string | Uint8Array): void;
    unlink(path: string): void;
  };
  pyimport(name: string): unknown;
  setStdout(options: { write(bytes: Uint8Array): number; isatty: boolean }): void;
  setStderr(options: { write(bytes: Uint8Array): number; isatty: boolean }): void;
  setInterruptBuffer(buffer: unknown): void;
}

/** The host's side. Nothing is required: without `ask` input ends at once, without `stopNow` only JSPI can stop softly. */
export interface Hooks {
  /** A line for `input()`, or null for the end of input. Needs JSPI; `prompt` is the unfinished last line of output. */
  readonly ask?: (prompt: string) => Promise<string | null>;
  /** The same at once, by blocking, for browsers without JSPI. */
  readonly askNow?: (prompt: string) => string | null;
  /** Asked some five times a second where there is no JSPI: has the reader pressed Stop? */
  readonly stopNow?: () => boolean;
  /** False: no soft stop, no ticks; the host ends the worker instead. */
  readonly stoppable?: boolean;
  /** Characters of output that are kept and emitted for each run; the rest is counted only. */
  readonly outputLimit?: number;
  /** Emit what a program writes at once, for a host that may have to end it without asking it for more. */
  readonly atOnce?: boolean;
  /** Told of the statement of a transcript that runs from now on. */
  readonly statement?: (number: number | undefined) => void;
  /** Told of the object whose functions Python calls. */
  readonly connected?: (functions: object) => void;
}

export interface EngineResult extends Result {
  /**
   * The program asked for input where nobody can wait for it (no JSPI, no `askNow`): ask the reader, then run the same
   * request again with the answer appended to `answers`. The value is the prompt; the outcome is `stopped`.
   */
  readonly asks?: string;
  /** Of a run with `record`: the trace without its output, whose chunks carry the number of their step as `statement`. */
  readonly recording?: unknown;
}

export interface Engine {
  /** Runs one program; calls wait for each other. Never rejects: a dead interpreter gives the outcome `crashed`. */
  run(request: RunRequest, emit?: (chunk: Chunk) => void): Promise<EngineResult>;
  /** Asks the running program to stop, keeping its variables. Takes effect when Python next looks; may be swallowed. */
  stop(): void;
  /** Forgets a session and frees what it holds. */
  close(session: string): void;
  /** Whether Python can wait (JSPI): decides how input, sleep and Stop work. */
  readonly canWait: boolean;
  /** True after a crash: make a new engine on a new Pyodide. */
  readonly dead: boolean;
}

interface Runner {
  readonly connect: (hooks: object) => void;
  readonly prepare: (preload: string) => void;
  readonly run: ((request: string) => string) & { callPromising(request: string): Promise<string> };
  readonly close: (session: string) => void;
}

export const FOLDER = '/lib/engine';
export const PACKAGE = 'lesson_engine';
/** SIGUSR2: the regular tick, see TICK in src/python/host.py. */
const TICK = 12;
const TICK_MS = { waiting: 50, polling: 200 };

/** The files of src/python by name: their text, or `.pyc` files made of them. */
export type Sources = Readonly<Record<string, string | Uint8Array>>;

/**
 * Loads the engine's Python part into an interpreter. Called by `createEngine`; alone only to take a memory snapshot,
 * which may hold more modules of the standard library.
 */
export function installEngine(pyodide: Pyodide, sources: Sources, preload: readonly string[] = []): void {
  const folder = `${FOLDER}/${PACKAGE}`;
  pyodide.FS.mkdirTree(folder);
  for (const [name, data] of Object.entries(sources)) pyodide.FS.writeFile(`${folder}/${name}`, data);
  const { path } = pyodide.pyimport('sys') as {
    path: { insert(at: number, item: string): void; remove(item: string): void };
  };
  path.insert(0, FOLDER);
  (pyodide.pyimport(`${PACKAGE}.run`) as Runner).prepare(preload.join(' '));
  // Imported once; a reader's `import run` or a listing of the file system should not meet them.
  path.remove(FOLDER);
  for (const name of Object.keys(sources)) pyodide.FS.unlink(`${folder}/${name}`);
}

/**
 * Makes an engine on a booted Pyodide. `sources` is null when the interpreter comes
 * from a snapshot that was taken after `installEngine`.
 */
export function createEngine(pyodide: Pyodide, sources: Sources | null, hooks: Hooks = {}): Engine {
  if (sources !== null) installEngine(pyodide, sources);
  const runner = pyodide.pyimport(`${PACKAGE}.run`) as Runner;
  const canWait = 'Suspending' in WebAssembly;
  const state = { dead: false, running: false, stopping: false, stopped: false };
  let output: Output = createOutput(() => {}, 0);
  let answers: string[] = [];
  let asking: RunRequest['stdin'] = [];
  let prompt = '';
  let wake: (() => void) | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const write = (stream: 'stdout' | 'stderr') => ({
    write(bytes: Uint8Array): number {
      output.write(stream, bytes);
      return bytes.length;
    },
    isatty: false,
  });
  pyodide.setStdout(write('stdout'));
  pyodide.setStderr(write('stderr'));

  /** Waits for `task`, or for Stop. */
  const unlessStopped = async <T>(task: Promise<T>, otherwise: T): Promise<T> => {
    if (state.stopping) return otherwise;
    const stop = new Promise<T>((resolve) => {
      wake = () => resolve(otherwise);
    });
    try {
      return await Promise.race([task, stop]);
    } finally {
      wake = null;
    }
  };

  const functions = {
    statement: (number: number) => {
      const at = number < 0 ? undefined : number;
      output.statement(at);
      hooks.statement?.(at);
    },
    mute: (silent: boolean) => output.mute(silent),
    stopped: () => state.stopped,
    takeStop: () => {
      const taken = state.stopping;
      state.stopping = false;
      if (taken) state.stopped = true;
      return taken;
    },
    answered: () => answers.length > 0,
    answer: () => answers.shift() ?? null,
    canAsk: () => {
      prompt = output.lastLine();
      return asking === 'ask';
    },
    canAskNow: () => asking === 'ask' && !(canWait && hooks.ask) && hooks.askNow !== undefined,
    askNow: () => {
      output.flush();
      return hooks.askNow?.(output.lastLine()) ?? null;
    },
    ask: () => {
      output.flush();
      return unlessStopped(hooks.ask?.(output.lastLine()) ?? Promise.resolve(null), null);
    },
    sleep: (milliseconds: number) => {
      output.flush();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const over = new Promise<void>((resolve) => {
        // A longer delay than 31 bits of milliseconds would fire at once.
        timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1));
      });
      return unlessStopped(over, undefined).finally(() => clearTimeout(timer));
    },
    listen: macrotask,
  };
  runner.connect(functions);
  // Looked up once, here: the first look-up makes a proxy.
  const { run: runProgram } = runner;
  hooks.connected?.(functions);
  if (hooks.stoppable !== false) pyodide.setInterruptBuffer(ticks());

  /** Pyodide reads element 0 of its interrupt buffer now and then while Python runs; a getter makes that a clock. */
  function ticks(): { 0: number } {
    let last = 0;
    return {
      get 0(): number {
        const now = performance.now();
        if (!state.running || now - last < (canWait ? TICK_MS.waiting : TICK_MS.polling)) return 0;
        last = now;
        output.flush();
        if (!canWait && hooks.stopNow?.()) state.stopping = true;
        return canWait || state.stopping ? TICK : 0;
      },
      set 0(_read: number) {},
    };
  }

  async function runNow(request: RunRequest, emit: (chunk: Chunk) => void): Promise<EngineResult> {
    const start = performance.now();
    output = createOutput(emit, hooks.outputLimit ?? 1_000_000, hooks.atOnce);
    asking = request.stdin;
    answers = request.stdin === 'ask' ? [...(request.answers ?? [])] : [...request.stdin];
    Object.assign(state, { running: true, stopping: false, stopped: false });
    let outcome: Outcome | { readonly kind: 'asks' };
    let recording: unknown;
    try {
      if (state.dead) throw new Error('Python has crashed before and must be started anew');
      const { program, session, fresh, record } = request;
      const text = JSON.stringify({ session, fresh, record, kind: program.kind, texts: textsOf(program) });
      const answer = JSON.parse(canWait ? await runProgram.callPromising(text) : runProgram(text));
      recording = answer.trace;
      outcome = answer.outcome;
    } catch (error) {
      // A Python exception is a fault of the engine; the interpreter itself is well.
      state.dead ||= !(error instanceof Error && error.name === 'PythonError');
      outcome = { kind: 'crashed', reason: reasonOf(error) };
    } finally {
      state.running = false;
    }
    const { chunks, dropped } = output.end(outcome.kind === 'crashed');
    const asks = outcome.kind === 'asks';
    const unread = request.stdin === 'ask' ? 0 : answers.length;
    return {
      outcome: asks ? { kind: 'stopped' } : (outcome as Outcome),
      output: chunks,
      milliseconds: performance.now() - start,
      ...(asks && { asks: prompt }),
      ...(dropped > 0 && { dropped }),
      ...(unread > 0 && { unread }),
      ...(recording !== undefined && { recording }),
    };
  }

  return {
    canWait,
    get dead() {
      return state.dead;
    },
    run(request, emit = () => {}) {
      const result = turn.then(() => runNow(request, emit));
      turn = result;
      return result;
    },
    stop() {
      if (!state.running) return;
      state.stopping = true;
      wake?.();
    },
    close(session) {
      if (!state.dead) runner.close(session);
    },
  };
}

/** The texts that Python compiles one by one: the script, or the statements of a transcript. */
function textsOf(program: Program): readonly { source: string; line: number; indent: number }[] {
  if (program.kind === 'python') return [{ source: program.code, line: 0, indent: 0 }];
  const lines = program.code.split('\n');
  return readTranscript(program.code).statements.map((statement) => {
    const [line] = statement.sourceLines;
    // A blank text keeps the numbers of the statements and runs nothing.
    return {
      source: isSkipped(statement) ? '' : statement.source,
      line,
      indent: (lines[line] ?? '').indexOf('>>>') + 4,
    };
  });
}

/** Lets one task of the event loop in: a message from the page, say. Timers would cost 4 ms each. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/call stack|too much recursion/i.test(text)) return 'too many calls inside each other: the stack overflowed';
  if (/memory|allocation/i.test(text)) return 'out of memory';
  const lines = text.trimEnd().split('\n');
  return (text.startsWith('Traceback') ? lines.at(-1) : lines[0]) ?? text;
}
