/** Measures build time by number of pages, the size of each edition, the speed of search, and the size of an update. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cacheOf, outputDirectory, projectDirectory } from '../../src/course/places.ts';
import { type Output, openOutput } from '../../src/site/output.ts';
import { precacheOf, SERVICE_WORKER } from '../../src/site/portable/service-worker.ts';
import { ZIP_EDITION } from '../../src/site/portable/zip-edition.ts';
import { buildSite, isBuilt } from '../site-build.ts';
import { generatedPage, writeGeneratedCourse, writeStarlightSite } from './generated-course.ts';
import { searchTimes } from './site-search.ts';

export const about =
  'build time per page beside a bare Starlight site, sizes, search, bytes of an update (--pages 20,300,1000 --parts course,build,starlight,search)';

const PARTS = ['course', 'build', 'starlight', 'search'] as const;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { pages: { type: 'string', default: '20,300,1000' }, parts: { type: 'string', default: PARTS.join() } },
  });
  const counts = values.pages.split(',').map(Number);
  const parts = values.parts.split(',');
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-site-'));
  const starlight = path.join(projectDirectory, '.cache', 'bench-starlight');
  try {
    if (parts.includes('course')) await course(parts.includes('search'));
    const ours: Builds[] = [];
    const theirs: Builds[] = [];
    for (const count of counts) {
      heading(`${count} generated pages of ten blocks`);
      const pages = path.join(folder, `content-${count}`);
      const out = path.join(folder, `out-${count}`);
      writeGeneratedCourse(pages, count);
      if (parts.includes('build')) ours.push(generated(pages, out, count));
      else if (parts.includes('search')) timedBuild(pages, out);
      if (parts.includes('search')) await search(out, ['nonlocal', 'counter_7', 'emphasis paragraph', 'section 3']);
      if (parts.includes('starlight')) theirs.push(bareStarlight(starlight, count));
    }
    if (counts.length > 1 && ours.length + theirs.length > 0) heading('Each further page');
    perPage('this site', ours);
    perPage('bare Starlight', theirs);
  } finally {
    for (const name of readdirSync(folder)) rmSync(cacheOf(path.join(folder, name)), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    rmSync(starlight, { recursive: true, force: true });
  }
}

/** Milliseconds of a site's first build, and of the next one without changes. */
interface Builds {
  readonly pages: number;
  readonly first: number;
  readonly second: number;
}

/** The cost per page without fixed costs, from the difference between two sizes. */
function perPage(who: string, builds: readonly Builds[]): void {
  for (const step of ['first', 'second'] as const) {
    const costs = builds.slice(1).map((more, index) => {
      const less = builds[index] ?? more;
      return { from: less.pages, to: more.pages, cost: (more[step] - less[step]) / (more.pages - less.pages) };
    });
    const told = costs.map(({ from, to, cost }) => `${cost.toFixed(1)} ms from ${from} to ${to} pages`);
    const growth = (costs.at(-1)?.cost ?? 0) / (costs[0]?.cost ?? 1);
    if (told.length > 1) told.push(`growth ${growth.toFixed(2)}`);
    if (told.length > 0) line(`${who}, ${step} build`, told.join(', '));
  }
}

/** The course itself: sizes of its editions. */
async function course(withSearch: boolean): Promise<void> {
  if (!isBuilt() && !(await buildSite())) process.exit(1);
  const output = openOutput(outputDirectory);
  const { site, python } = precacheOf(output);
  const sum = (files: readonly (readonly [string, string, number])[]) =>
    files.reduce((all, [, , size]) => all + size, 0);
  heading('The course');
  line('saved on the first visit', `${megabytes(sum(site))} in ${site.length} files`);
  line('Python, kept when used or saved', megabytes(sum(python)));
  line('zip', megabytes(sizeOf(output, [ZIP_EDITION])));
  line('whole output on the host', `${megabytes(sizeOf(output, output.files()))} in ${output.files().length} files`);
  if (withSearch) await search(outputDirectory, ['nonlocal', '__closure__', 'late binding', 'decorator']);
}

function generated(content: string, out: string, count: number): Builds {
  const first = timedBuild(content, out);
  line('first build, nothing cached', seconds(first));
  const second = timedBuild(content, out);
  line('second build, nothing changed', seconds(second));
  const before = precacheOf(openOutput(out));
  appendFileSync(generatedPage(content, Math.ceil(count / 2)), '\nOne more sentence.\n');
  line('build after a change in one page', seconds(timedBuild(content, out)));
  const known = new Set(before.site.map(([, hash]) => hash));
  const output = openOutput(out);
  const changed = precacheOf(output).site.filter(([, hash]) => !known.has(hash));
  const bytes = changed.reduce((sum, [, , size]) => sum + size, 0);
  const list = megabytes(output.bytes(SERVICE_WORKER).length);
  line(
    'an update then fetches',
    `${megabytes(bytes)} in ${changed.length} files, and the worker with its list, ${list}`,
  );
  return { pages: count, first, second };
}

/** The same pages built by Starlight without further configuration, in the same two steps. */
function bareStarlight(folder: string, count: number): Builds {
  const site = path.join(folder, String(count));
  writeStarlightSite(site, count);
  const first = timedStarlight(site);
  line('bare Starlight, first build', seconds(first));
  const second = timedStarlight(site);
  line('bare Starlight, second build', seconds(second));
  return { pages: count, first, second };
}

function timedBuild(content: string, out: string): number {
  return timed([path.join(projectDirectory, 'scripts/build.ts')], { SITE_CONTENT: content, SITE_OUTPUT: out });
}

function timedStarlight(folder: string): number {
  return timed([path.join(projectDirectory, 'node_modules/astro/bin/astro.mjs'), 'build', '--root', folder], {});
}

function timed(args: readonly string[], environment: Readonly<Record<string, string>>): number {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: projectDirectory,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...environment },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout.slice(-2000)}\n${stderr}`);
  return performance.now() - start;
}

async function search(out: string, words: readonly string[]): Promise<void> {
  const times = await searchTimes(out, words);
  if (times === undefined) return line('search', 'not measured: Chromium was not found');
  for (const [mode, time] of Object.entries(times)) line(`search, ${mode}`, time);
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
