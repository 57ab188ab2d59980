import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSearchWords, searchWords } from './search-words.ts';

test('groups of synonyms and beginnings of recaps are read; an empty file has none', () => {
  assert.deepEqual(readSearchWords('synonyms: [[cell, box]]\nrecaps: [Recap]'), {
    synonyms: [['cell', 'box']],
    recaps: ['Recap'],
  });
  assert.deepEqual(readSearchWords(''), { synonyms: [], recaps: [] });
});

test('what is no single word, and what is no key, is told with its place', () => {
  assert.throws(() => readSearchWords('synonyms: [[cell, two words]]'), /synonyms\.0\.1: one word in small letters/);
  assert.throws(() => readSearchWords('synonym: []'), /Its keys are synonyms, recaps\./);
});

test("the site's own file can be read", () => {
  assert.ok(searchWords().synonyms.length > 10);
});
