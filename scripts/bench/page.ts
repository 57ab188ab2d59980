/** What reading costs: first view, movement, response and search, on a phone as Lighthouse imagines it (slow 4G, a processor four times slower). */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { outputDirectory } from '../../src/build/places.ts';
import { findBrowser } from '../browsers.ts';
import { buildSite, isBuilt } from '../site-build.ts';
import { type StaticServer, serve } from '../static-server.ts';

export const about = 'bytes, requests, paint, shift, response and search of home, a lesson and search (--runs N)';

const PAGES = ['index.html', 'lessons/closures-in-one-sitting.html', 'search.html'];
const GZIPPED: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};
/** Lighthouse's mobile profile: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };

interface Paint {
  readonly fcp: number;
  readonly lcp: number;
  readonly cls: number;
  readonly tbt: number;
}

interface Measured extends Paint {
  readonly bytes: number;
  readonly requests: number;
  readonly messages: number;
}

declare global {
  var measured: { fcp: number; lcp: number; cls: number; tbt: number; events: number[] };
}

/** Runs in the page before anything else of it. */
function observe(): void {
  const seen = { fcp: 0, lcp: 0, cls: 0, tbt: 0, events: [] as number[] };
  globalThis.measured = seen;
  const on = (type: string, take: (entry: PerformanceEntry) => void, options: object = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...options });
  on('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') seen.fcp = startTime;
  });
  on('largest-contentful-paint', ({ startTime }) => {
    seen.lcp = startTime;
  });
  on('layout-shift', (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!shift.hadRecentInput) seen.cls += shift.value;
  });
  on('longtask', ({ duration, startTime }) => {
    if (startTime >= seen.fcp) seen.tbt += Math.max(0, duration - 50);
  });
  on(
    'event',
    (entry) => {
      if ((entry as PerformanceEntry & { interactionId?: number }).interactionId) seen.events.push(entry.duration);
    },
    { durationThreshold: 16 },
  );
}

async function open(browser: Browser, slow: 'network' | 'processor'): Promise<{ page: Page; session: CDPSession }> {
  const context = await browser.newContext({
    viewport: { width: 412, height: 823 },
    deviceScaleFactor: 1.75,
    isMobile: true,
    hasTouch: true,
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  if (slow === 'network') await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  return { page, session };
}

async function firstView(browser: Browser, url: string): Promise<Measured> {
  const { page, session } = await open(browser, 'network');
  let bytes = 0;
  let requests = 0;
  let messages = 0;
  // The fonts are part of a style sheet; Chromium reports them as requests of their own, for `data:` addresses.
  const inside = new Set<string>();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('data:')) inside.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (inside.has(requestId)) return;
    bytes += encodedDataLength;
    requests += 1;
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') messages += 1;
  });
  page.on('pageerror', () => {
    messages += 1;
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForTimeout(800);
  const seen = await page.evaluate(() => globalThis.measured);
  await page.context().close();
  return { ...seen, bytes, requests, messages };
}

/** Milliseconds from input to the next picture: opening what can be opened, choosing, changing the theme, typing a search. */
async function interactions(browser: Browser, url: string): Promise<readonly number[]> {
  const { page } = await open(browser, 'processor');
  await page.goto(url, { waitUntil: 'load' });
  const presses = [
    ...(await page.locator('main summary:visible').all()).slice(0, 12),
    ...(await page.locator('main .choice, main .choices button, main .choices label').all()).slice(0, 8),
    ...(await page.locator('.theme-toggle button').all()),
    ...(await page.locator('.theme-toggle button').all()),
  ];
  for (const press of presses) {
    if (!(await press.isVisible())) continue;
    await press.scrollIntoViewIfNeeded();
    await press.tap({ timeout: 3000 }).catch(() => undefined);
    await page.waitForTimeout(120);
  }
  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Search', exact: true });
  await field.waitFor();
  for (const key of 'nonlocal') {
    await page.keyboard.press(key);
    await page.waitForTimeout(120);
  }
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
  await page.waitForTimeout(400);
  const seen = await page.evaluate(() => globalThis.measured.events);
  await page.context().close();
  return seen;
}

/** Milliseconds from the first key to the first results, with a fresh index each time; no slowdown. */
async function firstResults(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search', exact: true }).waitFor();
  await page.waitForTimeout(500);
  const time = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const input = document.querySelector<HTMLInputElement>('.search-field');
        const list = document.querySelector('.search-results');
        if (!input || !list) throw new Error('There is no search box.');
        const start = performance.now();
        new MutationObserver((_, observer) => {
          if (!list.querySelector('[role=option]')) return;
          observer.disconnect();
          resolve(performance.now() - start);
        }).observe(list, { childList: true });
        input.value = 'n';
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }),
  );
  await context.close();
  return time;
}

async function axeViolations(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const count: number = await page.evaluate('axe.run(document).then((result) => result.violations.length)');
  await context.close();
  return count;
}

/** What Lighthouse's SEO part asks of a page that is not published yet. */
async function seoFaults(browser: Browser, url: string): Promise<readonly string[]> {
  const page = await browser.newPage();
  await page.goto(url);
  const faults = await page.evaluate(() => {
    const has = (selector: string) => document.querySelector(selector) !== null;
    const vague = /^(?:click here|here|this|more|learn more|link)$/i;
    return [
      document.title === '' && 'no title',
      !has('meta[name=description][content]') && 'no description',
      !has('meta[name=viewport][content*="width=device-width"]') && 'no viewport',
      document.documentElement.lang === '' && 'no language',
      has('meta[name=robots][content*=noindex]') && 'not to be indexed',
      [...document.links].some(({ textContent }) => vague.test(textContent?.trim() ?? '')) &&
        'a link without a meaning',
      [...document.images].some((image) => !image.hasAttribute('alt')) && 'a picture without a text',
    ].filter((fault) => typeof fault === 'string');
  });
  await page.close();
  return faults;
}

/** Lighthouse's curves: a log-normal distribution through the values that earn 90 and 50 points. */
const CURVES = { fcp: [1800, 3000, 10], lcp: [2500, 4000, 25], tbt: [200, 600, 30], cls: [0.1, 0.25, 25] } as const;

/** Points for the four of Lighthouse's five measures that are taken here; its speed index needs a film of the page. */
function performancePoints(paint: Paint): number {
  let points = 0;
  let weights = 0;
  for (const [name, [good, half, weight]] of Object.entries(CURVES) as [keyof Paint, readonly number[]][]) {
    points += share(paint[name], good ?? 1, half ?? 1) * (weight ?? 0);
    weights += weight ?? 0;
  }
  return Math.round((points / weights) * 100);
}

function share(value: number, good: number, half: number): number {
  if (value <= 0) return 1;
  const spread = (Math.log(half) - Math.log(good)) / 0.9061938024368232;
  const x = (Math.log(value) - Math.log(half)) / (Math.SQRT2 * spread);
  return Math.max(0, Math.min(1, 0.5 * (1 - errorFunction(x))));
}

/** Abramowitz and Stegun 7.1.26. */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - tail * Math.exp(-x * x));
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

/** As most hosts answer: texts compressed. */
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

export async function run(args: readonly string[]): Promise<void> {
  const given = Number(args[args.indexOf('--runs') + 1]);
  const runs = args.includes('--runs') && Number.isInteger(given) && given > 0 ? given : 3;
  if (!isBuilt() && !(await buildSite())) throw new Error('The site could not be built.');
  const server = await compressing();
  const browser = await chromium.launch({
    executablePath: findBrowser('chromium') ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const name of PAGES) {
      const url = server.address + name;
      const views: Measured[] = [];
      for (let count = 0; count < runs; count += 1) views.push(await firstView(browser, url));
      const paint = {
        fcp: middle(views.map(({ fcp }) => fcp)),
        lcp: middle(views.map(({ lcp }) => lcp)),
        tbt: middle(views.map(({ tbt }) => tbt)),
        cls: Math.max(...views.map(({ cls }) => cls)),
      };
      const bytes = middle(views.map((view) => view.bytes));
      const requests = Math.max(...views.map((view) => view.requests));
      const messages = Math.max(...views.map((view) => view.messages));
      const faults = await seoFaults(browser, url);
      const rows: readonly (readonly [string, string])[] = [
        ['transferred', `${(bytes / 1000).toFixed(1)} KB in ${requests} requests`],
        ['first paint', `${Math.round(paint.fcp)} ms, largest ${Math.round(paint.lcp)} ms`],
        ['blocked', `${Math.round(paint.tbt)} ms`],
        ['layout shift', paint.cls.toFixed(4)],
        ['performance', `${performancePoints(paint)} points (without speed index)`],
        ['access', `${await axeViolations(browser, url)} violations by axe`],
        ['console', `${messages} errors or warnings`],
        ['search engines', faults.length === 0 ? 'nothing to mend' : faults.join(', ')],
      ];
      process.stdout.write(`\n${name}\n${rows.map(([what, value]) => `  ${what.padEnd(15)} ${value}\n`).join('')}`);
    }
    const lesson = server.address + (PAGES[1] ?? '');
    const events = await interactions(browser, lesson);
    const results: number[] = [];
    for (let count = 0; count < runs; count += 1) results.push(await firstResults(browser, lesson));
    process.stdout.write(
      `\nresponse to input, processor four times slower: 95 % within ${percentile(events, 0.95)} ms, half within ${percentile(events, 0.5)} ms (${events.length} inputs)\n` +
        `first results after the first key: ${Math.round(middle(results))} ms (at most ${Math.round(Math.max(...results))} ms)\n`,
    );
  } finally {
    await browser.close();
    await server.close();
  }
}
