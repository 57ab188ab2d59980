/** Promise 1, over the whole course: whatever is changed in any expected output, the check fails. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isRun, runPage } from '../src/check/blocks.ts';
import { openCache } from '../src/check/cache.ts';
import { filesFor, printed } from '../src/check/files.ts';
import { judgePage } from '../src/check/judgement.ts';
import { readPage } from '../src/check/page.ts';
import { engineFingerprint } from '../src/check/python.ts';
import { fencesIn } from '../src/course/markdown/fences.ts';
import type { Fence } from '../src/lesson/read/fence.ts';
import { readLesson } from '../src/lesson/read/lesson.ts';
import type { Snippet } from '../src/lesson/read/snippet.ts';
import { hasWildcard } from '../src/lesson/read/wildcard.ts';
import { ROLES } from '../src/parts/registry.ts';
import { python } from './check-harness.ts';

const cache = openCache(new URL('../.cache/check', import.meta.url).pathname, engineFingerprint());

/** Lines of the source that state an output, as offsets; what only elides is left out. */
function statedLines(source: string, { expected, fence }: Snippet): { start: number; end: number; text: string }[] {
  const lineOf = (of: Fence, index: number) => {
    const start = of.lines[index]?.offset ?? 0;
    const end = source.slice(start).search(/\r?\n/) + start;
    return { start, end, text: source.slice(start, end) };
  };
  const lines =
    expected.kind === 'transcript'
      ? expected.statements.flatMap(({ outputLines: [from, to] }) =>
          Array.from({ length: to - from }, (_, index) => lineOf(fence, from + index)),
        )
      : expected.kind === 'stated'
        ? [expected.output, expected.error].flatMap(
            (claim) => claim?.fence.lines.map((_, index) => lineOf(claim.fence, index)) ?? [],
          )
        : [];
  return lines.filter(({ text }) => !/^\s*(?:\.\.\.|\[\.\.\.\])\s*$/.test(text));
}

type Change = (line: string) => string | null;

/** Changes that a slip of the hand, a formatter or a new version could make. */
const CHANGES: Readonly<Record<string, Change>> = {
  'a character added at the end': (line) => `${line}#`,
  'a space added at the end': (line) => `${line} `,
  'the first character changed': (line) =>
    line === '' || /^(?:0x\.|<\.)/.test(line) ? null : (line[0] === 'Q' ? 'R' : 'Q') + line.slice(1),
  'the last character dropped': (line) =>
    line === '' || /(?:0x\.\.\.|<\.\.\.>)$/.test(line) ? null : line.slice(0, -1),
  'the line twice': (line) => `${line}\n${line}`,
  'a line before it': (line) => `stray\n${line}`,
  'a digit changed': (line) =>
    /\d/.test(line.replace(/0x\.\.\./g, ''))
      ? line.replace(/(?<!0x[\w.]*)\d(?!x\.)/, (digit) => String((Number(digit) + 1) % 10))
      : null,
  'capitals swapped': (line) => (hasWildcard(line) || line === line.toUpperCase() ? null : line.toUpperCase()),
  'the line emptied': (line) => (line === '' ? null : ''),
};

test('promise 1: no corruption of any expected output in the course goes unseen', async () => {
  let tried = 0;
  const unseen: string[] = [];
  for (const file of filesFor({ paths: [], shard: null })) {
    const source = readFileSync(file, 'utf8');
    const page = readPage(printed(file), source, { session: 'block' });
    const all = { wants: () => true, parts: false };
    const pageCache = cache.page(file);
    const run = await runPage(page, python, pageCache, all);
    pageCache.save(true);
    const unordered = (snippet: Snippet): boolean => snippet.match === 'unordered' || snippet.match === 'shape';
    for (const snippet of page.lesson.snippets.filter(isRun)) {
      for (const [index, { start, end, text }] of statedLines(source, snippet).entries()) {
        for (const [name, change] of Object.entries(CHANGES)) {
          if (unordered(snippet) && name === 'a digit changed') continue;
          const changed = change(text);
          if (changed === null || changed === text) continue;
          // Continued lines keep the indentation or quote marks of their container.
          const indent = /[^\n]*$/.exec(source.slice(0, start))?.[0] ?? '';
          const corrupted = source.slice(0, start) + changed.replace('\n', `\n${indent}`) + source.slice(end);
          const document = fencesIn(corrupted, page.document.file);
          const lesson = readLesson(document.fences, page.path, ROLES);
          const again = { ...page, document, lesson, problems: [...document.problems, ...lesson.problems] };
          const same = lesson.snippets.find(({ id }) => id === snippet.id);
          const blocks = run.blocks.map((block) =>
            block.snippet.id === snippet.id && same ? { ...block, snippet: same } : block,
          );
          const reports = judgePage(
            again,
            { ...run, blocks, problems: [] },
            ({ id }) => id === snippet.id,
            { unstated: 'nothing' },
            true,
          );
          tried += 1;
          const caught = reports.some(({ status }) => status === 'failed' || status === 'error');
          if (!caught)
            unseen.push(`${page.path}: ${snippet.id}, output line ${index + 1} (${JSON.stringify(text)}): ${name}`);
        }
      }
    }
  }
  assert.deepEqual(unseen, []);
  assert.ok(tried > 500, `${tried} corruptions were tried`);
  console.log(`${tried} corruptions tried, ${tried - unseen.length} caught`);
});
