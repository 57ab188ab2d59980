/**
 * The page's Python: one worker, started lazily, given one program at a time, stopped and restarted. Knows no element and
 * no page; the worker and the download are injected. Each worker is a generation: what an earlier one still says is dropped.
 */
import type { EngineResult } from '../engine.ts';
import type { Chunk, Program, RecordOptions, Result, RunRequest } from '../protocol.ts';
import { beginLife, type Life, type WorkerWorld } from './life.ts';
import type { FromWorker } from './messages.ts';

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

export interface PythonWorld extends WorkerWorld {
  /** Whether a running worker gets messages; without, it is stopped by revoking an address. */
  readonly canSuspend: boolean;
}

/** A soft stop keeps the session's variables; code that does not obey it within this time loses its worker. */
const GRACE = 450;

/** Code that has not obeyed after this time is not likely to: the next worker starts beside it, to be there when it is needed. */
const SUSPICION = 150;

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
  let life: Life | undefined;
  /** Starts while the present worker may have to be ended. */
  let spare: Life | undefined;
  let restarted = false;
  let running: Running | undefined;
  let grace: ReturnType<typeof setTimeout> | undefined;
  let sparing: ReturnType<typeof setTimeout> | undefined;
  const queue: Waiting[] = [];
  const listeners = new Set<(state: PythonState) => void>();

  const enter = (next: PythonState): void => {
    state = next;
    for (const listener of [...listeners]) listener(state);
  };

  const fail = (reason: string): void => {
    discard();
    dismissSpare();
    enter({ status: 'failed', reason });
    for (const { end } of queue.splice(0)) end({ kind: 'unavailable', reason });
  };

  /** Ends the worker, and with it every session. */
  const discard = (): void => {
    clearTimeout(grace);
    life?.end();
    if (life) epoch += 1;
    life = undefined;
  };

  const dismissSpare = (): void => {
    clearTimeout(sparing);
    spare?.end();
    spare = undefined;
  };

  function boot(again: boolean): void {
    life = spare ?? begin();
    spare = undefined;
    clearTimeout(sparing);
    restarted = again;
    enter(again ? { status: 'starting', again } : { status: 'loading', bytes: 0, total: 0 });
    if (life.ready) arrive();
  }

  function begin(): Life {
    const mine = beginLife(world, {
      progress(bytes, total) {
        if (mine === life && state.status === 'loading') enter({ status: 'loading', bytes, total });
      },
      starting() {
        if (mine === life) enter({ status: 'starting', again: restarted });
      },
      ready() {
        if (mine === life) arrive();
      },
      message(data) {
        if (mine === life) hear(data);
      },
      failed(reason) {
        if (mine === life) broken(reason);
        else if (mine === spare) spare = undefined;
      },
    });
    return mine;
  }

  function arrive(): void {
    enter({ status: 'ready' });
    next();
  }

  function hear(data: FromWorker): void {
    switch (data.type) {
      case 'chunk':
        if (data.run !== running?.run) break;
        running.output.push(data.chunk);
        running.job.onOutput?.(data.chunk);
        break;
      case 'ask':
        if (data.run === running?.run) running.job.onAsk?.(data.prompt);
        break;
      case 'want':
        life?.extend(data.pieces);
        break;
      case 'done':
        if (data.run === running?.run) finish(data.result);
        break;
    }
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
    dismissSpare();
    // Before anyone hears that Python is ready, and may give it the next program at once.
    settle({ kind: 'ended', result: { ...result, output: running?.output ?? [] }, lost: false });
    arrive();
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
    if (!waiting || !life) return;
    runs += 1;
    const stopUrl = world.canSuspend ? undefined : URL.createObjectURL(new Blob());
    running = { ...waiting, run: runs, begun: performance.now(), stopUrl, output: [], answers: [], asking: false };
    // First what takes time: what the page shows of it can be made ready meanwhile.
    request(running);
    enter({ status: 'running', job: waiting.job });
    waiting.job.onStart?.();
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
    life?.say(stopUrl ? { ...message, stopUrl } : message);
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
      else if (running) life?.say({ type: 'line', run: running.run, text });
    },
    stop() {
      for (const { end } of queue.splice(0)) end({ kind: 'cancelled' });
      if (!running || state.status !== 'running') return;
      if (running.asking) return finish({ outcome: { kind: 'stopped' }, output: [], milliseconds: 0 });
      enter({ status: 'stopping', job: running.job });
      life?.say({ type: 'stop', run: running.run });
      if (running.stopUrl) URL.revokeObjectURL(running.stopUrl);
      grace = setTimeout(() => lose({ kind: 'stopped' }), GRACE);
      sparing = setTimeout(() => {
        spare ??= begin();
      }, SUSPICION);
    },
    restart() {
      for (const { end } of queue.splice(0)) end({ kind: 'cancelled' });
      if (running) return lose({ kind: 'stopped' });
      if (!life || state.status === 'loading') return;
      discard();
      boot(true);
    },
  };
}
