/** The cost of reading on Lighthouse's phone profile: its four scores, the bytes of every lesson, the response to input, and search. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { outputDirectory } from '../../src/course/places.ts';
import { openOutput } from '../../src/site/output.ts';
import { findBrowser } from '../browsers.ts';
import { buildSite, isBuilt } from '../site-build.ts';
import { type StaticServer, serve } from '../static-server.ts';
import { firstResults, interactions } from './page-input.ts';
import { lighthouse } from './page-lighthouse.ts';
import { visit } from './page-visits.ts';

export const about =
  'Lighthouse, bytes of every lesson, response and search (--runs N, --only lighthouse|bytes|input|search)';

const LESSON = 'lessons/closures-in-one-sitting.html';
const PAGES = ['index.html', LESSON, 'search.html'];
const GZIPPED: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

const PARTS: Readonly<Record<string, (browser: Browser, address: string, runs: number) => Promise<void>>> = {
  async lighthouse(_, address, runs) {
    heading('Lighthouse, phone profile: performance, accessibility, best practices, SEO (goal: 100 each)');
    for (const name of PAGES) {
      const result = await lighthouse(address + name, runs);
      if (typeof result === 'string') return line(name, result);
      line(name, `${result.points.join(' ')}   ${result.measures}`);
      for (const fault of result.faults) line('', `below 90: ${fault}`);
    }
  },

  async bytes(browser, address) {
    heading(
      'First visit, everything that it fetches, gzipped (goal for a lesson: 80 KB in 10 requests, nothing moves)',
    );
    const lessons = openOutput(outputDirectory)
      .files()
      .filter((file) => /^lessons\/.*\.html$/.test(file));
    const visits = [];
    for (const name of new Set([...PAGES, ...lessons]))
      visits.push({ name, ...(await visit(browser, address + name)) });
    const [others, largest] = [
      visits.filter(({ name }) => !lessons.includes(name)),
      visits.filter(({ name }) => lessons.includes(name)).toSorted((a, b) => b.bytes - a.bytes),
    ];
    for (const { name, bytes, requests, shift, violations, messages } of [...others, ...largest]) {
      const faults = `layout shift ${shift.toFixed(4)}, axe ${violations}, console ${messages}`;
      line(name, `${kilobytes(bytes)} in ${requests} requests, ${faults}`);
    }
    const over = largest.filter(({ bytes, requests }) => bytes > 80_000 || requests > 10);
    line(
      'lessons',
      `${over.length} of ${lessons.length} over the goal, the largest ${kilobytes(largest[0]?.bytes ?? 0)}`,
    );
  },

  async input(browser, address) {
    heading('From an input to the next frame, processor four times slower (goal: 50 ms at the 95th percentile)');
    const all = await interactions(browser, address + LESSON);
    for (const what of new Set(all.map((interaction) => interaction.what))) {
      const times = all.filter((interaction) => interaction.what === what).map(({ milliseconds }) => milliseconds);
      line(what, `${times.join(', ')} ms`);
    }
    const timesOf = (floor: boolean) =>
      all.filter((one) => (one.floor ?? false) === floor).map(({ milliseconds }) => milliseconds);
    const floor = timesOf(true);
    line(
      'floor: the first two, not counted',
      `half within ${part(floor, 0.5)} ms; the browser counts in steps of 8 ms`,
    );
    const times = timesOf(false);
    line(
      'all',
      `95 % within ${part(times, 0.95)} ms, half within ${part(times, 0.5)} ms (${times.length} interactions)`,
    );
  },

  async search(browser, address, runs) {
    heading('From the first key of a search to the first results (goal: 150 ms)');
    const times: number[] = [];
    for (let count = 0; count < runs + 2; count += 1) times.push(await firstResults(browser, address + LESSON));
    line('first results', `${Math.round(part(times, 0.5))} ms (${times.map(Math.round).join(', ')})`);
  },
};

export async function run(args: readonly string[]): Promise<void> {
  const given = Number(args[args.indexOf('--runs') + 1]);
  const runs = args.includes('--runs') && Number.isInteger(given) && given > 0 ? given : 3;
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  if (!isBuilt() && !(await buildSite())) throw new Error('The site could not be built.');
  const server = await compressing();
  const browser = await chromium.launch({
    executablePath: findBrowser('chromium') ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const [name, measure] of Object.entries(PARTS)) {
      if (only === undefined || only === name) await measure(browser, server.address, runs);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Compresses text, as most hosts do. */
function compressing(): Promise<StaticServer> {
  return serve(outputDirectory, {
    intercept: (name, response) => {
      const file = path.join(outputDirectory, name === '' ? 'index.html' : name);
      const type = GZIPPED[path.extname(file)];
      if (type === undefined || !file.startsWith(outputDirectory) || !existsSync(file) || !statSync(file).isFile())
        return false;
      const content = gzipSync(readFileSync(file), { level: 9 });
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'content-length': content.length });
      response.end(content);
      return true;
    },
  });
}

function part(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function heading(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

function line(what: string, value: string): void {
  process.stdout.write(`  ${what.padEnd(44)} ${value}\n`);
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
