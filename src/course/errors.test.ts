import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { errorsIn, messagePattern, patternLikeness, withoutType } from '../elements/search/ranking/message.ts';
import { askedIn } from './asked.ts';
import { lastError, shownErrors, withoutNames } from './errors.ts';
import { fencesIn } from './markdown/fences.ts';
import { contentDirectory } from './places.ts';

test('the error of a traceback is the last of it', () => {
  const text =
    'Traceback (most recent call last):\n  File "lesson.py", line 1, in <module>\nNameError: name \'x\' is not defined\n';
  assert.deepEqual(lastError(text), { type: 'NameError', message: "name 'x' is not defined" });
  assert.equal(lastError('NameError is an exception\n'), undefined);
});

test('messages are told apart by what they say, not by the names they quote', () => {
  assert.equal(
    withoutNames("name 'x' is not defined. Did you mean: 'y'?"),
    "name '…' is not defined. Did you mean: '…'?",
  );
});

const page = fencesIn(readFileSync(path.join(contentDirectory, 'errors.mdx'), 'utf8'), {
  path: 'errors.mdx',
  syntax: 'mdx',
});
const entries = page.headings.filter(({ depth }) => depth === 3);
/** What an entry, whose heading stands first, speaks of: its heading and what its block raises. */
const patterns = entries.map(({ text, span }, index) => {
  const end = entries[index + 1]?.span.start.offset ?? Number.POSITIVE_INFINITY;
  const raised = page.fences.filter(
    (fence) =>
      fence.language === 'error' && fence.span.start.offset > span.start.offset && fence.span.start.offset < end,
  );
  return { heading: messagePattern(text), raised: raised.flatMap(({ code }) => errorsIn(code)) };
});

test('each entry of the page of errors has a block that raises its message', () => {
  for (const { heading, raised } of patterns) {
    const [first] = raised;
    assert.ok(first, heading);
    const likeness = patternLikeness(messagePattern(first.message), heading);
    assert.ok(likeness > 0.75, `${heading} / ${first.message}`);
  }
});

test('each error that a lesson shows has an entry, or is of the lesson itself', () => {
  const asked = askedIn(page).lines.map(({ text }) => messagePattern(withoutType(text)));
  const raised = patterns.flatMap((entry) => entry.raised.map(({ message }) => messagePattern(message)));
  const known = new Set([...asked, ...raised, ...patterns.map(({ heading }) => heading)]);
  const missing = shownErrors()
    .map(({ type, message }) => `${type}: ${messagePattern(message)}`)
    .filter((shown) => !known.has(shown.replace(/^\w+: /, '')));
  assert.deepEqual(missing, []);
});
