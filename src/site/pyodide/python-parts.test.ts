import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { readParts } from '../../runtime/node/parts.ts';
import { bytesToStart } from '../../runtime/parts.ts';
import { interfaceOf } from '../../runtime/pyodide/interpreter.ts';
import { joined } from '../../runtime/pyodide/library.ts';
import { changedInterpreter, preparedPython } from '../../runtime/pyodide/python-files.ts';
import { replacedIn } from '../../runtime/pyodide/shape.ts';
import { buildPython, twin } from './python-parts.ts';

const { parts, files } = await buildPython();
const inflated = (file: string): Buffer => inflateRawSync(files.get(file) ?? Buffer.alloc(0));

test('the first Run costs at most 5.2 MB, and every size that the page is told is true', () => {
  assert.ok(bytesToStart(parts) <= 5_200_000, `${bytesToStart(parts)} bytes`);
  for (const { file, bytes, size } of [parts.worker, parts.wasm, ...parts.library]) {
    assert.equal(files.get(file)?.length, bytes, file);
    assert.equal(inflated(file).length, size, file);
  }
});

test('the check and the recordings run the very bytes that readers load', async () => {
  const sum = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
  const ours = readParts(await preparedPython());
  assert.equal(sum(ours.wasm), sum(inflated(parts.wasm.file)));
  const pieces = parts.library.map(({ file, offset }) => ({ offset, bytes: inflated(file) }));
  assert.equal(sum(ours.library), sum(joined(pieces)));
  assert.equal(sum(ours.glue), sum(inflated(parts.worker.file).subarray(0, Buffer.byteLength(ours.glue))));
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

test('the interpreter keeps the public C API and what Pyodide calls, and nothing that only packages would link against', () => {
  const { exports, imports } = interfaceOf(new Uint8Array(inflated(parts.wasm.file)));
  for (const name of ['memory', 'PyCell_New', 'PyFunction_GetClosure', 'PyRefTracer_SetTracer', 'malloc'])
    assert.ok(exports.has(name), name);
  assert.deepEqual(
    [...exports].filter((name) => /^_Z|sqlite3_/.test(name)),
    [],
  );
  assert.deepEqual(
    [...imports].filter((name) => /gl[A-Z]|SDL/.test(name)),
    [],
  );
});

test('a Pyodide of another shape stops the build, and the message says where to look', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'glue-'));
  try {
    for (const file of ['pyodide.asm.mjs', 'pyodide.js', 'pyodide-lock.json', 'pyodide.asm.wasm'])
      await writeFile(path.join(folder, file), '{"info":{}}');
    await assert.rejects(
      changedInterpreter(folder),
      /pyodide\.asm\.mjs .* changed shape: .* matches 0 times instead of 3.*src\/runtime\/pyodide\/changes\.ts/s,
    );
    assert.throws(() => replacedIn('a.js', 'b', /a/g, () => ''), /a\.js .* changed shape: .* matches nothing/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
