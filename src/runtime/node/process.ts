/**
 * One place of the pool: a process of its own, in which one interpreter runs at a time. Started when first needed, and
 * again after its death.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Trace } from '../../lesson/trace/trace.ts';
import type { Chunk, Result, RunRequest } from '../protocol.ts';
import type { TraceRequest } from '../trace.ts';
import type { InterpreterOptions } from './interpreters.ts';
import type { Thread } from './thread.ts';

export type Order =
  | { readonly type: 'open'; readonly hashSeed: number }
  | { readonly type: 'run'; readonly request: RunRequest; readonly seconds: number }
  | { readonly type: 'trace'; readonly request: TraceRequest; readonly seconds: number }
  | { readonly type: 'close' };

export type Answer =
  | { readonly type: 'opened' }
  | { readonly type: 'closed'; readonly kept: boolean }
  /** The next part of what the program has written so far; the result holds everything. */
  | { readonly type: 'written'; readonly chunks: readonly Chunk[] }
  | { readonly type: 'result'; readonly result: Result; readonly alive: boolean }
  | { readonly type: 'traced'; readonly trace: Trace; readonly alive: boolean }
  | { readonly type: 'failed'; readonly reason: string; readonly alive?: boolean };

/** A fresh interpreter in a place. */
export interface Interpreter extends Pick<Thread, 'run' | 'trace' | 'alive'> {
  /** Keeps the interpreter for another page if it can be made new, else ends it. */
  close(): Promise<void>;
}

export interface Place {
  /** Opens a fresh interpreter in this place; the last one must have been closed. */
  open(hashSeed: number): Promise<Interpreter>;
  /** Whether one with this seed has been made new and waits. */
  keeps(hashSeed: number): boolean;
  /** Ends the process. */
  end(): Promise<void>;
}

/** Seconds after which a process is taken to hang and is ended. Programs' own limits are kept inside the process. */
const PATIENCE = { open: 120, beyondLimit: 10, close: 10 };
const ENDED = 'out of memory, or another failure that ended its whole process';

export function createPlace(options: InterpreterOptions): Place {
  let child: ChildProcess | null = null;
  let waiting: ((answer: Answer | null) => void) | null = null;
  const kept = new Set<number>();
  let written: Chunk[] = [];

  function start(): ChildProcess {
    const started = fork(fileURLToPath(new URL('./process-entry.ts', import.meta.url)), [JSON.stringify(options)], {
      // Nothing of the host's environment, not even in memory.
      env: {},
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const ended = (): void => {
      if (child === started) {
        child = null;
        kept.clear();
      }
      waiting?.(null);
    };
    started.on('message', (answer: Answer) => {
      if (answer.type === 'written') written.push(...answer.chunks);
      else waiting?.(answer);
    });
    started.on('error', ended);
    started.on('exit', ended);
    return started;
  }

  /** Sends an order and waits for its answer; null when the process has died over it, or had to be ended. */
  function ask(order: Order, seconds: number): Promise<Answer | null> {
    child ??= start();
    const asked = child;
    asked.ref();
    asked.channel?.ref();
    return new Promise((resolve) => {
      const timer = setTimeout(() => asked.kill('SIGKILL'), seconds * 1000);
      waiting = (answer) => {
        waiting = null;
        clearTimeout(timer);
        // An idle process keeps nobody from ending; one that is being ended has to, until it has.
        if (child === asked) {
          asked.unref();
          asked.channel?.unref();
        }
        resolve(answer);
      };
      asked.send(order, (error) => {
        if (error !== null) waiting?.(null);
      });
    });
  }

  return {
    keeps: (hashSeed) => kept.has(hashSeed),
    async open(hashSeed) {
      const opened = await ask({ type: 'open', hashSeed }, PATIENCE.open);
      if (opened?.type !== 'opened') {
        throw new Error(opened?.type === 'failed' ? opened.reason : 'The process for Python could not be started.');
      }
      kept.delete(hashSeed);
      let alive = true;
      return {
        get alive() {
          return alive;
        },
        async run(request, seconds) {
          const start = performance.now();
          written = [];
          const answer = alive ? await ask({ type: 'run', request, seconds }, seconds + PATIENCE.beyondLimit) : null;
          alive = answer?.type === 'result' && answer.alive;
          if (answer?.type === 'result') return answer.result;
          const reason = answer?.type === 'failed' ? answer.reason : ENDED;
          return { outcome: { kind: 'crashed', reason }, output: written, milliseconds: performance.now() - start };
        },
        async trace(request, seconds) {
          const answer = alive ? await ask({ type: 'trace', request, seconds }, seconds + PATIENCE.beyondLimit) : null;
          alive = (answer?.type === 'traced' || answer?.type === 'failed') && answer.alive === true;
          if (answer?.type === 'traced') return answer.trace;
          throw new Error(answer?.type === 'failed' ? answer.reason : `Python ended: ${ENDED}.`);
        },
        async close() {
          alive = false;
          const closed = child === null ? null : await ask({ type: 'close' }, PATIENCE.close);
          if (closed?.type === 'closed' && closed.kept) kept.add(hashSeed);
        },
      };
    },
    async end() {
      const last = child;
      child = null;
      if (last === null || last.exitCode !== null || last.signalCode !== null) return;
      const ended = new Promise((resolve) => last.once('exit', resolve));
      // Idle, it keeps nobody from ending: the wait for its end has to.
      last.ref();
      last.kill('SIGKILL');
      await ended;
    },
  };
}
