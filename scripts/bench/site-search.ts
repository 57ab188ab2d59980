/** The waiting time for results on the search page: from a server, offline, and from disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { findBrowser } from '../browsers.ts';
import { serve } from '../static-server.ts';

export type SearchTimes = Readonly<Record<'hosted' | 'offline' | 'from disk', string>>;

/** The first word loads the search engine; the others follow on the same page. Undefined without Chromium. */
export async function searchTimes(out: string, words: readonly string[]): Promise<SearchTimes | undefined> {
  const executablePath = findBrowser('chromium');
  if (executablePath === undefined) return undefined;
  const profile = mkdtempSync(path.join(tmpdir(), 'bench-search-'));
  const server = await serve(out);
  const address = `${server.address}search.html`;
  const within = async <Value>(serviceWorkers: 'allow' | 'block', act: (context: BrowserContext) => Promise<Value>) => {
    const args = ['--headless=new', '--no-sandbox', '--disable-gpu'];
    const options = { executablePath, headless: false, args, serviceWorkers };
    const context = await chromium.launchPersistentContext(path.join(profile, serviceWorkers), options);
    return act(context).finally(() => context.close());
  };
  try {
    const hosted = await within('block', (context) => timesAt(context, address, words));
    const fromDisk = await within('block', (context) => timesAt(context, `file://${out}/search.html`, words));
    const offline = await within('allow', async (context) => {
      const kept = await keepPages(context, server.address);
      if (kept === undefined) return 'the pages were not kept in time';
      await server.close();
      return `${await timesAt(context, address, words)}; kept ${kept.toFixed(1)} s after the first visit`;
    });
    return { hosted, offline, 'from disk': fromDisk };
  } finally {
    await server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Seconds until the service worker has saved everything; undefined after a timeout. */
async function keepPages(context: BrowserContext, address: string): Promise<number | undefined> {
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(`${address}offline.html`);
  const ready = page.waitForSelector('offline-saver[data-status=unsaved]', { timeout: 100_000 });
  const kept = await ready.then(
    () => (performance.now() - start) / 1000,
    () => undefined,
  );
  if (kept !== undefined) await page.waitForFunction('navigator.serviceWorker.controller !== null');
  await page.close();
  return kept;
}

async function timesAt(context: BrowserContext, address: string, words: readonly string[]): Promise<string> {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForSelector('[role=combobox]');
  const times: number[] = [];
  for (const word of words) {
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
