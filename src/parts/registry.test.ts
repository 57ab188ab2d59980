import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Part } from './part.ts';
import { PARTS } from './registry.ts';

/** Names of what may be left out of a descriptor. */
type LeftOut<T> = { [Key in keyof T]-?: object extends Pick<T, Key> ? Key : never }[keyof T];

test('nothing may be left out of a descriptor', () => {
  // It is the compiler that says so.
  const nothing: [LeftOut<Part<unknown>>] extends [never] ? true : false = true;
  assert.ok(nothing);
});

test('every folder of parts is in the registry, and nothing is in it twice', () => {
  const registry = readFileSync(path.join(import.meta.dirname, 'registry.ts'), 'utf8');
  const registered = [...registry.matchAll(/from '\.\/([\w-]+)\/part\.ts'/g)].map(([, folder]) => folder);
  const folders = globSync('*/part.ts', { cwd: import.meta.dirname }).map((file) => path.dirname(file));
  assert.deepEqual(registered.sort(), folders.sort());
  assert.equal(new Set(PARTS.map(({ name }) => name)).size, PARTS.length);
});

test('an element is defined in its part’s folder, under the name that the descriptor has for it', () => {
  const told = new Set(PARTS.flatMap(({ element }) => element?.folder ?? []));
  for (const { element } of PARTS) {
    if (element === null) continue;
    const file = path.join(import.meta.dirname, element.folder, 'element.ts');
    assert.ok(existsSync(file), file);
    assert.ok(readFileSync(file, 'utf8').includes(`definePart('${element.tag}'`), file);
  }
  const defined = globSync('*/element.ts', { cwd: import.meta.dirname }).map((file) => path.dirname(file));
  assert.deepEqual([...told].sort(), defined.sort());
});
