import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExcerptPart, excerptOf, headingOf, marked } from './excerpt.ts';
import type { Answers } from './ranking/answers.ts';
import { lexiconOf, packedWords } from './ranking/lexicon.ts';
import { understood } from './ranking/question.ts';
import type { FoundRecord } from './ranking/record.ts';
import { stemsOf } from './ranking/words.ts';

const written = (pieces: readonly ExcerptPart[]): string =>
  pieces.map(({ text, match }) => (match ? `[${text}]` : text)).join('');
const lexicon = lexiconOf({ words: packedWords(['cell', 'closure', 'hold', 'value']), synonyms: [] });
const answersTo = (text: string): Answers => {
  const question = understood(text, lexicon);
  return { question, telling: question.terms.map(() => 1), total: 1, guess: false, best: async () => [] };
};
const record = (text: string): FoundRecord => ({
  file: 'a.html',
  anchor: 'a',
  section: 'a',
  kind: 'text',
  title: 'Cells hold values',
  page: 'P',
  text,
  asked: ['how does a closure hold it'],
});

test('words are marked in each of their forms, without the punctuation at them', () => {
  assert.equal(
    written(marked('see “cells”, (cell) and cell.', new Set(stemsOf('cell')))),
    'see “[cells]”, ([cell]) and [cell].',
  );
  assert.equal(written(marked('count += 1', new Set(stemsOf('+=')))), 'count [+=] 1');
});

test('the heading is marked, and the excerpt begins with the sentence that answers', () => {
  const found = record('First there is a cell. A closure holds the cell. Then more.');
  const answers = answersTo('closure cell');
  assert.equal(written(headingOf(found, answers)), '[Cells] hold values');
  assert.equal(written(excerptOf(found, answers)), 'A [closure] holds the [cell]. Then more.');
});

test('what was asked is never shown', () => {
  assert.ok(!written(excerptOf(record('Only this.'), answersTo('closure hold'))).includes('how does'));
});

test('the first match is in sight, whatever stands before it', () => {
  const found = record(
    'any other word that stands here and there, and is looked up when the code runs in the closure of it',
  );
  assert.match(written(excerptOf(found, answersTo('closure'))), /^… [^[]{20,48}\[closure\]/);
});

test('a long text is cut off at a word', () => {
  const text = written(excerptOf(record(`A cell. ${'word '.repeat(300)}`), answersTo('cell')));
  assert.ok(text.length < 300 && text.endsWith(' …'), text);
});
