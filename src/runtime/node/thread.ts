/** One worker thread as the pool sees it: boots, runs one program at a time within its time limit, ends. */
import { Worker } from 'node:worker_threads';
import type { Trace } from '../../lesson/trace/trace.ts';
import type { EngineResult } from '../engine.ts';
import type { Chunk, Outcome, Result, RunRequest } from '../protocol.ts';
import type { TraceRequest } from '../trace.ts';
import type { BootOptions } from './boot.ts';
import { lastWordsMemory, readLastWords } from './last-words.ts';
import { workerFile } from './worker-file.ts';

export type Request = { readonly request: RunRequest } | { readonly trace: TraceRequest } | { readonly renew: true };

export type Reply =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'snapshot'; readonly bytes: Uint8Array }
  | { readonly type: 'renewed'; readonly clean: boolean }
  | { readonly type: 'chunk'; readonly chunk: Chunk }
  | { readonly type: 'traced'; readonly trace?: Trace; readonly refused?: string }
  | { readonly type: 'result'; readonly result: EngineResult; readonly dead: boolean };

export interface Thread {
  /** Resolves when Python is ready; rejects when it cannot boot. */
  readonly ready: Promise<void>;
  /** Runs a program; ends the thread when the time is over or the interpreter has died. */
  run(request: RunRequest, seconds: number): Promise<Result>;
  /** Records a program within the time limit; rejects with a sentence that says why it could not. */
  trace(request: TraceRequest, seconds: number): Promise<Trace>;
  /** Makes the interpreter new again, for another page; false when that needs another thread. */
  renew(): Promise<boolean>;
  /** False once the thread has ended: no further program can run in it. */
  readonly alive: boolean;
  /** What the present program has sent so far. */
  readonly written: readonly Chunk[];
  end(): Promise<void>;
}

const GONE = 'the interpreter has ended';

function start(task: 'run' | 'snapshot', options: BootOptions): Worker {
  return new Worker(workerFile(), {
    workerData: { task, options },
    env: {},
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 4 },
  });
}

export function startThread(options: BootOptions): Thread {
  const lastWords = lastWordsMemory();
  const worker = start('run', { ...options, lastWords });
  const { promise: ready, resolve: isReady, reject: cannotStart } = Promise.withResolvers<void>();
  ready.catch(() => {});
  let alive = true;
  let chunks: Chunk[] = [];
  let finish: ((result: Result) => void) | null = null;
  let started = 0;
  let renewed: ((clean: boolean) => void) | null = null;
  let traced: ((reply: Pick<Extract<Reply, { type: 'traced' }>, 'trace' | 'refused'>) => void) | null = null;

  const settle = (result: Result): void => {
    const waiting = finish;
    finish = null;
    waiting?.(result);
  };
  /** Ends the thread, with a result of all that its program has written. */
  const cut = async (outcome: Extract<Outcome, { kind: 'timeout' | 'crashed' }>): Promise<void> => {
    alive = false;
    const milliseconds = performance.now() - started;
    // When it has ended, everything that it sent has come.
    await worker.terminate();
    const { chunks: last, at } = readLastWords(lastWords);
    settle({ outcome: { ...outcome, ...at }, output: [...chunks, ...last], milliseconds });
  };
  const crash = (reason: string): void => {
    alive = false;
    cannotStart(new Error(reason));
    traced?.({ refused: `Python ended: ${reason}.` });
    renewed?.(false);
    void cut({ kind: 'crashed', reason });
  };

  worker.on('message', (reply: Reply) => {
    if (reply.type === 'ready') isReady();
    else if (reply.type === 'failed') crash(reply.reason);
    else if (reply.type === 'chunk') chunks.push(reply.chunk);
    else if (reply.type === 'traced') traced?.(reply);
    else if (reply.type === 'renewed') renewed?.(reply.clean);
    else if (reply.type === 'result') {
      if (reply.dead) alive = false;
      settle(reply.result);
      if (reply.dead) void worker.terminate();
    }
  });
  worker.on('error', (error: Error & { code?: string }) => {
    crash(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : error.message);
  });
  worker.on('exit', () => {
    if (alive) crash('the interpreter ended unexpectedly');
  });

  return {
    ready,
    get alive() {
      return alive;
    },
    get written() {
      return chunks;
    },
    async run(request, seconds) {
      await ready;
      chunks = [];
      started = performance.now();
      if (!alive) return { outcome: { kind: 'crashed', reason: GONE }, output: [], milliseconds: 0 };
      return new Promise((resolve) => {
        const timer = setTimeout(() => void cut({ kind: 'timeout', seconds }), seconds * 1000);
        finish = (result) => {
          clearTimeout(timer);
          resolve(result);
        };
        worker.postMessage({ request } satisfies Request);
      });
    },
    async trace(request, seconds) {
      await ready;
      const { promise, resolve, reject } = Promise.withResolvers<Trace>();
      const timer = setTimeout(() => crash(`the program took more than ${seconds} seconds`), seconds * 1000);
      traced = ({ trace, refused }) => {
        clearTimeout(timer);
        traced = null;
        if (trace === undefined) reject(new Error(refused ?? 'There is no recording, and no reason was given.'));
        else resolve(trace);
      };
      if (alive) worker.postMessage({ trace: request } satisfies Request);
      else crash(GONE);
      return promise;
    },
    async renew() {
      await ready;
      if (!alive) return false;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      renewed = resolve;
      worker.postMessage({ renew: true } satisfies Request);
      const clean = await promise;
      renewed = null;
      return clean && alive;
    },
    async end() {
      alive = false;
      await worker.terminate();
    },
  };
}

/** Takes a snapshot in a thread of its own. */
export function snapshotInThread(options: BootOptions): Promise<Uint8Array> {
  const worker = start('snapshot', options);
  return new Promise<Uint8Array>((resolve, reject) => {
    worker.on('message', (reply: Reply) => {
      if (reply.type === 'snapshot') resolve(reply.bytes);
      else if (reply.type === 'failed') reject(new Error(reply.reason));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The thread ended before the snapshot was taken.')));
  }).finally(() => worker.terminate());
}
