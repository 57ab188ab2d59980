/** Creates a lesson file with valid frontmatter and one block of each kind. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lessonSlug, printedPath } from '../src/course/lesson-files.ts';
import { contentDirectory } from '../src/course/places.ts';

const USAGE = 'Usage: npm run new-lesson -- "The title of the lesson" [--number 7]';
const folder = path.join(contentDirectory, 'lessons');

const { values, positionals } = given();
const title = positionals.join(' ').trim();
const slug = title
  .normalize('NFKD')
  .toLowerCase()
  .replaceAll(/[^a-z0-9]+/g, '-')
  .replaceAll(/^-|-$/g, '');

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function given() {
  try {
    return parseArgs({ options: { number: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}.\n${USAGE}`);
  }
}

if (title === '') fail(USAGE);
if (slug === '')
  fail(
    `No letter of "${title}" can be used in an address. Create the lesson with a title in Latin letters, then change it in the file.`,
  );

const taken = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.mdx'))
    .map((name) => [Number.parseInt(name, 10), name]),
);
const number = values.number === undefined ? Math.max(0, ...taken.keys()) + 1 : Number(values.number);
if (!Number.isInteger(number) || number < 1 || number > 99) {
  fail(`--number must be a whole number from 1 to 99, not "${values.number}".`);
}
const neighbour = taken.get(number);
if (neighbour !== undefined)
  fail(`Lesson ${number} already exists: ${printedPath(path.join(folder, neighbour))}. Choose another number.`);
const namesake = [...taken.values()].find((other) => lessonSlug(other) === slug);
if (namesake !== undefined)
  fail(
    `${printedPath(path.join(folder, namesake))} already has the address that this title gives. Choose another title.`,
  );

const name = `${String(number).padStart(2, '0')}-${slug}.mdx`;
const file = path.join(folder, name);

const template = `---
title: ${JSON.stringify(title)}
description: What this lesson shows, in one sentence.
minutes: 10
goals:
  - say what the reader can do afterwards
requires: []
topics: [closures]
next: []
---

## What the first section teaches

A script, and what Python prints for it:

\`\`\`python id=greeting
def greeter(name):
    def greet():
        print("Hello,", name)

    return greet


greeter("Ada")()
\`\`\`

\`\`\`output
Hello, Ada
\`\`\`

A transcript, in the same session:

\`\`\`pycon continues=greeting
>>> greeter("Grace").__code__.co_freevars
('name',)
\`\`\`
`;
writeFileSync(file, template);
process.stdout.write(
  `${printedPath(file)} is ready.\nWrite it, then:\n  npm run dev              see it while you write\n  npm run check -- ${printedPath(file)}   prove its outputs (--update writes them)\n`,
);
