/**
 * The process of one interpreter. This thread hands orders on to the one that Python runs in (thread.ts), and ends the process when
 * that thread has ended or a program has used up its time. What it knows, no program can change.
 */
import { Worker } from 'node:worker_threads';
import type { Last, Order, Startup } from './protocol.ts';

const startup = JSON.parse(process.argv[2] ?? '') as Startup;
/** Number of the order that the thread is at, 0 for none. */
const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const worker = new Worker(new URL(startup.thread), {
  workerData: { startup, state },
  env: {},
  execArgv: [],
  stdin: false,
  stdout: true,
  stderr: true,
  resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 4 },
});

/** Not by an exit: that waits for the thread, which may be deep in something that cannot be interrupted. */
function end(why: Last['why']): void {
  process.send?.({ type: 'ended', why } satisfies Last, () => process.kill(process.pid, 'SIGKILL'));
}

worker.on('error', ({ code, message }: NodeJS.ErrnoException) =>
  end(code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : message),
);
worker.on('exit', () => end('the interpreter ended unexpectedly'));
// The pool has ended, however: nobody waits for what runs here.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

let orders = 0;
process.on('message', (order: Order) => {
  orders += 1;
  Atomics.store(state, 0, orders);
  worker.postMessage(order);
  if ('seconds' in order) limit(orders, order.seconds);
});

/** Seconds of the processor that this process has had, and those that Python's thread has slept: on a busy machine neither goes faster. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + worker.performance.eventLoopUtilization().idle / 1000;
}

/** Looks again when the time may be up, and not before. */
function limit(order: number, seconds: number): void {
  const until = used() + seconds;
  const look = (): void => {
    if (Atomics.load(state, 0) !== order) return;
    const left = until - used();
    if (left <= 0) end('timeout');
    else setTimeout(look, Math.max(10, left * 1000));
  };
  setTimeout(look, seconds * 1000);
}
