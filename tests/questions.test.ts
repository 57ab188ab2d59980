/** Search by what people ask, of the built index: the same ranking as in the page. `npm run bench -- questions` prints the figures. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { questionLists, questionsOf, ranksOf } from '../scripts/bench/questions.ts';
import { openSiteSearch } from '../scripts/bench/site-index.ts';
import { buildSite, isBuilt } from '../scripts/site-build.ts';
import { askedIn } from '../src/course/asked.ts';
import { fencesIn } from '../src/course/markdown/fences.ts';
import { contentDirectory, outputDirectory } from '../src/course/places.ts';
import type { Ask } from '../src/elements/search/ranking/answers.ts';

let ask: Ask;

before(async () => {
  if (!isBuilt()) assert.ok(await buildSite(), 'the site builds');
  ask = await openSiteSearch(outputDirectory);
});

const first = async (text: string) => (await (await ask(text)).best(1))[0];

for (const name of questionLists()) {
  test(`${name}: each question finds something; the right section stands in the first three and, mostly, first`, async () => {
    const ranks = await ranksOf(ask, questionsOf(name));
    assert.deepEqual(
      ranks.filter(({ found }) => found.length === 0).map(({ question }) => question.ask),
      [],
    );
    const share = (limit: number) => ranks.filter(({ rank }) => rank > 0 && rank <= limit).length / ranks.length;
    assert.ok(share(3) >= 0.9, `in the first three: ${share(3)}`);
    assert.ok(share(1) >= 0.7, `first: ${share(1)}`);
  });
}

test('each message of the page of errors is found first when it is pasted with other names', async () => {
  const page = fencesIn(readFileSync(path.join(contentDirectory, 'errors.mdx'), 'utf8'), {
    path: 'errors.mdx',
    syntax: 'mdx',
  });
  const { lines } = askedIn(page);
  const headings = page.headings.filter(({ depth }) => depth > 1);
  const entries = headings.flatMap(({ depth, text, span }, index) => {
    const end = headings[index + 1]?.span.start.line ?? Number.POSITIVE_INFINITY;
    const asked = lines.filter(({ position: { line } }) => line > span.start.line && line < end);
    return depth === 3 ? [{ title: text, messages: [text, ...asked.map((line) => line.text)] }] : [];
  });
  assert.ok(entries.length > 20, `${entries.length} entries`);
  const missed: string[] = [];
  for (const { title, messages } of entries) {
    for (const line of messages) {
      const message = line
        .replaceAll(/(['‘’"])[^'‘’"\s]+\1|‘[^’]+’/g, "'reader_name_7'")
        .replaceAll('…', 'reader_name()');
      const pasted = /^[A-Z]\w*: /.test(message) ? message : `SomeError: ${message}`;
      const text = `Traceback (most recent call last):\n  File "/home/me/shop.py", line 42, in run\n    run()\n${pasted}\n`;
      const found = await first(text);
      if (found?.kind !== 'error' || found.title.replaceAll(/[‘’]/g, "'") !== title)
        missed.push(`${pasted} → ${found?.title}`);
    }
  }
  assert.deepEqual(missed, []);
});

test('names of Python and signs lead to what explains them', async () => {
  for (const [text, section] of [
    ['functools.wraps', 'functoolswraps-keeps-the-name-and-the-docstring'],
    ['__closure__', 'a-closure-is-recognised-by-its-__closure__'],
  ] as const)
    assert.equal((await first(text))?.section, section, text);
  for (const sign of ['+=', '@', ':=']) {
    const found = await first(sign);
    assert.ok(`${found?.title} ${found?.text}`.includes(sign), `${sign}: ${found?.anchor}`);
  }
});

test('a heading with nothing below it is never first', async () => {
  for (const text of ['closure', 'nonlocal', 'late binding', 'quiz', 'memoization', 'cells']) {
    const found = await first(text);
    assert.notEqual(found?.text, '', text);
  }
});

test('an empty list is given only for words that nothing here has', async () => {
  assert.equal((await ask('zqxjkv')).total, 0);
  for (const text of ['zqxjkv closure', 'clsoure', 'what', 'how do i', 'memoised'])
    assert.ok((await ask(text)).total > 0, text);
});
