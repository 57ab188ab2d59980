import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { bootBareEngine } from './node/bare-engine.ts';

let answer: (prompt: string) => Promise<string | null> = async () => null;
const { engine, run, outputOf } = await bootBareEngine({ stoppable: true, ask: (prompt) => answer(prompt) });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function stopAfter(milliseconds: number, code: string, fresh = true) {
  const running = run(code, { fresh });
  await pause(milliseconds);
  const start = performance.now();
  engine.stop();
  const result = await running;
  return { ...result, took: performance.now() - start };
}

test('Stop ends an endless loop softly, and the variables survive', async () => {
  const { outcome, took } = await stopAfter(100, 'n = 0\nwhile True:\n    n += 1');
  assert.deepEqual(outcome, { kind: 'stopped' });
  assert.ok(took < 400, `took ${took} ms`);
  assert.equal(await outputOf('print(n > 0)', { fresh: false }), 'True\n');
});

test('Stop ends time.sleep, asyncio.sleep and a forever-waiting loop at once', async () => {
  for (const code of [
    'import time\ntime.sleep(60)',
    'import asyncio\nasyncio.run(asyncio.sleep(60))',
    'import asyncio\nawait asyncio.Event().wait()',
  ]) {
    const { outcome, took } = await stopAfter(60, code);
    assert.deepEqual(outcome, { kind: 'stopped' }, code);
    assert.ok(took < 300, `${code} took ${took} ms`);
  }
});

test('Stop reaches a callback that C code calls, and a generator', async () => {
  const { outcome } = await stopAfter(80, 'import itertools\nsorted(range(10**6), key=lambda x: (x, sum(range(200))))');
  assert.deepEqual(outcome, { kind: 'stopped' });
});

test('finally blocks run on Stop, and what they print is seen', async () => {
  const { outcome, output } = await stopAfter(60, 'try:\n    while True: pass\nfinally:\n    print("cleaned")');
  assert.deepEqual(outcome, { kind: 'stopped' });
  assert.equal(output.map(({ text }) => text).join(''), 'cleaned\n');
});

test('a program that catches KeyboardInterrupt once goes on, and finishes as itself', async () => {
  const { outcome, output } = await stopAfter(
    60,
    'try:\n    while True: pass\nexcept KeyboardInterrupt:\n    print("caught")',
  );
  assert.deepEqual(outcome, { kind: 'finished' });
  assert.equal(output[0]?.text, 'caught\n');
});

test('a handler for SIGINT of the program’s own is called, and no tick ever calls it', async () => {
  const { output } = await stopAfter(
    150,
    'import signal\nstop = []\nsignal.signal(signal.SIGINT, lambda *a: stop.append(1))\nwhile not stop: pass\nprint(len(stop))',
  );
  assert.equal(output[0]?.text, '1\n');
});

test('Stop when nothing runs does nothing to the next program', async () => {
  engine.stop();
  assert.equal(await outputOf('print("fine")'), 'fine\n');
});

test('Stop during a transcript ends the whole transcript', async () => {
  const running = run('>>> while True: pass\n>>> print("never")', { kind: 'pycon' });
  await pause(60);
  engine.stop();
  const { outcome, output } = await running;
  assert.deepEqual(outcome, { kind: 'stopped' });
  assert.deepEqual(output, []);
});

test('input() asks the reader, with the prompt, and echoes the answer', async () => {
  const prompts: string[] = [];
  answer = async (prompt) => {
    prompts.push(prompt);
    await pause(5);
    return `answer ${prompts.length}`;
  };
  assert.equal(
    await outputOf('print("hi")\na = input("First? ")\nb = input()\nprint(a, b)', { stdin: 'ask' }),
    'hi\nFirst? answer 1\nanswer 2\nanswer 1 answer 2\n',
  );
  assert.deepEqual(prompts, ['First? ', '']);
});

test('answers given before are read first; null is the end of input', async () => {
  answer = async () => null;
  const { outcome, output } = await run('print(input())\ninput()', { stdin: 'ask', answers: ['given'] });
  assert.equal(output[0]?.text, 'given\ngiven\n');
  assert.equal(outcome.kind === 'raised' && outcome.type, 'EOFError');
});

test('Stop while input() waits', async () => {
  answer = () => new Promise(() => {});
  const running = run('input("? ")', { stdin: 'ask' });
  await pause(30);
  engine.stop();
  assert.deepEqual((await running).outcome, { kind: 'stopped' });
});

test('input() works inside a coroutine and inside a callback of C code', async () => {
  answer = async () => 'x';
  assert.equal(
    await outputOf(
      'import asyncio\nasync def main():\n    return input()\nprint(asyncio.run(main()))\nprint(list(map(lambda _: input(), [1])))',
      { stdin: 'ask' },
    ),
    "x\nx\nx\n['x']\n",
  );
});

test('asyncio runs tasks in CPython’s order, with timeouts, queues and gather', async () => {
  assert.equal(
    await outputOf(`import asyncio
async def work(name, delay):
    print("start", name)
    await asyncio.sleep(delay)
    print("end", name)
    return name
async def main():
    print(await asyncio.gather(work("a", 0.02), work("b", 0.01)))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        print("timeout")
    async with asyncio.TaskGroup() as group:
        group.create_task(work("c", 0))
    print(await asyncio.to_thread(len, "abc"))
asyncio.run(main())`),
    "start a\nstart b\nend b\nend a\n['a', 'b']\ntimeout\nstart c\nend c\n3\n",
  );
});

test('asyncio.run inside a coroutine is refused, no loop runs outside, and get_event_loop says so', async () => {
  const { outcome } = await run(
    'import asyncio\nasync def f(): pass\nasync def main():\n    c = f()\n    try:\n        asyncio.run(c)\n    finally:\n        c.close()\nasyncio.run(main())',
  );
  assert.equal(
    outcome.kind === 'raised' && outcome.message,
    'asyncio.run() cannot be called from a running event loop',
  );
  const second = await run('import asyncio\nasyncio.get_running_loop()');
  assert.equal(second.outcome.kind === 'raised' && second.outcome.message, 'no running event loop');
});

test('time.sleep takes its time, and its errors are Python’s', async () => {
  const { milliseconds } = await run('import time\ntime.sleep(0.1)');
  assert.ok(milliseconds >= 95, `${milliseconds} ms`);
  const { outcome } = await run('import time\ntime.sleep("1")');
  assert.equal(outcome.kind === 'raised' && outcome.type, 'TypeError');
});

test('without JSPI: programs, asyncio.run, sleep; input asks to be run again with the answer', async () => {
  const { Suspending } = WebAssembly as unknown as { Suspending: unknown };
  Reflect.deleteProperty(WebAssembly, 'Suspending');
  after(() => Object.assign(WebAssembly, { Suspending }));
  let polls = 0;
  const stopNow = (): boolean => {
    polls += 1;
    return polls > 2;
  };
  const bare = await bootBareEngine({ stoppable: true, stopNow });
  assert.equal(bare.engine.canWait, false);
  assert.equal(
    await bare.outputOf('import asyncio, time\nasyncio.run(asyncio.sleep(0.01))\ntime.sleep(0.01)\nprint(3)'),
    '3\n',
  );
  assert.equal(await bare.outputOf('import asyncio\nprint(await asyncio.sleep(0.01, 4))'), '4\n');
  const code = 'try:\n    print("Hi", input("Name? "))\nfinally:\n    print("done")';
  const first = await bare.run(code, { stdin: 'ask' });
  assert.equal(first.asks, 'Name? ');
  assert.deepEqual(first.outcome, { kind: 'stopped' });
  assert.equal(first.output.map(({ text }) => text).join(''), 'Name? ');
  assert.equal(await bare.outputOf(code, { stdin: 'ask', answers: ['Ada'] }), 'Name? Ada\nHi Ada\ndone\n');
  polls = 0;
  assert.deepEqual((await bare.run('while True: pass')).outcome, { kind: 'stopped' });
  polls = 0;
  assert.deepEqual((await bare.run('import time\ntime.sleep(60)')).outcome, { kind: 'stopped' });
});
