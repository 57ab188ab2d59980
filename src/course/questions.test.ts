import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { formatProblem } from '../lesson/read/problem.ts';
import { claim } from '../parts/claim/part.ts';
import { exercise } from '../parts/exercise/part.ts';
import { parsons } from '../parts/parsons/part.ts';
import type { Part, Parts } from '../parts/part.ts';
import { predict } from '../parts/predict/part.ts';
import { quiz } from '../parts/quiz/part.ts';
import { reflect } from '../parts/reflect/part.ts';
import { openText } from './open-lesson.ts';

const fixtures = path.resolve(import.meta.dirname, '../../tests/fixtures/parts');

function read(source: string, file: string): Parts {
  const { parts } = openText(source, file);
  assert.ok(parts);
  return parts;
}

const foundOf = <Found>(parts: Parts, part: Part<Found>): readonly Found[] =>
  parts.found.flatMap((each) => (each.part === part ? [each.found as Found] : []));

const fixture = (name: string) => read(readFileSync(path.join(fixtures, name), 'utf8'), name);

/** Each fixture `NAME.mdx` has the problems that stand in `NAME.txt` beside it, word for word. */
for (const file of globSync('*.mdx', { cwd: fixtures }).sort()) {
  test(`problems of ${file}`, () => {
    const expected = readFileSync(path.join(fixtures, file.replace(/mdx$/, 'txt')), 'utf8');
    assert.equal(
      fixture(file)
        .problems.map((problem) => `${formatProblem(problem)}\n`)
        .join(''),
      expected,
    );
  });
}

test('predictions: what Python prints decides which choice is right', () => {
  const [unit, error] = foundOf(fixture('whole.mdx'), predict);
  assert.deepEqual(
    unit?.choices.map(({ text, right }) => [text, right]),
    [
      ['4 mm', true],
      ['4 cm', false],
      ['4\nmm', false],
    ],
  );
  assert.deepEqual(error?.answers, ["é😀\nNameError: name 'cm' is not defined", 'é😀\nNameError']);
  assert.deepEqual(
    error?.choices.map(({ right }) => right),
    [true, false],
  );
});

test('a quiz has its questions, each of its kind', () => {
  const [first] = foundOf(fixture('whole.mdx'), quiz);
  assert.deepEqual(
    first?.questions.map(({ kind, id }) => `${kind} ${id}`),
    ['choice captured', 'choice scopes', 'output printed', 'output typed-out', 'line which-line', 'match pairs'],
  );
});

test('exercises, Parsons problems, claims and reflections are found', () => {
  const parts = fixture('whole.mdx');
  const [task] = foundOf(parts, exercise);
  assert.equal(task?.hints, 2);
  assert.deepEqual(
    task?.wrongAnswers.map(({ id, raises, detects }) => [id, raises, detects === null]),
    [
      ['returns-the-result', null, false],
      ['nonlocal-at-the-top', 'SyntaxError', true],
    ],
  );
  assert.deepEqual(foundOf(parts, parsons)[0]?.distractors, ['return shift()']);
  assert.deepEqual(
    foundOf(parts, claim).map(({ code, states, after }) => [code, states, after?.id]),
    [
      ['len("é")', '1', undefined],
      ['unit', "'mm'", 'late-unit-code'],
    ],
  );
  assert.equal(foundOf(parts, reflect).length, 1);
});

test('places are right after a byte-order mark and with CRLF', () => {
  const source = '\uFEFF# Title\r\n\r\n<Predict\r\n  id="a"\r\n  typd\r\n>\r\n\r\nText.\r\n\r\n</Predict>\r\n';
  assert.match(read(source, 'crlf.mdx').problems.map(formatProblem).join('\n'), /crlf\.mdx:5:3: `typd` is not/);
});
