import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGlossary, termHtml, termNamed, termPlain } from './glossary.ts';

const terms = readGlossary(`
- term: free variable
  text: A name that is _used_ and not \`bound\`.
- term: captured variable
  also: [free variable, closed-over variable]
  text: Lives in a cell.
  see: [free variable]
`);

test('a term is found by its name, its id or another word, a term of its own first', () => {
  assert.equal(termNamed('Captured variable', terms).found?.id, 'captured-variable');
  assert.equal(termNamed('captured-variable', terms).found?.id, 'captured-variable');
  assert.equal(termNamed('closed-over variable', terms).found?.id, 'captured-variable');
  assert.equal(termNamed('free variable', terms).found?.id, 'free-variable');
});

test('a mistyped term is answered with the nearest', () => {
  assert.deepEqual(termNamed('fre variable', terms), { near: 'free variable' });
});

test('terms come in alphabetical order', () => {
  assert.deepEqual(
    terms.map(({ term }) => term),
    ['captured variable', 'free variable'],
  );
});

test('a text is Markdown on the page and plain in previews', () => {
  const [, free] = terms;
  assert.ok(free);
  assert.equal(termHtml(free).trim(), '<p>A name that is <em>used</em> and not <code>bound</code>.</p>');
  assert.equal(termPlain(free), 'A name that is used and not bound.');
});

test('every mistake is named at once', () => {
  assert.throws(
    () => readGlossary('- term: cell\n  txet: x\n'),
    /txet[\s\S]*Its keys are term, also, asked, text, lesson, see/,
  );
  assert.throws(
    () => readGlossary('- {term: cell, text: x, see: [nowhere]}\n- {term: Cell, text: y}\n'),
    /`Cell` is defined twice|`cell` is defined twice/,
  );
  assert.throws(() => readGlossary('- {term: cell, text: x, see: [nowhere]}\n'), /`cell` refers to `nowhere`/);
});
