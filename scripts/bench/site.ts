/** Measures the site: how build time grows with the number of pages, how large each edition is, how fast search answers, what an update fetches. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { type Output, openOutput } from '../../src/build/output.ts';
import { outputDirectory, projectDirectory } from '../../src/build/places.ts';
import { precacheOf } from '../../src/build/portable/service-worker.ts';
import { ZIP_EDITION } from '../../src/build/portable/zip-edition.ts';
import { findBrowser } from '../browsers.ts';
import { buildSite, isBuilt } from '../site-build.ts';
import { serve } from '../static-server.ts';
import { generatedPage, writeGeneratedCourse } from './generated-course.ts';

export const about = 'build time per page, sizes, search, bytes of an update (--pages 20,1000)';

const WORDS = ['nonlocal', 'counter_7', 'emphasis paragraph', 'section 3'];

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { pages: { type: 'string', default: '20,1000' } } });
  const counts = values.pages.split(',').map(Number);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-site-'));
  try {
    await course();
    const perPage = new Map<number, number>();
    for (const count of counts) perPage.set(count, await generated(folder, count));
    const [few, many] = [perPage.get(counts[0] ?? 0) ?? 0, perPage.get(counts.at(-1) ?? 0) ?? 0];
    if (counts.length > 1) line('growth', `${(many / few).toFixed(2)} times as long for each page`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The course itself: sizes of its editions. */
async function course(): Promise<void> {
  if (!isBuilt() && !(await buildSite())) process.exit(1);
  const output = openOutput(outputDirectory);
  const { site, python } = precacheOf(output);
  const sum = (files: readonly (readonly [string, string, number])[]) =>
    files.reduce((all, [, , size]) => all + size, 0);
  heading('The course');
  line('kept from the first visit on', `${megabytes(sum(site))} in ${site.length} files`);
  line('Python, kept when used or saved', megabytes(sum(python)));
  line('zip', megabytes(sizeOf(output, [ZIP_EDITION])));
  line('whole output on the host', megabytes(sizeOf(output, output.files())));
}

async function generated(folder: string, count: number): Promise<number> {
  const content = path.join(folder, `content-${count}`);
  const out = path.join(folder, `out-${count}`);
  writeGeneratedCourse(content, count);
  heading(`${count} generated pages of ten blocks`);
  const fixed = build(folder, 1);
  const first = timedBuild(content, out);
  const perPage = (first - fixed) / (count - 1);
  line('first build', `${seconds(first)}, ${perPage.toFixed(1)} ms a page above the first`);
  line('second build, nothing changed', seconds(timedBuild(content, out)));
  const before = precacheOf(openOutput(out));
  await search(out);
  appendFileSync(generatedPage(content, Math.ceil(count / 2)), '\nOne more sentence.\n');
  line('build after a change in one page', seconds(timedBuild(content, out)));
  const known = new Set(before.site.map(([, hash]) => hash));
  const changed = precacheOf(openOutput(out)).site.filter(([, hash]) => !known.has(hash));
  const bytes = changed.reduce((sum, [, , size]) => sum + size, 0);
  line('an update then fetches', `${megabytes(bytes)} in ${changed.length} files, and the list of files`);
  return perPage;
}

/** What a build costs before the first page: one page, warm. */
function build(folder: string, count: number): number {
  const content = path.join(folder, 'content-fixed');
  writeGeneratedCourse(content, count);
  timedBuild(content, path.join(folder, 'out-fixed'));
  return timedBuild(content, path.join(folder, 'out-fixed'));
}

function timedBuild(content: string, out: string): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [path.join(projectDirectory, 'scripts/build.ts')], {
    cwd: projectDirectory,
    env: { ...process.env, SITE_CONTENT: content, SITE_OUTPUT: out },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build of ${content} failed:\n${stderr}`);
  return performance.now() - start;
}

/** First result and next results on the search page, from a server and from disk. */
async function search(out: string): Promise<void> {
  const executablePath = findBrowser('chromium');
  if (executablePath === undefined) return line('search', 'not measured: Chromium was not found');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const server = await serve(out);
  try {
    line('search, hosted', await searchTimes(browser, `${server.address}search.html`));
    line('search, from disk', await searchTimes(browser, `file://${out}/search.html`));
  } finally {
    await browser.close();
    await server.close();
  }
}

async function searchTimes(browser: Browser, address: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForSelector('[role=combobox]');
  const times: number[] = [];
  for (const word of WORDS) {
    const time = await page.evaluate(async (query) => {
      const field = document.querySelector<HTMLInputElement>('[role=combobox]');
      const before = document.querySelector('[role=option]');
      const start = performance.now();
      if (field) field.value = query;
      field?.dispatchEvent(new Event('input', { bubbles: true }));
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        const now = document.querySelector('[role=option]');
        if ((now !== null && now !== before) || performance.now() - start > 20_000) return performance.now() - start;
      }
    }, word);
    times.push(time);
  }
  await page.close();
  const [first = 0, ...next] = times;
  return `first results after ${first.toFixed(0)} ms, next after ${next.map((time) => time.toFixed(0)).join(', ')} ms`;
}

function sizeOf(output: Output, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + output.bytes(file).length, 0);
}

function heading(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

function line(what: string, value: string): void {
  process.stdout.write(`  ${what.padEnd(34)}${value}\n`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
