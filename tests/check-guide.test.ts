/** The contributors' page of the checker is whole: every message with its cure, every attribute with an example that holds. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readPage } from '../src/check/page.ts';
import { ALLOWED_ELEMENTS } from '../src/course/markdown/allowed-html.ts';
import { KEYS } from '../src/lesson/read/info.ts';
import { GUIDE_HEADING, guideOfParts } from '../src/parts/guide.ts';
import { checkText, problems } from './check-harness.ts';
import { isOfForm, messagesInCode } from './check-messages.ts';

const root = path.resolve(import.meta.dirname, '..');
const guide = readFileSync(path.join(root, 'content/CHECKING.md'), 'utf8');

/** First column and second of the tables under "Messages and their cures". */
const rows = (/## Messages and their cures\n([\s\S]*?)\n## /.exec(guide)?.[1] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:message\b|-)/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));

test('each message that the checker has in its code stands in the guide, with a cure, and no other', () => {
  const told = rows.map(([, message = '']) => message);
  assert.deepEqual(told.toSorted(), [...messagesInCode()].sort());
  assert.deepEqual(
    rows.filter(([, , cure = '']) => !/\p{L}.*[.)]$|[^.]{12}`$/u.test(cure)),
    [],
  );
});

test('each message that the reports of all fixtures hold is one of those in the guide', () => {
  const forms = rows.map(([, message = '']) => message);
  let seen = 0;
  for (const file of globSync('tests/fixtures/{check,exercises,parts}/*.txt', { cwd: root })) {
    const report = readFileSync(path.join(root, file), 'utf8');
    for (const [, whole = ''] of report.matchAll(/^[\w.-]+\.mdx?:\d+:\d+: (.+)$/gm)) {
      seen += 1;
      const message = whole.replace(/^(?:[a-z\d-]+: )?(?:advice: )?/, '');
      assert.ok(
        forms.some((form) => isOfForm(message, form) || isOfForm(whole, form)),
        `${file}: ${message}`,
      );
    }
  }
  assert.ok(seen > 50, `${seen} messages were looked at`);
});

test('each attribute has an example in the guide, which is checked with the course', async () => {
  const page = readPage('content/CHECKING.md', guide, { session: 'block' });
  const [exercise = ''] = /(?<=^````mdx\n)[\s\S]*?(?=^````$)/m.exec(guide) ?? [];
  const written = [...page.document.fences.map(({ meta }) => meta), ...exercise.split('\n')].join('\n');
  for (const key of KEYS) {
    assert.match(guide, new RegExp(`^### .*\`${key}\``, 'm'), `\`${key}\` has a heading`);
    assert.match(written, new RegExp(`(?:^|\\s)${key}(?:=|\\s|$)`, 'm'), `\`${key}\` has an example`);
  }
  const seen = await checkText(exercise, { extension: 'mdx' });
  assert.deepEqual(problems(seen), []);
  assert.equal(seen.blocks.length, 5);
});

test('the guide says of each component what its descriptor says', () => {
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  const told = guide.slice(guide.indexOf(`${GUIDE_HEADING}\n`)).split(/^(?=## )/m)[0] ?? '';
  assert.equal(plain(told), plain(guideOfParts()), 'node scripts/guide.ts and npm run format write it');
});

test('the guide names the HTML elements that a lesson may use, and no other', () => {
  const [, about = ''] = /## What a lesson may hold\n([\s\S]*?)\n## /.exec(guide) ?? [];
  const named = [...about.matchAll(/`<(\w+)(?: \/)?>`/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(named)].sort(), ALLOWED_ELEMENTS.toSorted());
});

test('each promise of the guide has tests that bear its number, and no test bears another', () => {
  const [, list = ''] = /## What the check promises\n([\s\S]*?)\n## /.exec(guide) ?? [];
  const promised = [...list.matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) => Number(number));
  assert.deepEqual(
    promised,
    Array.from({ length: promised.length }, (_, index) => index + 1),
  );
  const tests = globSync('{tests,src}/**/*.test.ts', { cwd: root }).map((file) =>
    readFileSync(path.join(root, file), 'utf8'),
  );
  const held = tests.flatMap((text) =>
    [...text.matchAll(/^test\(['"`]promise (\d+): /gm)].map(([, number]) => Number(number)),
  );
  assert.deepEqual(
    [...new Set(held)].sort((a, b) => a - b),
    promised,
  );
});
