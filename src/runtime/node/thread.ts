/** The thread that Python runs in: does what it is ordered to, and says what comes of it. It knows nothing of the host but the pipe for that. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type Booted, boot, writeSnapshot } from './boot.ts';
import { ANSWERS, type Answer, type News, type Order, type Startup } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('thread.ts runs in a worker thread only.');
const { startup, state } = workerData as { startup: Startup; state: Int32Array };

// Taken before Python starts: what programs make of JavaScript's own objects does not change these.
const { stringify } = JSON;
const { store } = Atomics;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);

function say(message: News | Answer): void {
  const bytes = encode(`${stringify(message)}\n`);
  for (let at = 0; at < bytes.length; ) at += writeSync(ANSWERS, bytes, at);
}

async function obey({ engine, tracer, renew }: Booted, order: Order): Promise<Answer> {
  switch (order.type) {
    case 'renew':
      return { type: 'renewed', clean: renew() };
    case 'trace':
      return tracer.trace(order.request).then(
        (trace): Answer => ({ type: 'traced', trace }),
        (error: Error): Answer => ({ type: 'refused', reason: error.message }),
      );
    case 'run': {
      const result = await engine.run(order.request, (chunk) => say({ type: 'chunk', chunk }));
      return { type: 'ran', result: { ...result, output: [] }, dead: engine.dead };
    }
  }
}

try {
  if (startup.task.kind === 'snapshot') {
    await writeSnapshot(startup, startup.task.file);
  } else {
    const booted = await boot(startup, say);
    port.on('message', async (order: Order) => {
      const answer = await obey(booted, order);
      store(state, 0, 0);
      say(answer);
    });
  }
  say({ type: 'ready' });
} catch (error) {
  say({ type: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
