import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrangementOf, keptOf, likelyDepth, placed, programOf, restored, returned } from './arrangement.ts';

const fresh = arrangementOf(['return x', 'def f(x):', 'print(f(1))']);

test('lines are placed, moved, indented and returned', () => {
  let now = placed(fresh, 1, 0, 0);
  now = placed(now, 0, 1, 1);
  assert.equal(programOf(now), 'def f(x):\n    return x');
  now = placed(now, 2, 0, 0);
  assert.equal(programOf(now), 'print(f(1))\ndef f(x):\n    return x');
  now = placed(now, 2, 9, -3);
  assert.equal(programOf(now), 'def f(x):\n    return x\nprint(f(1))');
  now = returned(now, 0);
  assert.deepEqual([now.bank.map(({ text }) => text), programOf(now)], [['return x'], 'def f(x):\nprint(f(1))']);
  assert.deepEqual(placed(now, 99, 0, 0), now);
});

test('an arrangement is kept and restored, unless the lines have changed', () => {
  const now = placed(placed(fresh, 1, 0, 0), 0, 1, 1);
  assert.equal(programOf(restored(fresh, keptOf(now))), programOf(now));
  assert.deepEqual(restored(arrangementOf(['other']), keptOf(now)), arrangementOf(['other']));
  assert.deepEqual(restored(fresh, '{'), fresh);
});

test('a line goes where it most likely belongs', () => {
  const line = (text: string, depth: number) => ({ id: 0, text, depth });
  assert.deepEqual(
    [
      likelyDepth(undefined),
      likelyDepth(line('def f():', 1)),
      likelyDepth(line('x = 1', 1)),
      likelyDepth(line('return x', 1)),
    ],
    [0, 2, 1, 0],
  );
});
