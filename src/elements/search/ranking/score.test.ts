import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lexiconOf, packedWords } from './lexicon.ts';
import { understood } from './question.ts';
import type { FoundRecord } from './record.ts';
import { answeringSentence, scoreOf } from './score.ts';

const lexicon = lexiconOf({
  words: packedWords('nonlocal rebind variable inner function lambda last value loop name is not defined'.split(' ')),
  synonyms: [],
});
const record = (differs: Partial<FoundRecord>): FoundRecord => ({
  file: 'lessons/a.html',
  anchor: 'a',
  section: 'a',
  kind: 'text',
  title: 'Heading',
  page: 'A',
  text: 'An inner function may rebind a variable with nonlocal.',
  asked: [],
  ...differs,
});

function first(question: string, ...records: readonly FoundRecord[]): FoundRecord | undefined {
  const asked = understood(question, lexicon);
  const telling = asked.terms.map(() => 1);
  const scores = records.map((each) => scoreOf(each, asked, telling, 1).score);
  return records[scores.indexOf(Math.max(...scores))];
}

test('text stands before recaps, exercises and quizzes that say the same', () => {
  const text = record({});
  for (const other of [record({ role: 'recap' }), record({ role: 'practice' }), record({ kind: 'quiz' })])
    assert.equal(first('rebind variable', other, text), text);
});

test('a heading alone stands behind text, even when it has all the words', () => {
  const heading = record({ title: 'Quiz: nonlocal', text: '' });
  const text = record({});
  assert.equal(first('nonlocal', heading, text), text);
});

test('a section that was asked in these words stands first', () => {
  const asked = record({ text: 'Three facts come together.', asked: ['why does my lambda use the last value'] });
  const other = record({ text: 'A lambda has a value. The last loop has a lambda.' });
  assert.equal(first('my lambda always has the last value', other, asked), asked);
});

test('an entry of an error stands before the block that raises it, and that before text', () => {
  const entry = record({ kind: 'error', title: "name '…' is not defined", text: 'No scope has it.' });
  const block = record({ kind: 'output', text: "Traceback: NameError: name 'columns' is not defined" });
  const text = record({ text: 'A name is not defined when nothing binds it: not defined is the name.' });
  const pasted = "NameError: name 'shelf' is not defined";
  assert.equal(first(pasted, text, block, entry), entry);
  assert.equal(first(pasted, text, block), block);
});

test('what raises an error stands before the entry of one that is only like it', () => {
  const like = record({ kind: 'error', title: "name '…' is not defined in this place", text: 'Elsewhere.' });
  const block = record({ kind: 'output', text: "Traceback: NameError: name 'columns' is not defined" });
  assert.equal(first("NameError: name 'shelf' is not defined", like, block), block);
});

test('the sentence that has most of the question is the one that answers', () => {
  const many = record({
    text: 'A variable is a name. To rebind a captured variable, declare it nonlocal. Then run it.',
  });
  assert.equal(answeringSentence(many, understood('rebind a variable', lexicon), [1, 1]), 1);
});

test('when no sentence answers, the first that asks nothing is shown; entries begin with what they mean', () => {
  const section = record({ text: 'What does it print? · 1 · A loop has one variable. It is rebound in each round.' });
  assert.equal(answeringSentence(section, understood('lambda last value', lexicon), [1, 1, 1]), 2);
  const entry = record({ kind: 'error', text: 'No scope has the name. See: name is not defined.' });
  assert.equal(answeringSentence(entry, understood("name 'x' is not defined", lexicon), [1, 1]), 0);
});
