/** Fresh browsers for the benchmark of running code: each with an empty profile, and as little between it and the page as there can be. */
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../browsers.ts';

export interface BenchPage {
  goto(url: string): Promise<void>;
  evaluate<Value>(expression: string): Promise<Value>;
}

export type BenchBrowser = 'chromium' | 'firefox';

/** Opens a page in a browser that has never seen the site, and closes the browser after. */
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
      },
      evaluate: (expression) => page.evaluate(expression),
    });
  } finally {
    await browser.close();
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
      },
      evaluate: <Result>(expression: string) => page.evaluate(expression) as Promise<Result>,
    });
  } finally {
    await browser.close();
  }
}
