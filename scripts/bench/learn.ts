/** The learning parts: the size of their code, the time from an answer to its feedback, and the times of a check and the scope analysis. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { outputDirectory, projectDirectory } from '../../src/course/places.ts';
import { openOutput } from '../../src/site/output.ts';
import { findBrowser } from '../browsers.ts';
import { buildSite, isBuilt } from '../site-build.ts';
import { serve } from '../static-server.ts';
import { lazyScripts } from './lazy-scripts.ts';

export const about = 'bytes of the learning parts, feedback after an answer and a check, scope analysis (--checks N)';

const LESSON = 'lessons/closures-in-one-sitting.html';
/** The modules of a lesson with every part, of the pages "Your progress" and "Flash cards", and of the scope view. */
const IN_LESSONS = ['lesson-parts'];
const SCOPE_VIEW = ['name-lights'];
const ON_PAGES = ['progress-pages', 'lesson-done'];
/** Modules of blocks, which lessons without learning parts load too. */
const OF_BLOCKS = ['blocks', 'page-actions', 'page-python', 'notebook', 'editor'];
/** Modules in the script of all pages. */
const ENTRIES = ['learning-parts', 'progress-parts', 'scope-view'];

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { checks: { type: 'string', default: '9' } } });
  if (!isBuilt() && !(await buildSite())) throw new Error('The site could not be built.');
  await code();
  await inBrowser(Number(values.checks));
  await scopes();
}

async function code(): Promise<void> {
  const folder = path.join(outputDirectory, 'assets');
  const size = (text: string | Buffer): number => gzipSync(text, { level: 9 }).length;
  const sum = (files: Iterable<string>): number =>
    [...files].reduce((total, file) => total + size(readFileSync(path.join(outputDirectory, file))), 0);
  const site = readdirSync(folder).find((name) => /^site\..*\.js$/.test(name)) ?? '';
  const listOf = lazyScripts(openOutput(outputDirectory), `assets/${site}`);
  const filesOf = (names: readonly string[]): Set<string> => new Set(names.flatMap(listOf));
  const known = filesOf(OF_BLOCKS);
  const own = (names: readonly string[]): Set<string> => filesOf(names).difference(known);
  const entries = await Promise.all(
    ENTRIES.map(async (name) => {
      const source = readFileSync(path.join(projectDirectory, 'src/elements', `${name}.ts`), 'utf8');
      return size((await transform(source, { loader: 'ts', minify: true })).code);
    }),
  );
  const first = entries.reduce((total, bytes) => total + bytes, 0);
  process.stdout.write('code, gzipped\n');
  line('parts of lessons', `${sum(own(IN_LESSONS))} bytes`);
  line('progress, flash cards', `${sum(own(ON_PAGES))} bytes, what lessons share included`);
  line('scope view', `${sum(own(SCOPE_VIEW))} bytes`);
  line('a lesson with all of it', `${sum(own([...IN_LESSONS, ...SCOPE_VIEW]))} bytes`);
  const all = [...own([...IN_LESSONS, ...ON_PAGES])].map((file) => readFileSync(path.join(outputDirectory, file)));
  line('all learning parts', `${size(Buffer.concat(all))} bytes as one text`);
  line(
    'the same, as they are loaded',
    `${sum(own([...IN_LESSONS, ...ON_PAGES]))} bytes in ${all.length} files`,
    'at most 12288',
  );
  line('their loaders', `${first} bytes in the script of all pages`);
  line('names of edited code', `${sum(own(['live-scopes']))} bytes, most of it Python, with the first edit`);
}

async function inBrowser(checks: number): Promise<void> {
  const browser = await chromium.launch({
    executablePath: findBrowser('chromium') ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const server = await serve(outputDirectory);
  try {
    const page = await browser.newPage();
    await page.goto(server.address + LESSON);
    await page.evaluate(() => document.querySelector('exercise-card')?.scrollIntoView());
    await page.waitForSelector('.quiz-said', { state: 'attached' });
    await page.waitForSelector('.task-actions', { state: 'attached' });
    const answered = await answers(page);
    const checked = await checkTimes(page, checks);
    process.stdout.write('feedback in Chromium\n');
    line('after an answer', told(answered), 'at most 100');
    line('after Check', `${told(checked)}; Python running`, 'at most 300');
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Milliseconds from the click on each choice to the frame that shows its feedback. */
function answers(page: Page): Promise<readonly number[]> {
  return page.evaluate(async () => {
    const times: number[] = [];
    for (const choice of document.querySelectorAll<HTMLDetailsElement>('.choices:not([data-answers]) .choice')) {
      const summary = choice.querySelector('summary');
      if (!summary?.checkVisibility() || summary.tabIndex < 0) continue;
      choice.scrollIntoView();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const start = performance.now();
      summary.click();
      // The second callback runs once the first frame has been drawn.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      if (!choice.open || !choice.dataset.state) throw new Error('An answer got no feedback.');
      times.push(performance.now() - start);
    }
    return times;
  });
}

/** Milliseconds from Check to the verdict on a wrong program, without the first check, which starts Python. */
function checkTimes(page: Page, count: number): Promise<readonly number[]> {
  return page.evaluate(async (wanted) => {
    const part = document.querySelector('exercise-card');
    const button = part?.querySelector<HTMLElement>('.task-check');
    const said = part?.querySelector<HTMLElement>('.task-said');
    if (!button || !said) throw new Error('The lesson has no exercise.');
    const times: number[] = [];
    for (let round = 0; round <= wanted; round += 1) {
      const start = performance.now();
      button.click();
      while (!said.dataset.state) {
        if (performance.now() - start > 120_000) throw new Error('The check did not end.');
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      if (round > 0) times.push(performance.now() - start);
    }
    return times;
  }, count);
}

/** Runs the analysis twice, in separate processes, with an empty cache and then with a full one. */
async function scopes(): Promise<void> {
  const content = path.relative(projectDirectory, path.join(projectDirectory, 'content'));
  const measure = async (): Promise<{ blocks: number; boot: number; analysis: number }> => {
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'scope-times.ts')], {
      cwd: projectDirectory,
      env: { ...process.env, SITE_CONTENT: content },
    });
    return JSON.parse(stdout);
  };
  const cache = path.join(projectDirectory, '.cache');
  // `SITE_CONTENT` selects a cache that builds do not use; its scopes are from the last benchmark.
  for (const file of readdirSync(cache, { recursive: true, encoding: 'utf8' })) {
    if (/^astro-\w+[\\/]scopes-\w+\.jsonl?$/.test(file)) rmSync(path.join(cache, file));
  }
  const cold = await measure();
  const kept = await measure();
  process.stdout.write(`scopes of ${cold.blocks} blocks\n`);
  line(
    'analysed anew',
    `${Math.round(cold.analysis)} ms, after ${Math.round(cold.boot)} ms for Python`,
    'at most 2000',
  );
  line('from the cache', `${Math.round(kept.boot + kept.analysis)} ms`);
}

function told(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `median ${middle.toFixed(0)} ms, most ${(sorted.at(-1) ?? Number.NaN).toFixed(0)} ms of ${sorted.length}`;
}

function line(what: string, value: string, wanted = ''): void {
  process.stdout.write(`  ${what.padEnd(26)} ${value}${wanted === '' ? '' : `  (${wanted})`}\n`);
}
