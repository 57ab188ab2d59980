import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatProblem } from '../lesson/read/problem.ts';
import { lessonProblems, lessonReport } from './lesson-problems.ts';
import { openText } from './open-lesson.ts';

const others = { slugs: ['closures', 'nonlocal'], files: ['01-closures.mdx', '05-nonlocal.mdx'] };
const told = (source: string): readonly string[] =>
  lessonProblems(openText(source, 'a.mdx'), others).map(formatProblem);

const GOOD = `---
title: Closures
description: What they keep.
minutes: 5
goals: [say what they keep]
requires: [closures]
topics: [closures]
next: [nonlocal]
---

See [the other](./05-nonlocal.mdx#top) and [Python](https://docs.python.org/x.mdx).
`;

test('a good lesson has no problems', () => {
  assert.deepEqual(told(GOOD), []);
});

test('every slip in the frontmatter is told at its own place, all of them at once', () => {
  const source = GOOD.replace('title:', 'titel:')
    .replace('minutes: 5', 'minutes: five')
    .replace('[say what they keep]', '[]')
    .replace('[nonlocal]', '[nonlokal]');
  assert.deepEqual(told(source), [
    'a.mdx:1:1: The frontmatter has no `title`.\n  Add `title: Closures in one sitting`.',
    "a.mdx:2:1: `titel` is not a key of a lesson's frontmatter.\n  Did you mean `title`?",
    'a.mdx:4:10: `minutes` in the frontmatter is wrong: expected number, received string.\n  It is written like `minutes: 25`.',
    'a.mdx:5:8: `goals` in the frontmatter is wrong: it needs at least one entry.\n  It is written like `goals: ["say what a closure keeps"]`.',
    'a.mdx:8:8: `next` names a lesson that does not exist: `nonlokal`.\n  Did you mean `nonlocal`?',
  ]);
});

test('YAML that cannot be read is told where it stops', () => {
  const [first] = told(GOOD.replace('title: Closures', 'title: Closures: a story'));
  assert.match(first ?? '', /^a\.mdx:2:\d+: The frontmatter is not valid YAML: /);
});

test('no frontmatter at all', () => {
  assert.match(told('Text.\n')[0] ?? '', /^a\.mdx:1:1: The lesson has no frontmatter\.\n {2}Begin the file/);
});

test('links to lessons that are not there, in any form', () => {
  const source = `${GOOD}\nTo [one](06-nonlocal.mdx) and [two][x].\n\n[x]: ./zebra.mdx#y\n`;
  assert.deepEqual(told(source), [
    'a.mdx:13:4: There is no lesson `06-nonlocal.mdx`.\n  Did you mean `./05-nonlocal.mdx`?',
    'a.mdx:15:1: There is no lesson `./zebra.mdx`.\n  The lessons are 01-closures.mdx, 05-nonlocal.mdx.',
  ]);
});

test('a report counts, and fails for errors only', () => {
  const position = { line: 1, column: 1 };
  const advice = { file: 'a.mdx', position, message: 'Shorter is better.', severity: 'advice' } as const;
  assert.equal(lessonReport([]), undefined);
  assert.deepEqual(lessonReport([advice]), {
    fails: false,
    text: 'In the lessons: one piece of advice.\n\na.mdx:1:1: Shorter is better.\n',
  });
  const both = lessonReport([advice, { file: 'b.mdx', position, message: 'Wrong.' }]);
  assert.equal(both?.fails, true);
  assert.match(both?.text ?? '', /one problem and one piece of advice\.\n\nb\.mdx:1:1: Wrong\./);
});
