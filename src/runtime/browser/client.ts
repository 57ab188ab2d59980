/**
 * The page's Python: one worker, started lazily, given one program at a time, stopped and restarted. Knows no element and
 * no page; the worker and the download are injected. Each worker is a generation: what an earlier one still says is dropped.
 */
import type { EngineResult } from '../engine.ts';
import type { Chunk, Program, RecordOptions, Result, RunRequest } from '../protocol.ts';
import type { Interpreter, OnProgress } from './interpreter.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export type PythonState =
  | { readonly status: 'absent' }
  | { readonly status: 'loading'; readonly bytes: number; readonly total: number }
  /** Everything is here; the interpreter starts. */
  | { readonly status: 'starting'; readonly again: boolean }
  | { readonly status: 'ready' }
  | { readonly status: 'running'; readonly job: Job }
  | { readonly status: 'stopping'; readonly job: Job }
  | { readonly status: 'failed'; readonly reason: string };

export interface Job {
  readonly program: Program;
  readonly session: string;
  readonly fresh: boolean;
  /** `'ask'` calls `onAsk` for each line. */
  readonly stdin: readonly string[] | 'ask';
  /** Record the run for the stepper: the result then holds the recording. */
  readonly record?: RecordOptions;
  onStart?(): void;
  onOutput?(chunk: Chunk): void;
  /** The program waits for a line: answer with `Python.answer`. */
  onAsk?(prompt: string): void;
  /** Where Python cannot wait, the program runs again with each answer: what it has printed comes once more. */
  onReplay?(): void;
}

export type Ending =
  /** `lost`: Python was restarted, and all sessions with it. */
  | { readonly kind: 'ended'; readonly result: EngineResult; readonly lost: boolean }
  /** Never ran: stopped while it waited its turn. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface Python {
  readonly state: PythonState;
  /** Grows with each restart: sessions of an earlier epoch are gone. */
  readonly epoch: number;
  subscribe(listener: (state: PythonState) => void): () => void;
  /** Starts Python unless it is there: call on a sign of intent. */
  prepare(): void;
  run(job: Job): Promise<Ending>;
  answer(text: string | null): void;
  /** Stops what runs and drops what waits. */
  stop(): void;
  restart(): void;
}

export interface PythonWorld {
  load(onProgress: OnProgress): Promise<Interpreter>;
  start(program: string): Worker;
  /** Whether a running worker gets messages; without, it is stopped by revoking an address. */
  readonly canSuspend: boolean;
}

/** A worker that says nothing for this long has died unheard, of memory as a rule. */
const BOOT_LIMIT = 60_000;

/** A soft stop keeps the session's variables; code that does not obey it within this time loses its worker. */
const GRACE = 450;

interface Waiting {
  readonly job: Job;
  readonly end: (ending: Ending) => void;
}

interface Running extends Waiting {
  readonly run: number;
  readonly begun: number;
  readonly stopUrl: string | undefined;
  output: Chunk[];
  answers: string[];
  /** Set while the program has ended only to ask. */
  asking: boolean;
}

export function createPython(world: PythonWorld): Python {
  let state: PythonState = { status: 'absent' };
  let epoch = 0;
  let runs = 0;
  let worker: Worker | undefined;
  let running: Running | undefined;
  let grace: ReturnType<typeof setTimeout> | undefined;
  let boots: ReturnType<typeof setTimeout> | undefined;
  const queue: Waiting[] = [];
  const listeners = new Set<(state: PythonState) => void>();

  const enter = (next: PythonState): void => {
    state = next;
    for (const listener of [...listeners]) listener(state);
  };

  const fail = (reason: string): void => {
    discard();
    enter({ status: 'failed', reason });
    for (const { end } of queue.splice(0)) end({ kind: 'unavailable', reason });
  };

  /** Ends the worker, and with it every session. */
  const discard = (): void => {
    clearTimeout(grace);
    clearTimeout(boots);
    worker?.terminate();
    if (worker) epoch += 1;
    worker = undefined;
  };

  async function boot(again: boolean): Promise<void> {
    if (!again) enter({ status: 'loading', bytes: 0, total: 0 });
    try {
      const interpreter = await world.load((bytes, total) => {
        if (state.status === 'loading') enter({ status: 'loading', bytes, total });
      });
      enter({ status: 'starting', again });
      open(interpreter);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  }

  function open(interpreter: Interpreter): void {
    const mine = world.start(interpreter.program);
    worker = mine;
    const { bytes, pieces } = interpreter.stdlib();
    const say = (message: ToWorker): void => mine.postMessage(message);
    mine.onerror = (event) => {
      // A KeyboardInterrupt that is raised between two programs surfaces here: nothing is broken by it.
      if (worker !== mine || event.message.includes('KeyboardInterrupt')) return;
      broken(`Python's worker failed: ${event.message}`);
    };
    mine.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (worker !== mine) return;
      switch (data.type) {
        case 'booted':
          clearTimeout(boots);
          enter({ status: 'ready' });
          next();
          break;
        case 'unbooted':
          fail(`Python could not start: ${data.reason}`);
          break;
        case 'chunk':
          if (data.run !== running?.run) break;
          running.output.push(data.chunk);
          running.job.onOutput?.(data.chunk);
          break;
        case 'ask':
          if (data.run === running?.run) running.job.onAsk?.(data.prompt);
          break;
        case 'want':
          interpreter.extend(data.pieces).then(
            (added) => {
              for (const piece of added) say({ type: 'piece', ...piece });
            },
            () => say({ type: 'piece', index: data.pieces - 1, offset: 0, bytes: null }),
          );
          break;
        case 'done':
          if (data.run === running?.run) finish(data.result);
          break;
      }
    };
    say({ type: 'boot', module: interpreter.module, stdlib: bytes, pieces });
    boots = setTimeout(
      () => fail(`Python did not start within ${BOOT_LIMIT / 1000} seconds; the device may be short of memory.`),
      BOOT_LIMIT,
    );
  }

  /** The worker is of no use any more: what ran is over, Python starts again by itself. */
  function broken(reason: string): void {
    if (running === undefined) fail(reason);
    else lose({ kind: 'crashed', reason });
  }

  function lose(outcome: Result['outcome']): void {
    const { output, begun } = running ?? { output: [], begun: performance.now() };
    discard();
    settle({ kind: 'ended', result: { outcome, output, milliseconds: performance.now() - begun }, lost: true });
    boot(true);
  }

  function finish(result: EngineResult): void {
    if (result.outcome.kind === 'crashed') {
      lose(result.outcome);
      return;
    }
    if (running && result.asks !== undefined && state.status === 'running') {
      running.asking = true;
      running.job.onAsk?.(result.asks);
      return;
    }
    clearTimeout(grace);
    enter({ status: 'ready' });
    settle({ kind: 'ended', result: { ...result, output: running?.output ?? [] }, lost: false });
    next();
  }

  /** The program has ended to ask: it runs again, and finds the answer where it asked before. */
  function replay(job: Running, text: string | null): void {
    job.asking = false;
    job.output = [];
    if (text !== null) job.answers.push(text);
    job.job.onReplay?.();
    request(job);
  }

  function settle(ending: Ending): void {
    const ended = running;
    running = undefined;
    if (ended?.stopUrl) URL.revokeObjectURL(ended.stopUrl);
    ended?.end(ending);
  }

  function next(): void {
    if (state.status !== 'ready') return;
    const waiting = queue.shift();
    if (!waiting || !worker) return;
    runs += 1;
    const stopUrl = world.canSuspend ? undefined : URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
    running = { ...waiting, run: runs, begun: performance.now(), stopUrl, output: [], answers: [], asking: false };
    enter({ status: 'running', job: waiting.job });
    waiting.job.onStart?.();
    request(running);
  }

  function request({ run, job: { program, session, fresh, stdin, record }, answers, stopUrl }: Running): void {
    const message: RunRequest = {
      type: 'run',
      run,
      program,
      session,
      fresh,
      stdin,
      answers,
      ...(record && { record }),
    };
    worker?.postMessage((stopUrl ? { ...message, stopUrl } : message) satisfies ToWorker);
  }

  function prepare(): void {
    if (state.status === 'absent' || state.status === 'failed') boot(false);
  }

  return {
    get state() {
      return state;
    },
    get epoch() {
      return epoch;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prepare,
    run(job) {
      return new Promise((end) => {
        queue.push({ job, end });
        prepare();
        next();
      });
    },
    answer(text) {
      if (running?.asking) replay(running, text);
      else if (running) worker?.postMessage({ type: 'line', run: running.run, text } satisfies ToWorker);
    },
    stop() {
      for (const { end } of queue.splice(0)) end({ kind: 'cancelled' });
      if (!running || state.status !== 'running') return;
      if (running.asking) return finish({ outcome: { kind: 'stopped' }, output: [], milliseconds: 0 });
      enter({ status: 'stopping', job: running.job });
      worker?.postMessage({ type: 'stop', run: running.run } satisfies ToWorker);
      if (running.stopUrl) URL.revokeObjectURL(running.stopUrl);
      grace = setTimeout(() => lose({ kind: 'stopped' }), GRACE);
    },
    restart() {
      for (const { end } of queue.splice(0)) end({ kind: 'cancelled' });
      if (running) return lose({ kind: 'stopped' });
      if (!worker) return;
      discard();
      boot(true);
    },
  };
}
