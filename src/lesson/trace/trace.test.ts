/** Views, sentences, sharers and moments of a small trace, written by hand as the recorder writes it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assembleTrace } from './assembly.ts';
import { historyOf, sharersOf, sharersWords } from './cells.ts';
import { marksOf, momentOf, nextAtLine, nextCall, nextLine, tellingStep } from './moments.ts';
import { sentenceAt } from './sentence.ts';
import { plain } from './text.ts';
import type { Trace } from './trace.ts';
import { definedIn, viewAt, visibleFrames } from './view.ts';

const code = 'def desk(seats):\n    def sell():\n        return seats\n    return sell\nsell = desk(3)\nprint(sell())';

const trace: Trace = {
  format: 1,
  python: '3.14.2',
  cells: 'exact',
  kind: 'python',
  end: { outcome: 'finished', ticks: 40 },
  codes: [
    { name: '<module>', kind: 'module', block: 0, line: 1 },
    { name: 'desk', kind: 'function', block: 0, line: 1, parent: 0, cells: ['seats'] },
    { name: 'desk.<locals>.sell', kind: 'function', block: 0, line: 2, parent: 1, free: ['seats'] },
  ],
  places: [
    [0, 5, 7, 5, 14],
    [0, 3, 15, 3, 20],
    [0, 6, 6, 6, 12],
  ],
  sources: [code],
  steps: [
    { e: 'line', l: 1, st: [0, 0], fr: { 0: { c: 0 } } },
    { e: 'line', l: 5, fr: { 0: { v: { desk: [1] } } }, ob: { 1: { k: 'function', n: 'desk', sig: '(seats)', c: 1 } } },
    {
      e: 'call',
      l: 1,
      p: 0,
      st: [1, 1],
      fr: { 1: { c: 1, fn: [1], v: { seats: ['&', 2] } } },
      ob: { 2: { k: 'cell', n: 'seats', own: 1, v: 3 } },
    },
    {
      e: 'return',
      l: 4,
      v: [3],
      fr: { 1: { v: { sell: [3] } } },
      ob: { 3: { k: 'function', n: 'desk.<locals>.sell', sig: '()', c: 2, cl: [['seats', [2]]] } },
    },
    { e: 'line', l: 6, st: [1], fr: { 0: { v: { sell: [3] } } } },
    { e: 'call', l: 2, p: 2, st: [1, 2], fr: { 2: { c: 2, fn: [3], v: { seats: ['&', 2] } } } },
    { e: 'return', l: 3, v: 3, s: [[1, 3, 2]] },
    { e: 'end', l: 0, st: [1], o: [[0, '3\n']] },
  ],
};

const says = (step: number): string => plain(sentenceAt(trace, step));

test('a view holds everything that is still there', () => {
  const view = viewAt(trace, 5);
  assert.deepEqual(view.stack, [0, 2]);
  assert.deepEqual(
    [...visibleFrames(view)],
    [
      [0, 'waiting'],
      [1, 'returned'],
      [2, 'running'],
    ],
  );
  const frame = view.frames.get(2);
  assert.ok(frame);
  assert.equal(definedIn(view, frame), 1);
  assert.equal(view.frames.get(0)?.place, 2, 'the module waits in the call');
});

test('views are the same whichever way they are reached, and indexes are clamped', () => {
  assert.equal(viewAt(trace, 3), viewAt(trace, 3));
  assert.equal(viewAt(trace, -4).index, 0);
  assert.equal(viewAt(trace, 99).index, 7);
  assert.equal(viewAt(trace, 7).output.length, 1);
});

test('each step is a sentence', () => {
  assert.equal(says(0), 'The program starts. Line 1 is next: def desk(seats):');
  assert.equal(says(2), 'desk is called with seats = 3 (in a cell).');
  assert.equal(
    says(3),
    'Function sell is made, and holds the cell seats. desk returns function sell. Its cell seats lives on, because sell holds it.',
  );
  assert.equal(says(5), 'sell is called. Its seats is the cell that belongs to the call of desk: 3.');
  assert.equal(says(6), 'seats: not local → the enclosing desk’s cell, 3. sell returns 3.');
  assert.equal(says(7), 'The output is 3. The program has ended.');
});

test('a cell knows who shares it and what it has held', () => {
  assert.deepEqual(sharersOf(viewAt(trace, 5), 2), { functions: [3], frames: [1, 2] });
  assert.equal(
    plain(sharersWords(trace, viewAt(trace, 5), 2)),
    'The cell seats belongs to the call of desk; function sell holds it.',
  );
  assert.deepEqual(
    historyOf(trace, 2).map(({ step, value }) => [step, value && plain(value)]),
    [[2, '3']],
  );
});

test('moments are found by what they mean', () => {
  assert.deepEqual(
    [...marksOf(trace)],
    [
      [2, 'call'],
      [5, 'call'],
      [7, 'print'],
    ],
  );
  assert.equal(tellingStep(trace), 5);
  assert.equal(nextCall(trace, 2), 5);
  assert.equal(nextLine(trace, 1), 4, 'over the call of desk');
  assert.equal(nextAtLine(trace, 0, 2, 0), 5);
  assert.deepEqual(momentOf(trace, 'call sell'), { step: 5 });
  assert.deepEqual(momentOf(trace, 'line 6'), { step: 4 });
  assert.deepEqual(momentOf(trace, 'print 1'), { step: 7 });
  assert.deepEqual(momentOf(trace, 'end'), { step: 7 });
});

test('a moment that never comes is a mistake with a hint', () => {
  assert.deepEqual(momentOf(trace, 'call sell 2'), {
    mistake: 'The recording has no moment `call sell 2`. It happens once.',
    hint: 'Choose another moment, or drop it.',
  });
  assert.match(JSON.stringify(momentOf(trace, 'somewhere')), /names no moment/);
});

test('output is kept with the step that it belongs to, up to a limit, and without addresses', () => {
  const { sources: _, kind: __, ...rest } = trace;
  const { outcome: ___, ...end } = rest.end;
  const recording = { ...rest, end, steps: rest.steps.map(({ o: ____, ...step }) => step) };
  const run = {
    recording,
    outcome: { kind: 'finished' } as const,
    output: [
      { stream: 'stdout', text: '<f at 0x7f12ab>\n', statement: 4 },
      { stream: 'stderr', text: 'x'.repeat(30_000), statement: 99 },
    ] as const,
  };
  const assembled = assembleTrace(run, [{ kind: 'python', code }]);
  assert.deepEqual(assembled.steps[4]?.o, [[0, '<f at 0x…>\n']]);
  assert.equal(assembled.steps[7]?.o?.at(-1)?.[1].length, 20_000 - 16);
  assert.equal(assembled.end.dropped, 30_000 + 16 - 20_000);
});
