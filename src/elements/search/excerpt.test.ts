import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bare, type ExcerptPart, parted } from './excerpt.ts';

/** `a [b] c` → parts, what is in brackets being the match. */
const parts = (text: string): readonly ExcerptPart[] =>
  text
    .split(/(\[[^\]]*\])/)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece.replace(/^\[|\]$/g, ''), match: piece.startsWith('[') }));
const written = (pieces: readonly ExcerptPart[]): string =>
  pieces.map(({ text, match }) => (match ? `[${text}]` : text)).join('');
const shown = (title: string, text: string): readonly string[] => {
  const { heading, excerpt } = parted(title, parts(text));
  return [written(heading), written(excerpt)];
};

test('a heading is not said twice, and shows what matches in it', () => {
  assert.deepEqual(shown('nonlocal, or not', '[nonlocal,] or not. It says [nonlocal] here'), [
    '[nonlocal,] or not',
    'It says [nonlocal] here',
  ]);
  assert.deepEqual(shown('Quiz', 'Quiz'), ['Quiz', '']);
  assert.deepEqual(shown('late binding', '[late] [binding.] A captured variable'), [
    '[late] [binding]',
    'A captured variable',
  ]);
});

test('punctuation at a match is not marked', () => {
  const marked = (text: string) => written(bare(parts(text)));
  assert.equal(marked('see [“nonlocal”,] and [cell.]'), 'see “[nonlocal]”, and [cell].');
  assert.equal(marked('[__closure__] of [partial()]'), '[__closure__] of [partial()]');
  assert.equal(marked('[...] stays'), '[...] stays');
});

test('text that does not begin with its heading is left alone', () => {
  assert.deepEqual(shown('Cells', 'a [cell] holds'), ['Cells', 'a [cell] holds']);
});

test('the first match is in sight, whatever stands before it', () => {
  assert.deepEqual(shown('Cells', 'any other: captured as variables, and looked up when the closure runs. [cell] it'), [
    'Cells',
    '… and looked up when the closure runs. [cell] it',
  ]);
});
