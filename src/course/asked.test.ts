import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formatProblem } from '../lesson/read/problem.ts';
import { askedIn, askedTwice } from './asked.ts';
import { lessonFiles, printedPath } from './lesson-files.ts';
import { fencesIn } from './markdown/fences.ts';

const read = (source: string) => askedIn(fencesIn(source, { path: 'a.mdx', syntax: 'mdx' }));
const asked = (...items: readonly string[]) =>
  `<Asked>\n\n${items.map((item) => `- ${item}\n`).join('')}\n</Asked>\n\n`;
const told = (source: string) => read(source).problems.map(formatProblem).join('\n');

test('questions below a heading, a block, a question or at the top of the page are read', () => {
  const source = `${asked('of the page')}## A\n\n${asked('one', 'with `code`')}Text.\n\n\`\`\`python\nx = 1\n\`\`\`\n\n${asked('of the block')}`;
  assert.equal(told(source), '');
  assert.deepEqual(
    read(source).lines.map(({ text }) => text),
    ['of the page', 'one', 'with code', 'of the block'],
  );
});

test('questions that point to nothing are refused', () => {
  assert.match(told(`Text.\n\n${asked('one')}`), /^a\.mdx:3:1: Nothing that could answer stands right above/);
});

test('an empty question, one with markup, and anything but a list are refused', () => {
  assert.match(told(`## A\n\n<Asked>\n\n- one\n-\n\n</Asked>`), /a\.mdx:6:1: This question is empty\./);
  for (const item of ['one **two**', '[one](./a.mdx)', 'one <kbd>x</kbd>', 'one\n\n  two'])
    assert.match(told(`## A\n\n${asked(item)}`), /This question holds markup\./, item);
  for (const content of ['Text.', '- one\n\nText.', ''])
    assert.match(told(`## A\n\n<Asked>\n\n${content}\n\n</Asked>`), /holds something else than one list/, content);
  assert.match(told('## A\n\nText <Asked>inside</Asked> of a line.'), /holds something else than one list/);
});

test('a question that is asked twice is refused, with the place where it stands already', () => {
  const { lines } = read(`## A\n\n${asked('Why?', 'how')}## B\n\n${asked('why ')}`);
  assert.deepEqual(askedTwice(lines).map(formatProblem), [
    'a.mdx:14:1: This question is asked twice.\n  It also stands in a.mdx:5. Keep it where the better answer is.',
  ]);
});

test('each section of the course that explains something has two questions or more', () => {
  const set = /^(?:Recap|Quiz|Make one|Where to go next)/;
  const without: string[] = [];
  for (const file of lessonFiles()) {
    const document = fencesIn(readFileSync(file, 'utf8'), { path: printedPath(file), syntax: 'mdx' });
    const { lines } = askedIn(document);
    for (const [index, heading] of document.headings.entries()) {
      const next = document.headings[index + 1]?.span.start.line ?? Number.POSITIVE_INFINITY;
      const own = lines.filter(({ position: { line } }) => line > heading.span.start.line && line < next);
      if (own.length < 2 && heading.depth < 4 && !set.test(heading.text)) without.push(`${file}: ${heading.text}`);
    }
  }
  assert.deepEqual(without, []);
});
