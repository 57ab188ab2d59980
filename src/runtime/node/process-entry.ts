/**
 * The process in which one place of the pool has its interpreters. A thread's memory limit is not absolute: V8 may end
 * the whole process when a single request is too large. Then it ends this one, and the pool starts another.
 */
import { createInterpreters, type InterpreterOptions } from './interpreters.ts';
import type { Answer, Order } from './process.ts';
import type { Thread } from './thread.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as InterpreterOptions;
const answer = (message: Answer): void => {
  process.send?.(message);
};
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Should this process be ended from outside, what its program has written is known to the pool but for this long. */
const TELL_MS = 100;
let told = 0;

function tell({ written }: Thread): void {
  if (written.length > told) answer({ type: 'written', chunks: written.slice(told) });
  told = written.length;
}

// The pool has ended, however: nobody waits for what runs here.
process.on('disconnect', () => process.exit());

const opening = createInterpreters(options);
opening.catch(() => {});
/** The one that runs, and those that have been made new, by hash seed. */
let thread: Thread | null = null;
let seed = 0;
const idle = new Map<number, Thread>();

process.on('message', async (order: Order) => {
  try {
    if (order.type === 'open') {
      const open = await opening;
      seed = order.hashSeed;
      const kept = idle.get(seed);
      idle.delete(seed);
      thread = kept?.alive ? kept : await open(seed);
      answer({ type: 'opened' });
    } else if (order.type === 'close') {
      const last = thread;
      thread = null;
      const kept = last !== null && (await last.renew());
      if (kept) idle.set(seed, last);
      else await last?.end();
      answer({ type: 'closed', kept });
    } else if (thread === null) {
      answer({ type: 'failed', reason: 'no interpreter is open' });
    } else if (order.type === 'run') {
      const running = thread.run(order.request, order.seconds);
      const telling = setInterval(tell, TELL_MS, thread);
      told = 0;
      const result = await running.finally(() => clearInterval(telling));
      answer({ type: 'result', result, alive: thread?.alive ?? false });
    } else {
      const trace = await thread.trace(order.request, order.seconds);
      answer({ type: 'traced', trace, alive: thread?.alive ?? false });
    }
  } catch (error) {
    answer({ type: 'failed', reason: textOf(error), alive: thread?.alive ?? false });
  }
});
