/** A text is read once: one module turns files of the content into lessons, and whoever asks for the same text gets the same reading. */
import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { readPage } from '../src/check/page.ts';
import { courseData } from '../src/course/course-data.ts';
import { shownErrors } from '../src/course/errors.ts';
import { lessonFiles, lessonSlug, printedPath } from '../src/course/lesson-files.ts';
import { courseProblems } from '../src/course/lesson-problems.ts';
import { totalsOf } from '../src/course/lesson-totals.ts';
import { openCompiled, openLesson, openText } from '../src/course/open-lesson.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Files of src and scripts, without tests, that name a function and do not declare it. */
function usersOf(name: string): readonly string[] {
  return globSync('{src,scripts}/**/*.{ts,astro}', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('.test.ts'))
    .filter((file) => {
      const source = readFileSync(path.join(root, file), 'utf8');
      return new RegExp(`\\b${name}\\(`).test(source) && !source.includes(`function ${name}(`);
    })
    .sort();
}

test('each step from a text to a lesson has one caller', () => {
  const callers = (name: string) => [name, ...usersOf(name)];
  const reader = 'src/course/open-lesson.ts';
  assert.deepEqual(callers('readMarkdown'), ['readMarkdown', 'src/course/markdown/fences.ts']);
  for (const step of ['fencesIn', 'readLesson', 'partsOf', 'partsElsewhere', 'frontmatterOf']) {
    assert.deepEqual(
      callers(step),
      [step, reader],
      `only ${reader} calls ${step}: take what you need from its reading`,
    );
  }
});

test('the parser of whole documents has one caller', () => {
  assert.deepEqual(usersOf('mdxToMdast'), ['src/course/markdown/markdown.ts']);
});

test('page, check, totals, errors and the list of lessons are views of one reading', () => {
  const before = new Map(lessonFiles().map((file) => [file, openLesson(file)]));
  courseProblems();
  shownErrors();
  assert.deepEqual(
    courseData().map(({ slug }) => slug),
    lessonFiles().map(lessonSlug),
  );
  for (const [file, reading] of before) {
    const source = readFileSync(file, 'utf8');
    totalsOf(file);
    assert.equal(readPage(printedPath(file), source, { session: 'block' }).document, reading.document);
    const blanked = source.replace(/^---[\s\S]*?^---/m, (frontmatter) => frontmatter.replaceAll(/[^\r\n]/g, ' '));
    assert.equal(openCompiled(blanked, pathToFileURL(file)), reading);
    assert.equal(openLesson(file), reading);
  }
});

test('a file that has changed is read anew, and a page is what was compiled, not what the file has become', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reading-'));
  try {
    const file = path.join(folder, '01-a.mdx');
    writeFileSync(file, '---\ntitle: A\n---\n\n```python id=one\n1\n```\n');
    const first = openLesson(file);
    writeFileSync(file, '---\ntitle: A\n---\n\n```python id=two\n2\n```\n');
    assert.equal(first.lesson.snippets[0]?.id, 'one');
    assert.equal(openLesson(file).lesson.snippets[0]?.id, 'two');
    const compiled = '   \n        \n   \n\n```python id=old\n3\n```\n';
    assert.equal(openCompiled(compiled, pathToFileURL(file)).lesson.snippets[0]?.id, 'old');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a document elsewhere may have components under our names, a page of the course may not', () => {
  const source = 'import { Quiz } from "./mine.js"\n\n<Quiz />\n';
  assert.equal(openText(source, 'a.mdx', 'elsewhere').parts, null);
  assert.notDeepEqual(openText(source, 'a.mdx').parts?.problems, []);
});
