/** Takes the snapshot that later visits start from: of a Python of its own, so that nothing a reader did is in it. */
import type { WorkerWorld } from './life.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** A start takes seconds even where it is slow; a worker that takes longer was put to sleep or has died. */
const LIMIT = 60_000;

export async function takeSnapshot({ load, start }: WorkerWorld): Promise<Uint8Array<ArrayBuffer>> {
  const loading = load(() => {});
  const [program, { module, first }] = await Promise.all([loading.program, loading.interpreter]);
  const worker = start(program);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no snapshot came')), LIMIT);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === 'snapshot') resolve(data.bytes);
        if (data.type === 'unbooted') reject(new Error(data.reason));
      };
      const say = (message: ToWorker): void => worker.postMessage(message);
      say({ type: 'start', purpose: 'snapshot', snapshot: null });
      say({ type: 'boot', module, stdlib: first, pieces: 1 });
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
