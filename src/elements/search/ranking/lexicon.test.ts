import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lexiconOf, packedWords, unpackedWords } from './lexicon.ts';

const WORDS = [
  'closure',
  'scope',
  'memory',
  'memoize',
  'decorator',
  'nonlocal',
  'loop',
  'UnboundLocalError'.toLowerCase(),
];
const lexicon = lexiconOf({ words: packedWords(WORDS), synonyms: ['memory storage', 'scope loop'] });

test('words come out of their packing as they went in, sorted', () => {
  assert.deepEqual(unpackedWords(packedWords(WORDS)), WORDS.toSorted());
  const long = `${'a'.repeat(50)}b`;
  assert.deepEqual(unpackedWords(packedWords([long, `${long}c`])), [long, `${long}c`]);
});

test('a site without words knows none', () => {
  const empty = lexiconOf({ words: '', synonyms: [] });
  assert.equal(empty.known('closure'), undefined);
  assert.deepEqual(empty.near('closure'), []);
});

test('a word is known in each of its forms', () => {
  assert.equal(lexicon.known('closures'), 'closure');
  assert.equal(lexicon.known('memoisation'), 'memoize');
  assert.equal(lexicon.known('zebra'), undefined);
});

test('one or two letters wrong, swapped, missing or doubled are understood', () => {
  for (const [typed, meant] of [
    ['clsoure', 'closure'],
    ['closrue', 'closure'],
    ['scoep', 'scope'],
    ['memroy', 'memory'],
    ['decoratr', 'decorator'],
    ['nolocal', 'nonlocal'],
    ['unboundlocaleror', 'unboundlocalerror'],
  ] as const)
    assert.equal(lexicon.near(typed)[0], meant, typed);
});

test('short words and words far from any are not guessed', () => {
  assert.deepEqual(lexicon.near('lop'), []);
  assert.deepEqual(lexicon.near('zebra'), []);
  assert.deepEqual(lexicon.near('elephants'), []);
});

test('each word of a group stands for those of the others that the site has', () => {
  assert.deepEqual(lexicon.synonyms('storage'), ['memory']);
  assert.deepEqual(lexicon.synonyms('memory'), []);
  assert.deepEqual(lexicon.synonyms('scopes'), ['loop']);
  assert.deepEqual(lexicon.synonyms('closure'), []);
});

test('a mistyped word of a group is understood, also when the site does not have it', () => {
  assert.equal(lexicon.near('stroage')[0], 'storage');
});
