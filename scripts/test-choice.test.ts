import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { chosenTests, quickFiles } from './test-choice.ts';

const root = path.resolve(import.meta.dirname, '..');

test('a name means a file by its path, or by its name with and without endings', () => {
  for (const name of ['tests/layers.test.ts', './tests/layers.test.ts', 'layers', 'layers.test', 'layers.test.ts']) {
    assert.deepEqual(chosenTests(root, name), { files: ['tests/layers.test.ts'] }, name);
  }
});

test('a name means a room: every test file below that folder', () => {
  for (const name of ['src/python', 'src/python/', './src/python']) {
    const files = chosenTests(root, name)?.files ?? [];
    assert.ok(files.length >= 2 && files.every((file) => file.startsWith('src/python/')), name);
  }
});

test('other words mean the tests whose names hold them', () => {
  const words = 'imports only point where the layers allow';
  const found = chosenTests(root, words);
  assert.equal(found?.words, words);
  assert.ok(found.files.includes('tests/layers.test.ts'));
});

test('what nothing is called is nothing', () => {
  assert.equal(chosenTests(root, ['no test', 'is called so'].join(' ')), undefined);
});

test('a quick run opens no browser', () => {
  const files = quickFiles(root);
  assert.ok(files.length > 20);
  assert.ok(files.every((file) => !file.startsWith('tests/browser/')));
});
