import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryIn, withQuery } from './query.ts';

const page = new URL('https://example.org/search.html?q=old&topic=cells#x');

test('an address holds the words and how they are narrowed, and gives them back', () => {
  const query = { words: 'a & b', kind: 'output', topic: 'inner functions' } as const;
  assert.deepEqual(queryIn(withQuery(page, query)), query);
  assert.equal(withQuery(page, { words: 'cell' }).href, 'https://example.org/search.html?q=cell#x');
  assert.equal(withQuery(page, { words: '' }).search, '');
});

test('a kind that does not exist narrows nothing', () => {
  assert.deepEqual(queryIn(new URL('https://example.org/?q=x&in=everything')), {
    words: 'x',
    kind: undefined,
    topic: undefined,
  });
});
