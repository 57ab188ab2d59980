import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signWord, stem, stemsOf, tokensOf } from './words.ts';

const same = (...words: readonly string[]) => assert.equal(new Set(words.map(stem)).size, 1, words.map(stem).join());

test('forms of a word have one stem', () => {
  same('closure', 'closures');
  same('memoize', 'memoise', 'memoized', 'memoised', 'memoizing', 'memoization');
  same('decorator', 'decorators', 'decorated', 'decorating', 'decorate');
  same('capture', 'captured', 'captures', 'capturing');
  same('loop', 'loops', 'looping');
  same('memory', 'memories');
  same('nested', 'nesting', 'nest');
});

test('words that only begin alike keep stems of their own', () => {
  for (const [one, other] of [
    ['closure', 'close'],
    ['class', 'clash'],
    ['scope', 'score'],
    ['cell', 'call'],
    ['bind', 'bound'],
  ] as const)
    assert.notEqual(stem(one), stem(other));
});

test('names of Python stay whole, dotted ones are their parts', () => {
  assert.deepEqual(stemsOf('functools.wraps and __closure__'), ['functool', 'wrap', 'and', '__closure__']);
});

test('signs are words that an index of words can hold, brackets and full stops are none', () => {
  assert.deepEqual(
    tokensOf('count += 1; @wraps(f) := (x) -> y.')
      .filter(({ kind }) => kind === 'sign')
      .map(({ text }) => text),
    ['+=', '@', ':=', '->'],
  );
  assert.match(signWord('+='), /^[a-z]+$/);
  assert.notEqual(signWord('+='), signWord('-='));
  assert.ok(!signWord('+=').startsWith(signWord('==')));
});
