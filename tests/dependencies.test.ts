import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '..');

test('each dependency has a reason, and an exact version', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const versions: Record<string, string> = { ...dependencies, ...devDependencies };
  const list = readFileSync(path.join(root, 'content/DEPENDENCIES.md'), 'utf8');
  const explained = [...list.matchAll(/^\| `([^`]+)`\s*\|\s*\S/gm)].map((row) => row[1]);
  assert.deepEqual(explained.toSorted(), Object.keys(versions).sort());
  const loose = Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  assert.deepEqual(loose, []);
});
