import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lexiconOf, packedWords } from './lexicon.ts';
import { understood } from './question.ts';
import { signWord } from './words.ts';

const lexicon = lexiconOf({
  words: packedWords(
    'closure lambda print last value reset counter variable nonlocal function cannot access local associated is not defined name __closure__ functools wraps mappingproxy object support item assignment this how'.split(
      ' ',
    ),
  ),
  synonyms: ['reset counter', 'rewind reset'],
});
const words = (text: string) => understood(text, lexicon).terms.map(({ words: [first] }) => first?.word);

test('what carries a sentence is not asked for', () => {
  assert.deepEqual(words('why does my lambda print the last value?'), ['lambda', 'print', 'last', 'value']);
});

test('a question of such words only asks for them', () => {
  assert.deepEqual(words('how is this'), ['how', 'is', 'this']);
});

test("names of the reader's own go, quoted names that the site knows stay", () => {
  assert.deepEqual(words("cannot access local variable 'total_score'"), ['access', 'local', 'variable']);
  assert.ok(words("'mappingproxy' object does not support item assignment").includes('mappingproxy'));
});

test('of a pasted traceback only the last error is asked for', () => {
  const text =
    'Traceback (most recent call last):\n  File "lambda.py", line 3, in value\nNameError: name \'x\' is not defined';
  const { terms, errors } = understood(text, lexicon);
  assert.ok(!terms.some(({ typed }) => typed === 'lambda' || typed === 'value'));
  assert.equal(errors[0]?.pattern, 'name … is not defined');
});

test('what was corrected is told, with what was taken for it', () => {
  const { corrected, terms } = understood('clsoure vaule', lexicon);
  assert.deepEqual(
    [...corrected],
    [
      ['clsoure', 'closure'],
      ['vaule', 'value'],
    ],
  );
  assert.equal(terms.length, 2);
});

test('a word whose end is still to be typed is not corrected', () => {
  const { corrected, terms } = understood('reset count', lexicon);
  assert.deepEqual([...corrected], []);
  assert.deepEqual(
    terms.map(({ typed }) => typed),
    ['reset', 'count'],
  );
});

test('words of one meaning are asked for as well, for less, as far as the site has them', () => {
  const [term] = understood('reset', lexicon).terms;
  assert.deepEqual(
    term?.words.map(({ word }) => word),
    ['reset', 'counter'],
  );
  assert.ok((term?.words[1]?.weight ?? 1) < 1);
  assert.deepEqual(words('rewind'), ['reset']);
});

test('names of Python and signs are asked for as they are', () => {
  assert.deepEqual(words('__closure__'), ['__closure__']);
  assert.deepEqual(words('functools.wraps'), ['functools', 'wraps']);
  assert.deepEqual(words('counter += value'), ['counter', signWord('+='), 'value']);
});
