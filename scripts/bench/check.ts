/** The check, compared with a naive script, with Python's doctest, and with itself on ten times as many pages. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { openText } from '../../src/course/open-lesson.ts';
import { watchMemory } from './memory-watch.ts';

export const about =
  'cold, warm, per block, --watch, 100 and 1,000 pages, memory; the naive way; doctest (--pages N, --large N)';

const root = path.resolve(import.meta.dirname, '../..');

/** A page of ten blocks like those in lessons: scripts with outputs, and every third one a transcript. */
function page(number: number): string {
  const blocks = Array.from({ length: 10 }, (_, index) => {
    const start = number * 10 + index;
    if (index % 3 === 2) {
      return `\`\`\`pycon\n>>> def make_fare(base):\n...     def fare(zones):\n...         return base + zones * 2\n...     return fare\n...\n>>> make_fare(${start})(3)\n${start + 6}\n>>> sorted({"b", "a"})\n['a', 'b']\n\`\`\`\n`;
    }
    return `\`\`\`python\ndef make_shelf(labels):\n    def label(index):\n        return f"{index + ${start}}: {labels[index]}"\n\n    return label\n\n\nshelf = make_shelf(["maps", "atlases", "globes"])\nfor index in range(3):\n    print(shelf(index))\n\`\`\`\n\n\`\`\`output\n${start}: maps\n${start + 1}: atlases\n${start + 2}: globes\n\`\`\`\n`;
  });
  return `# Page ${number}\n\n${blocks.join('\n')}`;
}

function corpus(folder: string, pages: number): string {
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < pages; number += 1) writeFileSync(path.join(folder, `page-${number}.md`), page(number));
  return folder;
}

interface Measured {
  readonly seconds: number;
  /** Peak memory of all its processes in megabytes; null on systems that do not report it. */
  readonly memory: number | null;
}

function startCheck(folder: string, cache: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [path.join(root, 'scripts/check.ts'), folder, ...args], {
    env: { ...process.env, CHECK_CACHE: cache },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ours(folder: string, cache: string, ...args: readonly string[]): Promise<Measured> {
  const start = performance.now();
  const check = startCheck(folder, cache, '--reporter', 'json', ...args);
  const memory = watchMemory(check.pid ?? 0);
  let said = '';
  for (const stream of [check.stdout, check.stderr]) stream?.on('data', (text) => (said = (said + text).slice(-2000)));
  const [code] = await once(check, 'close');
  const seconds = (performance.now() - start) / 1000;
  const most = memory();
  if (code !== 0) throw new Error(`The check failed: ${said}`);
  return { seconds, memory: most };
}

/** Seconds from saving a change to its report, with all other results cached. */
async function watched(folder: string, cache: string): Promise<number> {
  const check = startCheck(folder, cache, '--watch');
  let said = '';
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(said))
      await Promise.race([once(check.stdout as Readable, 'data'), once(check.stderr as Readable, 'data')]);
    said = '';
  };
  for (const stream of [check.stdout, check.stderr]) stream?.on('data', (text) => (said += text));
  try {
    await until(/Watching/);
    const file = path.join(folder, 'page-0.md');
    const times: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const start = performance.now();
      writeFileSync(file, page(0).replace('return f"', `return f"${'x'.repeat(turn + 1)}`));
      await until(/blocks? in 1 file/);
      times.push((performance.now() - start) / 1000);
    }
    return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
  } finally {
    writeFileSync(path.join(folder, 'page-0.md'), page(0));
    check.kill();
  }
}

/** One stock `loadPyodide` per page, as a simple script would do. */
async function naive(folder: string, pages: number): Promise<number> {
  const { loadPyodide } = await import('pyodide');
  const start = performance.now();
  for (let number = 0; number < pages; number += 1) {
    const file = path.join(folder, `page-${number}.md`);
    const { lesson } = openText(readFileSync(file, 'utf8'), file, 'elsewhere');
    const pyodide = await loadPyodide({ stdout: () => {}, stderr: () => {} });
    for (const snippet of lesson.snippets) {
      const { expected, code } = snippet;
      const globals = pyodide.toPy({ __name__: '__main__' });
      const sources = expected.kind === 'transcript' ? expected.statements.map(({ source }) => source) : [code];
      for (const source of sources) pyodide.runPython(source, { globals });
      globals.destroy();
    }
  }
  return (performance.now() - start) / 1000;
}

function doctest(folder: string, pages: number): number | null {
  const files = Array.from({ length: pages }, (_, number) => path.join(folder, `page-${number}.md`));
  const plain = files.map((file) => {
    const text = readFileSync(file, 'utf8').replace(/```(?:pycon)?/g, '');
    const copy = file.replace(/\.md$/, '.txt');
    writeFileSync(copy, text);
    return copy;
  });
  const start = performance.now();
  const result = spawnSync('python3', ['-m', 'doctest', ...plain]);
  return result.error === undefined ? (performance.now() - start) / 1000 : null;
}

async function perBlock(folder: string, cache: string): Promise<number> {
  const blocks = (count: number): string => {
    const where = path.join(folder, `blocks-${count}`);
    mkdirSync(where, { recursive: true });
    writeFileSync(path.join(where, 'page.md'), '```python\nx = 1\n```\n\n'.repeat(count));
    return where;
  };
  const few = (await ours(blocks(10), path.join(cache, 'few'), '--jobs', '1')).seconds;
  const many = (await ours(blocks(510), path.join(cache, 'many'), '--jobs', '1')).seconds;
  return ((many - few) * 1000) / 500;
}

function row(name: string, value: string, note = ''): void {
  process.stdout.write(`${name.padEnd(44)} ${value.padStart(10)}  ${note}\n`);
}

function costs({ seconds, memory }: Measured, pages: number): string {
  const held = memory === null ? 'memory unknown on this system' : `${memory.toFixed(0)} MB in all processes`;
  return `${((seconds * 1000) / pages).toFixed(0)} ms per page, ${held}`;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { pages: { type: 'string', default: '24' }, large: { type: 'string', default: '1000' } },
  });
  const pages = Number(values.pages);
  const large = Number(values.large);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-check-'));
  const cache = path.join(folder, 'cache');
  try {
    const some = corpus(path.join(folder, 'some'), pages);
    await ours(corpus(path.join(folder, 'first'), 1), path.join(cache, 'first'));
    process.stdout.write(`${pages} pages of 10 blocks, ${availableParallelism()} processors; snapshots are made\n\n`);
    const cold = await ours(some, path.join(cache, 'some'));
    const warm = await ours(some, path.join(cache, 'some'));
    const slow = await naive(some, pages);
    row('ours, cold (every block under two seeds)', `${cold.seconds.toFixed(2)} s`, costs(cold, pages));
    row('ours, nothing changed', `${warm.seconds.toFixed(2)} s`, 'at most 0.7');
    row(
      'naive: one stock loadPyodide per page',
      `${slow.toFixed(2)} s`,
      `${(slow / cold.seconds).toFixed(1)} times ours (at least 6)`,
    );
    const native = doctest(some, pages);
    if (native !== null) row("native Python's doctest, transcripts only", `${native.toFixed(2)} s`);
    const block = await perBlock(folder, cache);
    row('overhead of a block', `${block.toFixed(1)} ms`, 'both seeds together, one job (at most 5)');
    row(
      '--watch, from saving a page to its report',
      `${(await watched(some, path.join(cache, 'some'))).toFixed(2)} s`,
      'at most 1',
    );
    if (large > 0) {
      const hundred = await ours(corpus(path.join(folder, 'hundred'), large / 10), path.join(cache, 'hundred'));
      const thousand = await ours(corpus(path.join(folder, 'thousand'), large), path.join(cache, 'thousand'));
      const again = await ours(path.join(folder, 'thousand'), path.join(cache, 'thousand'));
      const growth = thousand.seconds / large / (hundred.seconds / (large / 10));
      row(`${large / 10} pages`, `${hundred.seconds.toFixed(1)} s`, costs(hundred, large / 10));
      row(
        `${large} pages`,
        `${thousand.seconds.toFixed(1)} s`,
        `${costs(thousand, large)} (at most 1536), ${growth.toFixed(2)} times a page of ${large / 10} (at most 1.3)`,
      );
      row(`${large} pages, nothing changed`, `${again.seconds.toFixed(1)} s`, costs(again, large));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
