import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack, unpack } from './snapshot-pages.ts';

const memory = new Uint8Array(65_536 * 9 + 132);
for (const at of [0, 1, 65_536 * 3 + 7, 65_536 * 7 - 1, memory.length - 1]) memory[at] = (at % 250) + 1;

test('what is unpacked is what was packed, without the zeros in between', () => {
  const packed = pack(memory);
  assert.ok(packed.length < memory.length);
  assert.deepEqual(unpack(packed), memory);
});

test('memory that is damaged, cut off, or of another format is refused', () => {
  const changed = (change: (packed: Uint8Array) => void): Uint8Array<ArrayBuffer> => {
    const packed = pack(memory);
    change(packed);
    return packed;
  };
  const damaged = [
    changed((packed) => packed.fill(9, 70_000, 70_001)),
    changed((packed) => packed.copyWithin(65_536, 131_072, 196_608)),
    changed((packed) => packed.set([0], 0)),
    changed((packed) => packed.set([1], 17)),
    pack(memory).slice(0, -65_536),
    pack(memory).slice(0, 5),
    new Uint8Array(),
  ];
  for (const packed of damaged) assert.throws(() => unpack(packed), /damaged/);
});
