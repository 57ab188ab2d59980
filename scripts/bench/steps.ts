/** The stepper on the course's own blocks: the size of recordings, the time to make them at build time and live, the time to draw a step, and the size of the viewer. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { lessonFiles, lessonSlug } from '../../src/course/lesson-files.ts';
import { openLesson } from '../../src/course/open-lesson.ts';
import { outputDirectory } from '../../src/course/places.ts';
import type { Trace } from '../../src/lesson/trace/trace.ts';
import { createPool } from '../../src/runtime/node/pool.ts';
import { recordableOf } from '../../src/site/analysis/recordable.ts';
import type { Recordable } from '../../src/site/analysis/recordings.ts';
import { openOutput } from '../../src/site/output.ts';
import { findBrowser } from '../browsers.ts';
import { buildSite, isBuilt } from '../site-build.ts';
import { serve } from '../static-server.ts';

export const about =
  'bytes and time of recordings, at build and live; time to draw a step; size of the viewer (--live N)';

/** The steps are drawn repeatedly until there are about this many drawings. */
const DRAWINGS = 500;

interface Block {
  readonly slug: string;
  readonly id: string;
  readonly recordable: Recordable;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { live: { type: 'string', default: '12' } } });
  const blocks = lessonFiles().flatMap(blocksOf);
  if (blocks.length === 0) throw new Error('No block of the course has `steps`: there is nothing to measure.');
  const drawn = await atBuild(blocks);
  if (!isBuilt() && !(await buildSite())) process.exit(1);
  viewer();
  await inBrowser(blocks, drawn, Number(values.live));
}

function blocksOf(file: string): readonly Block[] {
  const { lesson } = openLesson(file);
  return lesson.snippets
    .filter(({ steps, skip }) => steps !== undefined && skip === undefined)
    .map(({ id }) => ({ slug: lessonSlug(file), id, recordable: recordableOf(lesson, id) }));
}

/** Makes recordings as the build does, in one interpreter. Returns the largest complete one, and one that was cut. */
async function atBuild(blocks: readonly Block[]): Promise<readonly Block[]> {
  const pool = await createPool({ jobs: 1 });
  const page = await pool.openPage(1);
  const record = ({ recordable: { programs, stdin } }: Block): Promise<Trace> => page.trace({ programs, stdin }, 20);
  const traces: Trace[] = [];
  const times: number[] = [];
  try {
    // Loads the recorder, which must not be timed.
    for (const block of blocks.slice(0, 1)) await record(block);
    for (const block of blocks) {
      const start = performance.now();
      traces.push(await record(block));
      times.push(performance.now() - start);
    }
  } finally {
    await page.close();
    await pool.close();
  }
  const bytes = traces.map((trace) => gzipSync(JSON.stringify(trace), { level: 9 }).length);
  const steps = traces.map((trace) => trace.steps.length);
  process.stdout.write(`${blocks.length} blocks of the course\n`);
  line('steps', `median ${median(steps)}, most ${Math.max(...steps)}`);
  line('recording, gzipped', `median ${median(bytes)} bytes, most ${Math.max(...bytes)}`, 'at most 1536');
  line(
    'recording at build',
    `median ${median(times).toFixed(1)} ms, most ${Math.max(...times).toFixed(1)}`,
    'at most 25',
  );
  const bySize = blocks.map((block, index) => ({ block, steps: steps[index] ?? 0, cut: traces[index]?.end.cut }));
  bySize.sort((a, b) => b.steps - a.steps);
  const largest = [bySize.find(({ cut }) => cut === undefined), bySize.find(({ cut }) => cut !== undefined)];
  return largest.flatMap((found) => (found === undefined ? [] : [found.block]));
}

function viewer(): void {
  const output = openOutput(outputDirectory);
  const files = output.files().filter((file) => /closure-stepper\..*\.js$/.test(file));
  const bytes = files.map((file) => gzipSync(readFileSync(path.join(outputDirectory, file)), { level: 9 }).length);
  line('viewer, gzipped', `${bytes.reduce((sum, size) => sum + size, 0)} bytes`, 'at most 25600');
}

async function inBrowser(blocks: readonly Block[], largest: readonly Block[], live: number): Promise<void> {
  const executablePath = findBrowser('chromium');
  if (executablePath === undefined) return line('in Chromium', 'not measured: it was not found');
  const profile = mkdtempSync(path.join(tmpdir(), 'bench-steps-'));
  const browser = await chromium.launchPersistentContext(profile, { executablePath, args: ['--no-sandbox'] });
  const server = await serve(outputDirectory);
  const page = await browser.newPage();
  try {
    for (const { slug, id } of largest) {
      const { steps, all } = await drawing(page, `${server.address}lessons/${slug}.html`, id);
      line(
        'a step drawn',
        `95th percentile ${percentile(steps, 0.95).toFixed(1)} ms of ${steps.length} steps of ${id}; ` +
          `of all ${all.length} drawings ${percentile(all, 0.95).toFixed(1)}, median ${median(all).toFixed(1)}`,
        'at most 8',
      );
    }
    const times: number[] = [];
    for (const block of blocks.slice(0, live)) {
      times.push(await liveRecording(page, `${server.address}lessons/${block.slug}.html`, block));
    }
    line('recording live', `median ${median(times).toFixed(1)} ms of ${times.length} blocks`, 'at most 60');
  } finally {
    await browser.close();
    await server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

interface Drawn {
  /** Milliseconds for each step: the median of its drawings, because other work on the machine may slow down any of them. */
  readonly steps: readonly number[];
  readonly all: readonly number[];
}

async function drawing(page: Page, address: string, id: string): Promise<Drawn> {
  // Leaves the page first, because changing only the fragment would not reload it.
  await page.goto('about:blank');
  await page.goto(`${address}#${id}:1`);
  await page.waitForFunction(linkOf(id));
  const rounds: readonly (readonly number[])[] = await page.evaluate(
    async ([block, enough]) => {
      const stepper = document.querySelector(`closure-stepper[data-block="${block}"]`);
      const press = (action: string): void => stepper?.querySelector<HTMLElement>(`[data-go=${action}]`)?.click();
      const last = Number(stepper?.querySelector<HTMLInputElement>('input[type=range]')?.max);
      const found: number[][] = [];
      for (let drawn = 0; drawn < enough; drawn += last) {
        const times: number[] = [];
        press('first');
        for (let step = 1; step < last; step++) {
          await new Promise(requestAnimationFrame);
          const start = performance.now();
          press('next');
          // Forces layout, which is part of drawing.
          stepper?.getBoundingClientRect();
          times.push(performance.now() - start);
        }
        found.push(times);
      }
      return found;
    },
    [id, DRAWINGS] as const,
  );
  const steps = (rounds[0] ?? []).map((_, step) => median(rounds.map((round) => round[step] ?? Number.NaN)));
  return { steps, all: rounds.flat() };
}

/** Milliseconds from opening the stepper of an edited block to its first step, with Python and the recorder already loaded. */
async function liveRecording(page: Page, address: string, { id, recordable }: Block): Promise<number> {
  const code = `${recordable.programs.at(-1)?.code}\n# edited`;
  await page.goto(address);
  await page.evaluate(
    ([block, text]) => localStorage.setItem(`code:${location.pathname}`, JSON.stringify({ [block as string]: text })),
    [id, code],
  );
  await page.goto('about:blank');
  await page.goto(`${address}#${id}:1`);
  await page.waitForFunction(linkOf(id));
  const open = (): Promise<number> =>
    page.evaluate(async (block) => {
      const stepper = document.querySelector(`closure-stepper[data-block="${block}"]`);
      const fold = stepper?.closest('details');
      if (!fold || !stepper) throw new Error(`The page has no stepper for ${block}.`);
      const news = (): string => stepper.querySelector('.st-news')?.textContent ?? '';
      fold.open = false;
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (const line of stepper.querySelectorAll('.st-news')) line.textContent = '';
      const start = performance.now();
      fold.open = true;
      while (!/recorded just now|could not/.test(news())) {
        if (performance.now() - start > 60_000) throw new Error(`The recording of ${block} did not come: ${news()}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      if (news().includes('could not')) throw new Error(news());
      return performance.now() - start;
    }, id);
  await open();
  return open();
}

const linkOf = (id: string): string => `document.querySelector('closure-stepper[data-block="${id}"] .st-link')?.href`;

function median(numbers: readonly number[]): number {
  return percentile(numbers, 0.5);
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function line(what: string, value: string, wanted = ''): void {
  process.stdout.write(`  ${what.padEnd(24)} ${value}${wanted === '' ? '' : `  (${wanted})`}\n`);
}
