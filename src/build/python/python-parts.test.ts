import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { bytesToStart } from '../../runtime/parts.ts';
import { buildPython, twin } from './python-parts.ts';

const { parts, files } = await buildPython();
const inflated = (file: string): Buffer => inflateRawSync(files.get(file) ?? Buffer.alloc(0));

test('the first Run costs at most 5.6 MB, and every size that the page is told is true', () => {
  assert.ok(bytesToStart(parts) <= 5_600_000, `${bytesToStart(parts)} bytes`);
  for (const { file, bytes, size } of [parts.worker, parts.wasm, ...parts.library]) {
    assert.equal(files.get(file)?.length, bytes, file);
    assert.equal(inflated(file).length, size, file);
  }
});

test('each part of the library completes the zip before it', () => {
  let zip = Buffer.alloc(0);
  const counts = parts.library.map(({ file, offset }) => {
    zip = Buffer.concat([zip.subarray(0, offset), inflated(file)]);
    const end = zip.subarray(-22);
    assert.equal(end.readUInt32LE(0), 0x06054b50, 'ends with the record that ends a zip');
    assert.equal(zip.readUInt32LE(end.readUInt32LE(16)), 0x02014b50, 'which says where its directory is');
    return end.readUInt16LE(10);
  });
  assert.deepEqual(
    counts,
    [...counts].sort((a, b) => a - b),
  );
  assert.ok((counts.at(-1) ?? 0) > 500, `${counts.at(-1)} files`);
});

test('the script for pages from disk carries the same bytes', () => {
  const { file } = parts.library[0];
  const script = twin(file, files.get(file) ?? Buffer.alloc(0));
  const base64 = /="([^"]+)";$/.exec(script)?.[1] ?? '';
  assert.deepEqual(new Uint8Array(Buffer.from(base64, 'base64')), new Uint8Array(files.get(file) ?? []));
});

test('the worker needs no module loader', () => {
  const program = inflated(parts.worker.file).toString();
  assert.doesNotMatch(program, /import\.meta|^export /m);
});
