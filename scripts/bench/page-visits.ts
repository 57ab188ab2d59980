/** A first visit on a phone: requests, layout shifts, and messages of axe and the console. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext } from 'playwright-core';

export interface Visit {
  readonly bytes: number;
  readonly requests: number;
  readonly shift: number;
  readonly messages: number;
  readonly violations: number;
}

export function phone(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 412, height: 823 },
    deviceScaleFactor: 1.75,
    isMobile: true,
    hasTouch: true,
    serviceWorkers: 'block',
  });
}

export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await phone(browser);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  let requests = 0;
  let messages = 0;
  // Fonts are embedded in a style sheet, but Chromium reports them as requests for `data:` addresses.
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
  const fetched = { bytes, requests, messages };
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const shifts = list.getEntries() as (PerformanceEntry & { value: number })[];
          resolve(shifts.reduce((sum, { value }) => sum + value, 0));
        }).observe({ type: 'layout-shift', buffered: true });
        // Without layout shifts, the observer is never called.
        setTimeout(() => resolve(0), 500);
      }),
  );
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const violations: number = await page.evaluate('axe.run(document).then((result) => result.violations.length)');
  await context.close();
  return { ...fetched, shift, violations };
}
