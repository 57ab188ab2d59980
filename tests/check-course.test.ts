/** What the course leaves unchecked is listed here, so that it cannot grow unnoticed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { filesFor, printed } from '../src/check/files.ts';
import { readPage } from '../src/check/page.ts';

const pages = filesFor({ paths: [], shard: null }).map((file) =>
  readPage(printed(file), readFileSync(file, 'utf8'), { session: 'block' }),
);

test('promise 1: the blocks of the course that do not run are these', () => {
  const skipped = pages.flatMap(({ path, lesson }) =>
    lesson.snippets.filter(({ skip }) => skip !== undefined).map(({ skip }) => `${path}: ${skip}`),
  );
  assert.deepEqual(
    skipped,
    ['content/CHECKING.md: opens a window'],
    'a new skip needs a reason that convinces, and a line here',
  );
});

test('the course uses our own vocabulary, not that of other tools', () => {
  const advice = pages.flatMap(({ path, problems }) =>
    problems
      .filter(({ severity }) => severity === 'advice')
      .map(({ position, message }) => `${path}:${position.line} ${message}`),
  );
  assert.deepEqual(advice, []);
});
