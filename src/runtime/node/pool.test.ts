import assert from 'node:assert/strict';
import { type ChildProcess, execFile as execFileWithCallback } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import type { Result } from '../protocol.ts';
import { createPool, type PageProgram, type Pool } from './pool.ts';

const execFile = promisify(execFileWithCallback);
const pool = await createPool({ jobs: 2, memory: 256 * 1024 ** 2 });
const scratch = mkdtempSync(path.join(tmpdir(), 'snapshots-'));
after(async () => {
  await pool.close();
  rmSync(scratch, { recursive: true });
});

function one(code: string, more: Partial<PageProgram> & { readonly id?: string } = {}): PageProgram {
  const { id = 'block', ...rest } = more;
  return { program: { kind: 'python', code, id }, session: id, fresh: true, stdin: [], seconds: 60, ...rest };
}

const textOf = (result: Result | undefined): string => (result?.output ?? []).map(({ text }) => text).join('');
const kindOf = (result: Result | undefined): string | undefined => result?.outcome.kind;

test('a page’s programs give their results in order, told as they come', async () => {
  const told: number[] = [];
  const results = await pool.runPage([one('print(1)'), one('print(2)'), one('1/0')], {
    hashSeed: 1,
    onResult: (index) => told.push(index),
  });
  assert.deepEqual(results.map(textOf).slice(0, 2), ['1\n', '2\n']);
  assert.equal(kindOf(results[2]), 'raised');
  assert.deepEqual(told, [0, 1, 2]);
});

test('the hash seed decides the order of sets, and is the same each time', async () => {
  const code = 'print(hash("a"), {"apple", "pear", "plum", "fig"})';
  const run = async (hashSeed: number) => textOf((await pool.runPage([one(code)], { hashSeed }))[0]);
  const [first, again, other] = await Promise.all([run(1), run(1), run(2)]);
  assert.equal(first, again);
  assert.notEqual(first, other);
});

test('random numbers differ from page to page, though all start from one snapshot', async () => {
  const code =
    'import random, uuid, secrets, tempfile\nprint(random.random(), uuid.uuid4(), secrets.token_hex(4), tempfile.mktemp())';
  const run = async () => textOf((await pool.runPage([one(code)], { hashSeed: 1 }))[0]).split(' ');
  const [first, second] = await Promise.all([run(), run()]);
  for (const [index, value] of first.entries()) assert.notEqual(value, second[index], value);
});

test('the time limit ends a program, keeps what it printed, and costs that program only', async () => {
  const results = await pool.runPage(
    [
      one('x = 1; print("set")', { id: 'kept' }),
      one('print("before")\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass', {
        id: 'endless',
        seconds: 0.5,
      }),
      one('print("after")', { id: 'other' }),
      one('print(x)', { id: 'kept', fresh: false }),
      one('print("never")', { id: 'endless', fresh: false }),
    ],
    { hashSeed: 1 },
  );
  assert.deepEqual(results[1]?.outcome, { kind: 'timeout', seconds: 0.5 });
  assert.equal(textOf(results[1]), 'before\n');
  assert.ok((results[1]?.milliseconds ?? 0) < 20_000);
  assert.equal(textOf(results[2]), 'after\n');
  assert.equal(textOf(results[3]), '1\n', 'the session is brought back by running its chain again');
  assert.deepEqual(results[4]?.outcome, {
    kind: 'crashed',
    reason: 'its session was lost when endless ended the interpreter',
  });
});

/** Does something to the next process that starts, once its program has printed something. */
async function withNextProcess<Value>(act: (child: ChildProcess) => void, use: (pool: Pool) => Promise<Value>) {
  const own = await createPool({ jobs: 1 });
  const watch = (event: unknown): void => {
    const { process: child } = event as { process: ChildProcess };
    // Its pipes are there once it has been started.
    queueMicrotask(() => {
      child.stdio[3]?.on('data', function look(this: EventEmitter, text: string) {
        if (!text.includes('\\n"}}')) return;
        this.off('data', look);
        act(child);
      });
    });
  };
  // The snapshot's process, if there is any, is not meant.
  await own.runPage([one('')], { hashSeed: 1 });
  subscribe('child_process', watch);
  try {
    await own.runPage([one('open("left", "w")')], { hashSeed: 1 });
    return await use(own);
  } finally {
    unsubscribe('child_process', watch);
    await own.close();
  }
}

test('what was printed before the whole process was killed is not lost', async () => {
  const [result] = await withNextProcess(
    (child) => child.kill('SIGKILL'),
    (own) => own.runPage([one('print("before")\nwhile True: pass', { seconds: 100 })], { hashSeed: 1 }),
  );
  assert.equal(kindOf(result), 'crashed');
  assert.equal(textOf(result), 'before\n');
});

test('a machine that has no time for a program takes none of its time', async () => {
  let waited = 0;
  const [result] = await withNextProcess(
    (child) => {
      const from = performance.now();
      child.kill('SIGSTOP');
      setTimeout(() => {
        waited = performance.now() - from;
        child.kill('SIGCONT');
      }, 2500);
    },
    (own) => own.runPage([one('print("before")\nprint(sum(range(10**6)))', { seconds: 2 })], { hashSeed: 1 }),
  );
  assert.ok(waited > 2000);
  assert.deepEqual(result?.outcome, { kind: 'finished' });
});

test('a program that sleeps has its time as one that works', async () => {
  const results = await pool.runPage(
    [one('import time\nprint("before")\ntime.sleep(1e9)', { seconds: 0.5 }), one('print("after")', { id: 'other' })],
    { hashSeed: 1 },
  );
  assert.deepEqual(results[0]?.outcome, { kind: 'timeout', seconds: 0.5 });
  assert.deepEqual(results.map(textOf), ['before\n', 'after\n']);
});

test('sessions that take turns each find what they have left, and nothing of the other', async () => {
  const step = (id: string, fresh: boolean) =>
    one(
      'count = globals().get("count", 0) + 1\nimport sys\nsys.seen = getattr(sys, "seen", 0) + 1\nprint(count, sys.seen)',
      { id, fresh },
    );
  const results = await pool.runPage(
    [step('a', true), step('b', true), step('a', false), step('b', false), step('b', false), step('a', true)],
    { hashSeed: 1 },
  );
  assert.deepEqual(results.map(textOf), ['1 1\n', '1 1\n', '2 2\n', '2 2\n', '3 3\n', '1 1\n']);
});

test('after an interpreter’s death only the chains that go on are run again, each once', async () => {
  const count = 'import os\nn = len(os.listdir())\nopen(f"{n}.txt", "w").close()\nprint(n)';
  const results = await pool.runPage(
    [
      one(count, { id: 'a' }),
      one(count, { id: 'b' }),
      one('import os; os.abort()', { id: 'dead' }),
      one(count, { id: 'a', fresh: false }),
      one(count, { id: 'a', fresh: false }),
    ],
    { hashSeed: 1 },
  );
  assert.equal(kindOf(results[2]), 'crashed');
  assert.deepEqual([textOf(results[3]), textOf(results[4])], ['1\n', '2\n']);
});

test('a memory bomb is a MemoryError, and costs its own block only', async () => {
  const results = await pool.runPage(
    [one('x = [bytearray(10**7) for _ in range(100)]'), one('print("next")', { id: 'n' })],
    { hashSeed: 1 },
  );
  assert.equal(results[0]?.outcome.kind === 'raised' && results[0].outcome.type, 'MemoryError');
  assert.equal(textOf(results[1]), 'next\n');
});

test('a disk has an end, and says so as Python does', async () => {
  const code = 'block = b"x" * 10**7\nwith open("big", "wb") as file:\n    for _ in range(100): file.write(block)';
  const [result] = await pool.runPage([one(code)], { hashSeed: 1 });
  assert.match(textOf(result), /OSError: \[Errno 51\] No space left on device/);
});

test('recursion without end ends that block, whatever the limit is set to', async () => {
  const results = await pool.runPage(
    [
      one('import sys\nsys.setrecursionlimit(10**8)\ndef f(n): return f(n + 1)\nf(0)', { seconds: 3 }),
      one('print("next")', { id: 'n' }),
    ],
    { hashSeed: 1 },
  );
  assert.ok(['raised', 'crashed', 'timeout'].includes(kindOf(results[0]) ?? ''), JSON.stringify(results[0]));
  assert.equal(textOf(results[1]), 'next\n');
});

test('a recursion of some thousand calls works', async () => {
  const [result] = await pool.runPage(
    [one('import sys\nsys.setrecursionlimit(10_000)\ndef depth(n): return n and 1 + depth(n - 1)\nprint(depth(4000))')],
    { hashSeed: 1 },
  );
  assert.equal(textOf(result), '4000\n', JSON.stringify(result?.outcome));
});

test('input comes from the program’s stdin', async () => {
  const [result] = await pool.runPage([one('print("Hi", input("Name? "))', { stdin: ['Ada'] })], { hashSeed: 1 });
  assert.equal(textOf(result), 'Name? Ada\nHi Ada\n');
});

test('a module that is not in the standard library is missed in Python’s own words', async () => {
  const [result] = await pool.runPage([one('import numpy')], { hashSeed: 1 });
  assert.match(textOf(result), /\nModuleNotFoundError: No module named 'numpy'\n$/);
});

test('from a snapshot, plainly, and from a broken snapshot: the same result', async () => {
  const code =
    'import sys, datetime, dataclasses, asyncio\nprint(sys.path, sys.argv, sys.flags.inspect, sorted(vars()), hash("x"))\nasyncio.run(asyncio.sleep(0))\ninput("? ")';
  const runIn = async (cache: string | null) => {
    const own = await createPool({ jobs: 1, cache });
    try {
      const [result] = await own.runPage([one(code)], { hashSeed: 7 });
      return { outcome: result?.outcome, text: textOf(result) };
    } finally {
      await own.close();
    }
  };
  const plain = await runIn(null);
  assert.match(plain.text, /EOFError/);
  assert.deepEqual(await runIn(scratch), plain);
  const [file = ''] = readdirSync(scratch).filter((name) => name.endsWith('.bin'));
  const whole = readFileSync(path.join(scratch, file));
  truncateSync(path.join(scratch, file), 1_000_000);
  assert.deepEqual(await runIn(scratch), plain);
  assert.equal(readFileSync(path.join(scratch, file)).length, whole.length, 'it is made anew');
});

test('more pages than places wait for their turn', async () => {
  const pages = Array.from({ length: 5 }, (_, index) => pool.runPage([one(`print(${index})`)], { hashSeed: 1 }));
  assert.deepEqual(
    (await Promise.all(pages)).map(([result]) => textOf(result)),
    ['0\n', '1\n', '2\n', '3\n', '4\n'],
  );
});

test('an empty page costs nothing, and a closed pool says so', async () => {
  assert.deepEqual(await pool.runPage([], { hashSeed: 1 }), []);
  const own = await createPool({ jobs: 1, cache: null });
  await own.close();
  await assert.rejects(own.runPage([one('1')], { hashSeed: 1 }), /The pool is closed/);
});

test('a program that closes its page and then the pool ends by itself, whatever the two find under way', async () => {
  const pool = JSON.stringify(new URL('./pool.ts', import.meta.url).href);
  const script = (milliseconds: number) => `
    const { createPool } = await import(${pool});
    const pool = await createPool({ jobs: 1 });
    const page = await pool.openPage(1);
    page.close();
    for (const end = performance.now() + ${milliseconds}; performance.now() < end; ) await new Promise(setImmediate);
    await pool.close();
    console.log('closed');`;
  for (const milliseconds of [0, 1, 2, 2.5, 3, 3.5, 4, 6]) {
    const { stdout } = await execFile(process.execPath, ['--input-type=module', '--eval', script(milliseconds)]);
    assert.equal(stdout, 'closed\n');
  }
});
