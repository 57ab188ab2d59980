/** How calls, generators and programs end, and what is said where a recording is cut. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { outputHtml } from '../src/elements/stepper/markup.ts';
import type { Trace } from '../src/lesson/trace/trace.ts';
import { viewAt } from '../src/lesson/trace/view.ts';
import { last } from './trace/looking.ts';
import { says } from './trace/sentences.ts';
import { bootTracer } from './trace/tracer.ts';

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
});

const record = (code: string, options = {}): Promise<Trace> =>
  tracer.trace({ programs: [{ id: 'ends', kind: 'python', code }], options });

test('output that comes after the cut belongs to no step, and the cut says how the program went on and ended', async () => {
  const code = 'for i in range(30):\n    pass\nprint("late")\nprint("later")\nraise ValueError("in the end")';
  const trace = await record(code, { steps: 20 });
  assert.equal(trace.steps.length, 20);
  assert.equal(trace.steps.at(-1)?.o, undefined);
  says(trace, [
    'The recording ends here, after 20 steps. The program went on, wrote `late` and 1 more line, and ended with `ValueError: in the end`.',
  ]);
  assert.match(String(outputHtml(trace, last(trace))), /late\nlater\n/);
  assert.doesNotMatch(String(outputHtml(trace, viewAt(trace, 18))), /late/);
  says(await record('for i in range(30):\n    pass', { steps: 20 }), [
    'after 20 steps. The program went on, and ended.',
  ]);
  says(await record('while True:\n    pass', { steps: 20, ticks: 5000 }), [
    'and was stopped, for it was going on without end.',
  ]);
});

test('a generator that is ended early ends there: its error goes no further', async () => {
  const trace = await record('def gen():\n    yield 1\n    yield 2\ng = gen()\nnext(g)\ng.close()\nx = 1');
  says(
    trace,
    [
      '`gen` is ended early: `GeneratorExit()` is thrown into it, at line 2',
      '`gen` has ended early; the error goes no further.',
    ],
    ['goes on to'],
  );
});

test('an error that leaves a call is said to arrive where it does', async () => {
  says(
    await record(
      'def inner():\n    1 / 0\ndef outer():\n    inner()\ntry:\n    outer()\nexcept ZeroDivisionError:\n    x = 1',
    ),
    [
      '`inner` ends without a result: the error goes on to the call of `outer`.',
      'The error arrives in the call of `outer`, at line 4.',
      '`outer` ends without a result: the error goes on to the module.',
    ],
  );
  says(await record('def key(x):\n    1 / 0\ntry:\n    sorted([1], key=key)\nexcept ZeroDivisionError:\n    x = 1'), [
    'the error goes on to the module',
  ]);
});

test('a cell that has been emptied is empty again, one that was never filled still empty', async () => {
  const trace = await record(`def kitchen():
    def serve():
        return dish
    try:
        serve()
    except NameError:
        pass
    dish = 'soup'
    del dish
    try:
        serve()
    except NameError:
        pass
kitchen()`);
  says(trace, [
    'Its `dish` is the cell that belongs to the call of `kitchen`: still empty',
    'the call of `kitchen`: empty again',
  ]);
});

test('no step stands on line 0 but the last', async () => {
  for (const code of [
    '',
    '"""Only a doc string."""',
    'class A: pass',
    'x: int = 1',
    'def f[T](x: T): return x\nf(1)',
    'type A = int',
  ]) {
    const trace = await record(code);
    for (const { e, l } of trace.steps) assert.ok(l > 0 || e === 'end', `${code}: ${e}`);
    says(trace, [], [/Line 0/]);
  }
});
