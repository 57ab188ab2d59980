/** Fresh browsers for the benchmark of running code, each with an empty profile and as little automation as possible. */
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../browsers.ts';

export interface BenchPage {
  goto(url: string): Promise<void>;
  evaluate<Value>(expression: string): Promise<Value>;
  /** Memory after garbage collection, in browsers that report it. */
  heaps(): Promise<Heaps>;
}

export interface Heaps {
  /** Bytes of the JavaScript heaps. */
  readonly page?: number;
  readonly worker?: number;
  /** The page's live nodes, in the document or not, and its event listeners. */
  readonly nodes?: number;
  readonly listeners?: number;
}

/** Milliseconds before each click, the same for all: readers do not click at once, and a browser is busy right after its start. */
const REST = 500;

export type BenchBrowser = 'chromium' | 'firefox';

/** Opens a page in a browser that has never visited the site, and closes the browser afterwards. */
export async function withPage<Value>(browser: BenchBrowser, use: (page: BenchPage) => Promise<Value>): Promise<Value> {
  return browser === 'chromium' ? withChromium(use) : withFirefox(use);
}

async function withChromium<Value>(use: (page: BenchPage) => Promise<Value>): Promise<Value> {
  const browser = await chromium.launch({
    executablePath: findBrowser('chromium') ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  try {
    const page = await browser.newPage();
    return await use({
      goto: async (url) => {
        await page.goto(url, { waitUntil: 'load' });
        await delay(REST);
      },
      evaluate: (expression) => page.evaluate(expression),
      heaps: () => chromiumHeaps(page),
    });
  } finally {
    await browser.close();
  }
}

/** The heaps of the page and of its worker, which can be reached only through the page. */
async function chromiumHeaps(page: Page): Promise<Heaps> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
    const heaps: Heaps = { page: usedSize, nodes, listeners };
    const attached = new Promise<string>((resolve) => {
      session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
        if (targetInfo.type === 'worker') resolve(sessionId);
      });
      setTimeout(resolve, 2000, '');
    });
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    const sessionId = await attached;
    if (sessionId === '') return heaps;
    const ask = (id: number, method: string): Promise<{ usedSize?: number }> =>
      new Promise((resolve) => {
        session.on('Target.receivedMessageFromTarget', ({ message }) => {
          const answer = JSON.parse(message);
          if (answer.id === id) resolve(answer.result ?? {});
        });
        session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
      });
    await ask(1, 'HeapProfiler.collectGarbage');
    const { usedSize: worker } = await ask(2, 'Runtime.getHeapUsage');
    return { ...heaps, ...(worker !== undefined && { worker }) };
  } finally {
    await session.detach();
  }
}

async function withFirefox<Value>(use: (page: BenchPage) => Promise<Value>): Promise<Value> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findBrowser('firefox') ?? 'firefox',
    headless: true,
    extraPrefsFirefox: { 'app.update.enabled': false, 'browser.shell.checkDefaultBrowser': false },
  });
  try {
    const page = await browser.newPage();
    return await use({
      goto: async (url) => {
        await page.goto(url, { waitUntil: 'load' });
        await delay(REST);
      },
      evaluate: <Result>(expression: string) => page.evaluate(expression) as Promise<Result>,
      heaps: async () => ({}),
    });
  } finally {
    await browser.close();
  }
}
