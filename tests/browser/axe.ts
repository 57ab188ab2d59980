/** Shared by the tests with axe: the browser, the four views to test, and faults as readable lines. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browsers.ts';

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };
export const VIEWS = [
  { name: 'a light desktop', viewport: DESKTOP, colorScheme: 'light' },
  { name: 'a dark phone', viewport: PHONE, colorScheme: 'dark' },
  { name: 'a dark desktop', viewport: DESKTOP, colorScheme: 'dark' },
  { name: 'a light phone', viewport: PHONE, colorScheme: 'light' },
] as const;

export type View = (typeof VIEWS)[number];

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser('chromium') ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

export async function openIn(
  browser: Browser,
  { viewport, colorScheme }: View,
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', serviceWorkers: 'block' });
  return { context, page: await context.newPage() };
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function faults(page: Page): Promise<readonly string[]> {
  // Draw everything, since content that is not drawn has no real position and seems to overlap other content.
  await page.evaluate(() => {
    for (const box of document.querySelectorAll<HTMLElement>('.snippet, .part'))
      box.style.contentVisibility = 'visible';
  });
  // Distant wide boxes are measured in idle callbacks, which run in order.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 4000 })));
  await page.evaluate(axe);
  const violations: readonly Violation[] = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations)`,
  );
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n    ${nodes
        .slice(0, 4)
        .map(({ html, failureSummary }) => `${html.slice(0, 160)}\n      ${failureSummary?.split('\n')[1] ?? ''}`)
        .join('\n    ')}`,
  );
}

/** The number of pixels by which the page is wider than its window. */
export function widerBy(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
