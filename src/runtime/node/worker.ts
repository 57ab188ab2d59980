/** The thread that runs contributors' programs, one page's at most. It knows nothing but how to answer its pool. */
import { parentPort, workerData } from 'node:worker_threads';
import type { BootOptions } from './boot.ts';
import type { Reply, Request } from './thread.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker thread only.');
const reply = (message: Reply): void => port.postMessage(message);

try {
  const { boot, takeSnapshot } = await import('./boot.ts');
  const { task, options } = workerData as { task: 'run' | 'snapshot'; options: BootOptions };
  if (task === 'snapshot') {
    reply({ type: 'snapshot', bytes: await takeSnapshot(options) });
  } else {
    const { engine, tracer, renew } = await boot(options);
    port.on('message', async (message: Request) => {
      if ('renew' in message) {
        reply({ type: 'renewed', clean: renew() });
        return;
      }
      if ('trace' in message) {
        const answer = await tracer.trace(message.trace).then(
          (trace) => ({ trace }),
          (error: Error) => ({ refused: error.message }),
        );
        reply({ type: 'traced', ...answer });
        return;
      }
      const result = await engine.run(message.request, (chunk) => reply({ type: 'chunk', chunk }));
      reply({ type: 'result', result, dead: engine.dead });
    });
    reply({ type: 'ready' });
  }
} catch (error) {
  reply({ type: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
