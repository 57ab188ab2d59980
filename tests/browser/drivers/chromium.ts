/** Chromium through Playwright's protocol client, with the system's installed browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../../scripts/browsers.ts';
import type { Driver } from './driver.ts';

export async function openChromium(): Promise<Driver> {
  const profile = mkdtempSync(path.join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser('chromium') ?? 'chromium',
    // The old headless mode lacks service workers in persistent profiles.
    headless: false,
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    serviceWorkers: 'allow',
    viewport: { width: 1280, height: 900 },
  });
  return driverOf(context.pages()[0] ?? (await context.newPage()), async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });
}

function driverOf(page: Page, close: () => Promise<void>): Driver {
  const messages: string[] = [];
  // An override lasts as long as its session.
  let devtools: CDPSession | undefined;
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`error: ${error.message}`));
  return {
    engine: 'chromium',
    messages,
    goto: async (url) => {
      await page.goto(url, { waitUntil: 'load' });
    },
    evaluate: (expression) => page.evaluate(expression),
    click: (selector) => page.click(selector),
    type: async (selector, text) => {
      await page.focus(selector);
      await page.keyboard.type(text);
    },
    press: (key) => page.keyboard.press(key),
    resize: (width, height) => page.setViewportSize({ width, height }),
    async setQuota(origin, quotaSize) {
      devtools ??= await page.context().newCDPSession(page);
      await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== undefined && { quotaSize }) });
    },
    async tab() {
      const other = await page.context().newPage();
      return driverOf(other, () => other.close());
    },
    close,
  };
}
