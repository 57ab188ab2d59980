/** Firefox through WebDriver BiDi, with its default policy for files on disk. */
import puppeteer, { type KeyInput, type Page } from 'puppeteer-core';
import { findBrowser } from '../../../scripts/browsers.ts';
import type { Driver } from './driver.ts';

export async function openFirefox(): Promise<Driver> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findBrowser('firefox') ?? 'firefox',
    headless: true,
    extraPrefsFirefox: {
      // Puppeteer and Firefox's remote agent both relax this policy, so that broken pages from disk would seem to work.
      'remote.prefs.recommended': false,
      'security.fileuri.strict_origin_policy': true,
      'app.update.enabled': false,
      'browser.shell.checkDefaultBrowser': false,
      'browser.startup.homepage_override.mstone': 'ignore',
      'datareporting.policy.dataSubmissionEnabled': false,
    },
  });
  return driverOf((await browser.pages())[0] ?? (await browser.newPage()), () => browser.close());
}

function driverOf(page: Page, close: () => Promise<void>): Driver {
  const messages: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`error: ${error instanceof Error ? error.message : String(error)}`));
  return {
    engine: 'firefox',
    messages,
    goto: async (url) => {
      await page.goto(url, { waitUntil: 'load' });
    },
    evaluate: <Value>(expression: string) => page.evaluate(expression) as Promise<Value>,
    click: (selector) => page.click(selector),
    type: (selector, text) => page.type(selector, text),
    press: (key) => page.keyboard.press(key as KeyInput),
    resize: (width, height) => page.setViewport({ width, height }),
    async tab() {
      const other = await page.browser().newPage();
      return driverOf(other, () => other.close());
    },
    close,
  };
}
