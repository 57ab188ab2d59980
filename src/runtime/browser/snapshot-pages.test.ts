import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differing, pack, unpack } from './snapshot-pages.ts';

const PAGE = 16_384;
const written = (places: readonly number[], over = new Uint8Array(PAGE * 12)): Uint8Array<ArrayBuffer> => {
  const memory = new Uint8Array(over);
  for (const at of places) memory[at] = (at % 250) + 1;
  return memory;
};

const head = new TextEncoder().encode('{"any": "words"}, of any length');
const fresh = written([0, 1, PAGE * 5, PAGE * 9 + 3]);
const memory = written([1, PAGE * 3 + 7, PAGE * 7 - 1, PAGE * 12 - 1], fresh);
// What was written before may be zero by now.
memory[PAGE * 9 + 3] = 0;
const packed = (): Uint8Array<ArrayBuffer> => pack(head, memory, differing(fresh, memory));

test('what is unpacked over fresh memory is what was packed, of the pages that differ alone', () => {
  assert.deepEqual(differing(fresh, memory), [3, 6, 9, 11]);
  assert.equal(Math.floor(packed().length / PAGE), 4);
  const snapshot = unpack(packed());
  assert.deepEqual(snapshot.head, head);
  const started = new Uint8Array(fresh);
  snapshot.restore(started);
  assert.deepEqual(started, memory);
});

test('a snapshot that is cut off, or of another format, is refused', () => {
  const other = packed();
  other.set([0], 0);
  for (const bytes of [other, packed().slice(0, -PAGE), packed().slice(0, 5), new Uint8Array()]) {
    assert.throws(() => unpack(bytes), /damaged/);
  }
});
