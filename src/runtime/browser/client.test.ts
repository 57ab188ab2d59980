import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createPython, type Job, type Python } from './client.ts';
import type { Interpreter } from './interpreter.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** A worker that does what the test says, and remembers what it was told. */
class FakeWorker {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  readonly told: ToWorker[] = [];
  ended = false;
  postMessage(message: ToWorker): void {
    this.told.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: FromWorker): void {
    this.onmessage?.({ data });
  }
  done(run: number, kind: 'finished' | 'stopped' = 'finished'): void {
    this.say({ type: 'done', run, result: { outcome: { kind }, output: [], milliseconds: 1 } });
  }
}

let workers: FakeWorker[];
let loads: (() => void)[];
let failures: ((error: Error) => void)[];
let python: Python;

const latest = (): FakeWorker => workers.at(-1) ?? assert.fail('no worker was started');
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  workers = [];
  loads = [];
  failures = [];
  python = createPython({
    load() {
      const interpreter = new Promise<Interpreter>((resolve, reject) => {
        loads.push(() =>
          resolve({
            module: {} as WebAssembly.Module,
            first: new Uint8Array(),
            stdlib: () => ({ bytes: new Uint8Array(), pieces: 1 }),
            extend: async () => [],
          }),
        );
        failures.push(reject);
      });
      return { program: Promise.resolve('blob:program'), interpreter };
    },
    start() {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    canSuspend: true,
  });
});

afterEach(() => python.restart());

const job = (id: string, more: Partial<Job> = {}): Job => ({
  program: { kind: 'python', code: id, id },
  session: id,
  fresh: true,
  stdin: [],
  ...more,
});

async function ready(): Promise<void> {
  python.prepare();
  loads.at(-1)?.();
  await turn();
  latest().say({ type: 'booted' });
}

const runs = (worker: FakeWorker): string[] =>
  worker.told.flatMap((message) => (message.type === 'run' ? [message.program.id] : []));

test('nothing is loaded before a sign of intent', async () => {
  await turn();
  assert.equal(python.state.status, 'absent');
  assert.equal(loads.length, 0);
});

test('programs that are asked for while Python loads run afterwards, one at a time', async () => {
  const [a, b] = [python.run(job('a')), python.run(job('b'))];
  await ready();
  assert.deepEqual(runs(latest()), ['a']);
  latest().done(1);
  await a;
  assert.deepEqual(runs(latest()), ['a', 'b']);
  latest().done(2);
  assert.equal((await b).kind, 'ended');
  assert.equal(loads.length, 1);
});

test('a failed download is told to all who wait, and the next run tries again', async () => {
  const run = python.run(job('a'));
  failures[0]?.(new Error('The server answered 404.'));
  assert.deepEqual(await run, { kind: 'unavailable', reason: 'The server answered 404.' });
  assert.equal(python.state.status, 'failed');
  const again = python.run(job('a'));
  loads.at(-1)?.();
  await turn();
  latest().say({ type: 'booted' });
  latest().done(1);
  assert.equal((await again).kind, 'ended');
});

test('a worker that dies while it starts is a failure, not a wait without end', async () => {
  const run = python.run(job('a'));
  loads.at(-1)?.();
  await turn();
  latest().onerror?.({ message: 'out of memory' });
  const ending = await run;
  assert.equal(ending.kind, 'unavailable');
  assert.equal(latest().ended, true);
});

test('who gives the next program on hearing that Python is ready takes nothing from the one that ended', async () => {
  await ready();
  const first = python.run(job('first'));
  let second: Promise<unknown> | undefined;
  python.subscribe(({ status }) => {
    if (status === 'ready') second ??= python.run(job('second'));
  });
  latest().done(1);
  assert.equal((await first).kind, 'ended');
  latest().done(2);
  assert.equal(((await second) as { kind: string }).kind, 'ended');
});

test('what an earlier run still says is dropped', async () => {
  const seen: string[] = [];
  await ready();
  const a = python.run(job('a'));
  latest().done(1);
  await a;
  const b = python.run(job('b', { onOutput: ({ text }) => seen.push(text) }));
  latest().say({ type: 'chunk', run: 1, chunk: { stream: 'stdout', text: 'late' } });
  latest().say({ type: 'chunk', run: 2, chunk: { stream: 'stdout', text: 'right' } });
  latest().done(2);
  const ending = await b;
  assert.deepEqual(seen, ['right']);
  assert.equal(ending.kind === 'ended' && ending.result.output.length, 1);
});

test('a stop that is obeyed keeps the worker and its sessions', async () => {
  await ready();
  const run = python.run(job('a'));
  const { epoch } = python;
  python.stop();
  assert.equal(python.state.status, 'stopping');
  assert.deepEqual(latest().told.at(-1), { type: 'stop', run: 1 });
  latest().done(1, 'stopped');
  const ending = await run;
  assert.equal(ending.kind === 'ended' && ending.lost, false);
  assert.equal(python.epoch, epoch);
});

test('a stop that is not obeyed ends the worker; Python starts again, and the loss is told', async () => {
  await ready();
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const first = latest();
    const { epoch } = python;
    const run = python.run(job('a'));
    const waiting = python.run(job('b'));
    python.stop();
    mock.timers.tick(1000);
    const ending = await run;
    assert.equal(ending.kind === 'ended' && ending.lost && ending.result.outcome.kind, 'stopped');
    assert.equal((await waiting).kind, 'cancelled');
    assert.equal(first.ended, true);
    assert.ok(python.epoch > epoch);
  } finally {
    mock.timers.reset();
  }
  loads.at(-1)?.();
  await turn();
  assert.equal(workers.length, 2);
  // Words of the dead say nothing about the living.
  workers[0]?.say({ type: 'booted' });
  assert.equal(python.state.status, 'starting');
  latest().say({ type: 'booted' });
  assert.equal(python.state.status, 'ready');
});

test('a crash costs its own run; those that wait run in the next Python', async () => {
  await ready();
  const a = python.run(job('a'));
  const b = python.run(job('b'));
  latest().say({
    type: 'done',
    run: 1,
    result: { outcome: { kind: 'crashed', reason: 'out of memory' }, output: [], milliseconds: 1 },
  });
  const ending = await a;
  assert.equal(ending.kind === 'ended' && ending.lost, true);
  loads.at(-1)?.();
  await turn();
  latest().say({ type: 'booted' });
  assert.deepEqual(runs(latest()), ['b']);
  latest().done(2);
  assert.equal((await b).kind, 'ended');
});

test('where Python cannot wait, the program runs again with each answer', async () => {
  const asked: string[] = [];
  let replays = 0;
  await ready();
  const run = python.run(
    job('a', {
      stdin: 'ask',
      onAsk: (prompt) => asked.push(prompt),
      onReplay: () => {
        replays += 1;
      },
    }),
  );
  const asks = { outcome: { kind: 'stopped' }, output: [], milliseconds: 1, asks: 'Name? ' } as const;
  latest().say({ type: 'done', run: 1, result: asks });
  assert.deepEqual(asked, ['Name? ']);
  python.answer('Ada');
  const last = latest().told.at(-1);
  assert.deepEqual(last?.type === 'run' && last.answers, ['Ada']);
  latest().done(1);
  assert.equal((await run).kind, 'ended');
  assert.equal(replays, 1);
});
