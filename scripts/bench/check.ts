/** The checker against the naive way, against Python's own doctest, and against itself on ten times as many pages. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fencesIn } from '../../src/build/markdown/fences.ts';
import { readLesson } from '../../src/lesson/lesson.ts';

export const about = 'cold, warm, per block, 100 and 1,000 pages; the naive way; doctest (--pages N, --large N)';

const root = path.resolve(import.meta.dirname, '../..');
const RSS = 'data:text/javascript,process.on("exit",()=>process.stderr.write("\nrss "+process.resourceUsage().maxRSS))';

/** A page of ten blocks such as lessons have: scripts with outputs, and every third one a transcript. */
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
  /** Megabytes at most. */
  readonly memory: number;
}

function ours(folder: string, cache: string, ...args: readonly string[]): Measured {
  const start = performance.now();
  const result = spawnSync(
    process.execPath,
    ['--import', RSS, path.join(root, 'scripts/check.ts'), folder, '--reporter', 'json', ...args],
    {
      env: { ...process.env, CHECK_CACHE: cache },
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  );
  const seconds = (performance.now() - start) / 1000;
  if (result.status !== 0)
    throw new Error(`The check failed: ${result.stderr.slice(-2000)}${result.stdout.slice(0, 2000)}`);
  return { seconds, memory: Number(/rss (\d+)/.exec(result.stderr)?.[1] ?? 0) / 1024 };
}

/** One stock Pyodide a page, as `loadPyodide` gives it: what a simple script would do. */
async function naive(folder: string, pages: number): Promise<number> {
  const { loadPyodide } = await import('pyodide');
  const start = performance.now();
  for (let number = 0; number < pages; number += 1) {
    const file = path.join(folder, `page-${number}.md`);
    const { fences } = fencesIn(readFileSync(file, 'utf8'), { path: file, syntax: 'md' });
    const pyodide = await loadPyodide({ stdout: () => {}, stderr: () => {} });
    for (const snippet of readLesson(fences, file).snippets) {
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

function perBlock(folder: string, cache: string): number {
  const blocks = (count: number): string => {
    const where = path.join(folder, `blocks-${count}`);
    mkdirSync(where, { recursive: true });
    writeFileSync(path.join(where, 'page.md'), '```python\nx = 1\n```\n\n'.repeat(count));
    return where;
  };
  const few = ours(blocks(10), path.join(cache, 'few'), '--jobs', '1').seconds;
  const many = ours(blocks(510), path.join(cache, 'many'), '--jobs', '1').seconds;
  return ((many - few) * 1000) / 500;
}

function row(name: string, value: string, note = ''): void {
  process.stdout.write(`${name.padEnd(44)} ${value.padStart(10)}  ${note}\n`);
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
    ours(corpus(path.join(folder, 'first'), 1), path.join(cache, 'first'));
    process.stdout.write(`${pages} pages of 10 blocks, ${availableParallelism()} processors; snapshots are made\n\n`);
    const cold = ours(some, path.join(cache, 'some'));
    const warm = ours(some, path.join(cache, 'some'));
    const slow = await naive(some, pages);
    row(
      'ours, cold (every block under two seeds)',
      `${cold.seconds.toFixed(2)} s`,
      `${((cold.seconds * 1000) / pages).toFixed(0)} ms a page, ${cold.memory.toFixed(0)} MB`,
    );
    row('ours, nothing changed', `${warm.seconds.toFixed(2)} s`);
    row(
      'naive: one stock loadPyodide a page',
      `${slow.toFixed(2)} s`,
      `${(slow / cold.seconds).toFixed(1)} times ours`,
    );
    const native = doctest(some, pages);
    if (native !== null) row("native Python's doctest, transcripts only", `${native.toFixed(2)} s`);
    row('overhead of a block', `${perBlock(folder, cache).toFixed(1)} ms`, 'both seeds together, one job');
    if (large > 0) {
      const hundred = ours(corpus(path.join(folder, 'hundred'), large / 10), path.join(cache, 'hundred'));
      const thousand = ours(corpus(path.join(folder, 'thousand'), large), path.join(cache, 'thousand'));
      const again = ours(path.join(folder, 'thousand'), path.join(cache, 'thousand'));
      const each = (measured: Measured, count: number): number => (measured.seconds * 1000) / count;
      row(
        `${large / 10} pages`,
        `${hundred.seconds.toFixed(1)} s`,
        `${each(hundred, large / 10).toFixed(0)} ms a page, ${hundred.memory.toFixed(0)} MB`,
      );
      row(
        `${large} pages`,
        `${thousand.seconds.toFixed(1)} s`,
        `${each(thousand, large).toFixed(0)} ms a page (${(each(thousand, large) / each(hundred, large / 10)).toFixed(2)} times), ${thousand.memory.toFixed(0)} MB`,
      );
      row(`${large} pages, nothing changed`, `${again.seconds.toFixed(1)} s`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
