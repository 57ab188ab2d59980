import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecording } from './schema.ts';

const MARKUP = '<img src=x onerror=alert(1)>';

function recording() {
  return {
    format: 1,
    python: '3.14.2',
    cells: 'exact',
    end: { ticks: 3 },
    codes: [{ name: '<module>', kind: 'module', block: 0, line: 1 }],
    places: [[0, 1, 0, 1, 5]],
    steps: [
      {
        e: 'line',
        l: 1,
        st: [0],
        fr: { 0: { c: 0, v: { f: [1] } } },
        ob: {
          1: { k: 'function', n: 'f', sig: '()', c: 0, cl: [['x', ['&', 2]]] },
          2: { k: 'cell', n: 'x', own: 0, v: 7 },
        },
        t: 'apply',
        s: [
          [0, ['r', 1, 'function f']],
          [0, 7, 2],
          [0, 7, 'm'],
        ],
      },
      { e: 'end', l: 0 },
    ],
  };
}

test('a recording as the recorder writes it is taken as it is', () => {
  assert.deepEqual(readRecording(recording()), recording());
});

/** What a program that replaces the recorder could put where a number, a kind or a key is drawn. */
const FORGED: Readonly<Record<string, (forged: ReturnType<typeof recording>) => unknown>> = {
  'a text as a line': (data) => Object.assign(data.steps[0] as object, { l: MARKUP }),
  'a text as a place': (data) => Object.assign(data.steps[0] as object, { p: MARKUP }),
  'a text as a frame on the stack': (data) => Object.assign(data.steps[0] as object, { st: [MARKUP] }),
  'a text as the number of an object': (data) =>
    Object.assign(data.steps[0] as object, { ob: { [MARKUP]: { k: 'opaque', n: 'x' } } }),
  'a reference to a text': (data) => Object.assign(data.steps[0] as object, { v: [MARKUP] }),
  'a cell that is a text': (data) => Object.assign(data.steps[0] as object, { v: ['&', MARKUP] }),
  'an unknown reason to come back to a line': (data) => Object.assign(data.steps[0] as object, { t: MARKUP }),
  'a name that was found in a text': (data) => Object.assign(data.steps[0] as object, { s: [[0, 7, MARKUP]] }),
  'an unknown event': (data) => Object.assign(data.steps[0] as object, { e: MARKUP }),
  'an unknown kind of object': (data) => Object.assign(data.steps[0] as object, { ob: { 1: { k: MARKUP, n: 'x' } } }),
  'an unknown state of a generator': (data) =>
    Object.assign(data.steps[0] as object, { ob: { 1: { k: 'generator', n: 'g', s: MARKUP } } }),
  'an unknown field': (data) => Object.assign(data.end, { dropped: MARKUP }),
  'output of its own': (data) => Object.assign(data.steps[0] as object, { o: [[0, 'forged']] }),
  'a length that is no number': (data) =>
    Object.assign(data.steps[0] as object, { ob: { 1: { k: 'list', v: [], len: MARKUP } } }),
  'hits that are no number': (data) =>
    Object.assign(data.steps[0] as object, {
      ob: { 1: { k: 'lru_cache', f: null, hits: MARKUP, misses: 0, size: 0 } },
    }),
  'no steps': (data) => Object.assign(data, { steps: [] }),
  'too many steps': (data) => Object.assign(data, { steps: Array(30_000).fill({ e: 'line', l: 1 }) }),
};

for (const [what, forge] of Object.entries(FORGED)) {
  test(`a recording with ${what} is refused with a sentence`, () => {
    const data = recording();
    forge(data);
    assert.throws(() => readRecording(data), /The recording is not usable \(at /);
  });
}

for (const data of [undefined, null, 7, 'text', [], {}]) {
  test(`${JSON.stringify(data)} is no recording`, () => {
    assert.throws(() => readRecording(data), /The recording is not usable/);
  });
}
