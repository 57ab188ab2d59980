/** The response time to input: taps and keys on a slow phone, and the first results of a search. */
import type { Browser, Page } from 'playwright-core';
import { phone } from './page-visits.ts';

export interface Interaction {
  readonly what: string;
  /** From the input to the next frame, as measured by the browser: the longest event of the interaction. */
  readonly milliseconds: number;
  /** Marks an interaction that needs almost no work, for the minimum on this machine. */
  readonly floor?: true;
}

/** A minimal page, whose button only changes a colour. */
const ALMOST_EMPTY = `<!doctype html><meta name="viewport" content="width=device-width">
<style>.pressed { color: red }</style><p>Text.</p><button onclick="this.classList.toggle('pressed')">Press</button>`;
const FLOOR_TAPS = 4;

declare global {
  var interactionTimes: Map<number, number>;
}

/** Runs in the page before its own scripts. */
function observe(): void {
  globalThis.interactionTimes = new Map();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
      if (!entry.interactionId) continue;
      const { interactionId: id, duration } = entry;
      globalThis.interactionTimes.set(id, Math.max(duration, globalThis.interactionTimes.get(id) ?? 0));
    }
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

/** Folds, choices, theme and search, with a processor four times slower. Interactions below 16 ms count as 16. */
export async function interactions(browser: Browser, url: string): Promise<readonly Interaction[]> {
  const context = await phone(browser);
  const page = await context.newPage();
  await page.addInitScript(observe);
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const measured: Interaction[] = [];
  const measure = async (what: string, act: () => Promise<unknown>, floor = false) => {
    await page.evaluate(() => globalThis.interactionTimes.clear());
    await act();
    await settled(page);
    const longest = await page.evaluate(() => Math.max(16, ...globalThis.interactionTimes.values()));
    measured.push({ what, milliseconds: longest, ...(floor && { floor }) });
  };
  const tap = async (what: string, selector: string, most: number, floor = false) => {
    for (const target of (await page.locator(selector).all()).slice(0, most)) {
      if (!(await target.isVisible())) continue;
      await target.scrollIntoViewIfNeeded();
      await settled(page);
      // Questions hide what would give their answer away once their script has loaded.
      if (!(await target.isVisible())) continue;
      await measure(what, () => target.tap({ timeout: 5000 }), floor);
    }
  };
  await page.goto('about:blank');
  await page.setContent(ALMOST_EMPTY);
  await settled(page);
  for (let count = 0; count < FLOOR_TAPS; count += 1) await tap('an almost empty page, a colour', 'button', 1, true);
  await page.goto(url, { waitUntil: 'load' });
  await settled(page);
  for (let count = 0; count < FLOOR_TAPS; count += 1)
    await tap('this lesson, a text without listeners', '.lesson-text > p', 1, true);
  // Reloads the page, so that the first counted tap includes what it has to load.
  await page.goto(url, { waitUntil: 'load' });
  await settled(page);
  await tap('outline', '.outline-fold > summary', 1);
  await tap('stepper, opened or closed', '.stepper-fold > summary', 6);
  await tap('stepper, next step', '.stepper-fold[open] [data-go=next]', 3);
  await tap('prediction', '.predict .choice > summary', 4);
  await tap('quiz', '.question .choice > summary', 8);
  await tap('colours of names', 'scope-switch button', 1);
  for (let count = 0; count < 4; count += 1) await tap('theme', '.theme-toggle button', 1);
  await measure('search, opened', () => page.keyboard.press('/'));
  await page.getByRole('combobox', { name: 'Search', exact: true }).waitFor();
  await settled(page);
  for (const key of ['n', 'o', 'n', 'l', 'o', 'c', 'a', 'l'])
    await measure('search, a key', () => page.keyboard.press(key));
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp'])
    await measure('search, an arrow', () => page.keyboard.press(key));
  await context.close();
  return measured;
}

/** Waits until earlier work is done: for idle periods, and for event entries, which arrive late. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const wait = (pauses: number): void => {
          if (pauses === 0) resolve();
          else requestIdleCallback(() => setTimeout(wait, 30, pauses - 1), { timeout: 300 });
        };
        setTimeout(wait, 120, 4);
      }),
  );
}

/** Milliseconds from the first key to the first results, with a fresh index each time; no slowdown. */
export async function firstResults(browser: Browser, url: string): Promise<number> {
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
