/** Programs that are hard on the stepper: values without end, code that does not compile, waits, deep stacks, hostile classes. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { pictureOf } from '../src/elements/stepper/picture.ts';
import { roomOf } from '../src/elements/stepper/room.ts';
import type { Trace } from '../src/lesson/trace/trace.ts';
import { viewAt } from '../src/lesson/trace/view.ts';
import { last, variable } from './trace/looking.ts';
import { says, sentencesOf } from './trace/sentences.ts';
import { bootTracer } from './trace/tracer.ts';

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
});

const record = (code: string, options = {}, kind: 'python' | 'pycon' = 'python'): Promise<Trace> =>
  tracer.trace({ programs: [{ id: 'hard', kind, code }], options });

/** Draws every moment of a recording, as a page does. */
function draw(trace: Trace): void {
  sentencesOf(trace);
  roomOf(trace);
}

test('values that hold themselves are written with an end', async () => {
  const list = await record('a = []\na.append(a)\nb = [1, a]');
  draw(list);
  says(list, ['`[…]` is appended to `a`', '`b` is the list `[1, [[…]]]`']);
  const family = await record(
    "parent = {'name': 'p'}\nchild = {'parent': parent}\nparent['child'] = child\nd = parent",
  );
  draw(family);
  says(family, ['is added to `parent`', '`d` is the dict']);
  draw(
    await record(
      'class Meta(type):\n    def __new__(mcls, name, bases, ns):\n        ns["all"] = ns\n        return super().__new__(mcls, name, bases, ns)\nclass A(metaclass=Meta):\n    x = 1',
    ),
  );
  draw(
    await record(
      'def f():\n    def g(): return g\n    h = [g]\n    h.append(h)\n    return lambda: h\nk = f()\nc = k.__closure__',
    ),
  );
});

test('a value of a million paths is as quick as any other', { timeout: 60_000 }, async () => {
  const trace = await record('x = [1]\nfor _ in range(24):\n    x = [x, x]\ny = (x,)\nz = {"x": x}');
  draw(trace);
  says(trace, ['`y` is the tuple `([[…], […]],)`']);
});

test('code that does not compile is one step, at its line, with the error', async () => {
  const trace = await record('x = 1\ndef f(:\n    pass');
  assert.equal(trace.steps.length, 1);
  assert.equal(viewAt(trace, 0).line, 2);
  draw(trace);
  says(trace, ['Python cannot read line 2, and runs nothing of this program: `SyntaxError: invalid syntax`.']);
  const session = await record('>>> x = 1\n>>> y = = 2\n>>> z = 3', {}, 'pycon');
  draw(session);
  says(session, ['Python cannot read line 2, and runs nothing of this statement: `SyntaxError: invalid syntax`.']);
  says(await record('exec("x = = 1")'), ['Python prints the traceback.'], ['cannot read']);
});

test('a recording with a time limit ends in time, whatever the program waits for', { timeout: 60_000 }, async () => {
  const waits = [
    'import time\nwhile True:\n    time.sleep(1)',
    'import time\ntime.sleep(600)',
    'import asyncio\nasync def main():\n    await asyncio.sleep(600)\nasyncio.run(main())',
    'import time\nwhile True:\n    try:\n        time.sleep(1)\n    except:\n        pass',
    'while True:\n    sum(range(300_000))',
  ];
  for (const code of waits) {
    const trace = await record(code, { seconds: 0.3 });
    assert.deepEqual([trace.end.outcome, trace.end.stopped], ['stopped', 'seconds'], code);
    says(trace, ['The program was stopped here: it took too long.']);
  }
  assert.equal((await record('import time\ntime.sleep(0.01)', { seconds: 5 })).end.outcome, 'finished');
});

test('a deep stack folds, and so do many objects and long lists', async () => {
  const fact = await record('def fact(n):\n    return 1 if n == 0 else n * fact(n - 1)\nfact(200)', { steps: 400 });
  const deepest = fact.steps.findLastIndex(({ e }) => e === 'call');
  const { frames } = pictureOf(fact, viewAt(fact, deepest));
  assert.ok(frames.length <= 13, `${frames.length} boxes`);
  assert.deepEqual(
    frames.filter(({ title }) => title.startsWith('…')).map(({ title }) => title),
    [`… ${viewAt(fact, deepest).stack.length - 8} calls of fact …`],
  );
  draw(fact);
  const many = await record(
    'class A: pass\nkept = [[A()] for _ in range(40)]\nfs = [lambda: i for i in range(60)]\nx = 1',
  );
  const { objects } = pictureOf(many, last(many));
  assert.ok(objects.length <= 33, `${objects.length} boxes`);
  draw(many);
  const closures = await record('def make(n):\n    return lambda: n\nfs = [make(n) for n in range(40)]\nx = 1');
  const shown = pictureOf(closures, last(closures)).frames;
  assert.ok(shown.length <= 13, `${shown.length} boxes`);
  assert.ok(shown.some(({ title }) => /^… \d+ calls of make that have returned …$/.test(title)));
});

test('what the library keeps for itself is folded, but not what leads back to the program', async () => {
  const code = `from functools import wraps, partial
from contextlib import contextmanager
def loud(f):
    @wraps(f)
    def wrapper(*args):
        return f(*args)
    return wrapper
@loud
def hello(): pass
@contextmanager
def place():
    yield 1
add = partial(max, 1)`;
  const trace = await record(code);
  const boxes = trace.steps.flatMap((_, index) => pictureOf(trace, viewAt(trace, index)).objects);
  const rows = boxes.flatMap(({ rows: all }) => all.map(({ name }) => name));
  for (const name of ['assigned', 'updated']) assert.ok(!rows.includes(name), `${name} is drawn`);
  assert.ok(!boxes.some(({ title }) => title === 'tuple'), 'the tuples of names are drawn');
  assert.ok(!boxes.some(({ title }) => title.startsWith('wraps')));
  const end = pictureOf(trace, last(trace)).objects;
  assert.ok(end.some(({ title, note }) => title === 'wrapper(*args)' && note.includes('named hello')));
  assert.ok(
    end.some(({ title }) => title === 'place()'),
    'the generator function behind the context manager',
  );
});

const KEYED = `class Keyed(type):
    key = 1
    def __eq__(cls, other):
        return cls.key == other.key
    def __hash__(cls):
        return 1
class A(metaclass=Keyed):
    pass
kept = A()
all = [kept]`;

test('a metaclass that compares has no say in the engine, recorded or not', async () => {
  const program = { id: 'keyed', kind: 'python', code: KEYED } as const;
  assert.equal((await tracer.run(program, false)).outcome.kind, 'finished');
  assert.equal((await tracer.run(program, true)).outcome.kind, 'finished');
  assert.equal((await record('x = 1')).end.outcome, 'finished', 'and the next recording is well');
});

test('input is read while a program is recorded, and the time for an answer is the reader’s own', async () => {
  const code = 'name = input("Who? ")\nprint("Hello", name)';
  const given = await tracer.trace({ programs: [{ id: 'asks', kind: 'python', code }], stdin: ['Ada'] });
  says(given, ["`name` is `'Ada'`", 'The output is `Hello Ada`']);
  const slow = (): string => {
    const until = performance.now() + 700;
    while (performance.now() < until);
    return 'Ben';
  };
  const asked = await tracer.asking(slow, { id: 'asks', kind: 'python', code }, { seconds: 0.4 });
  assert.equal(asked.end.outcome, 'finished');
  says(asked, ["`name` is `'Ben'`", 'The output is `Hello Ben`. The program has ended.']);
  assert.equal(variable(last(asked), 0, 'name'), 'Ben');
});

test('a recording that is stopped by the reader gives the steps up to there', { timeout: 60_000 }, async () => {
  const trace = await tracer.stopping(300, {
    id: 'stopped',
    kind: 'python',
    code: 'import time\nn = 0\nwhile n < 2:\n    time.sleep(0.01)\n    n += 1\ntime.sleep(600)',
  });
  assert.equal(trace.end.outcome, 'stopped');
  says(trace, ['`n` is `0`', 'The program was stopped here.'], ['has ended']);
});
