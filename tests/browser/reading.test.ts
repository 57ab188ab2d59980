/** In a long lesson of which the browser draws only the near part, links reach their targets, nothing moves and nothing is cut off. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browsers.ts';
import { buildSite, isBuilt } from '../../scripts/site-build.ts';
import { type StaticServer, serve } from '../../scripts/static-server.ts';
import { outputDirectory } from '../../src/course/places.ts';

const LESSON = 'lessons/closures-in-one-sitting.html';
const PHONE = { width: 412, height: 823 };
const DESKTOP = { width: 1280, height: 900 };

let browser: Browser;
let server: StaticServer;

before(async () => {
  if (!isBuilt()) assert.ok(await buildSite(), 'the site builds');
  server = await serve(outputDirectory);
  browser = await chromium.launch({
    executablePath: findBrowser('chromium') ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
});

after(async () => {
  await browser.close();
  await server.close();
});

/** Waits until nothing is loading and nothing has moved for ten frames. */
const still = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let [last, same] = [Number.NaN, 0];
        const look = () => {
          same = scrollY === last ? same + 1 : 0;
          last = scrollY;
          if (same === 10) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );

for (const viewport of [PHONE, DESKTOP]) {
  test(`a link into a lesson leads to its place, ${viewport.width} px wide`, async () => {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce', serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(server.address + LESSON);
    const places = await page
      .locator('.outline a')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).hash));
    const blocks = await page.locator('py-snippet').evaluateAll((all) => all.slice(0, 8).map(({ id }) => `#${id}`));
    const missed: string[] = [];
    for (const place of [...places, ...blocks]) {
      const fresh = await context.newPage();
      await fresh.goto(`${server.address}${LESSON}${place}`, { waitUntil: 'networkidle' });
      await still(fresh);
      const top = await fresh.locator(place).evaluate((element) => element.getBoundingClientRect().top);
      const atEnd = await fresh.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2);
      if (!atEnd && (top < 0 || top > 120)) missed.push(`${place}: ${Math.round(top)} px from the top`);
      await fresh.close();
    }
    assert.deepEqual(missed, []);
    await context.close();
  });
}

test('nothing moves while a lesson loads', async () => {
  const context = await browser.newContext({ viewport: PHONE, isMobile: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    Object.assign(globalThis, { moved: [] });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { sources: { node: Element | null }[] })[]) {
        for (const { node } of entry.sources) Reflect.get(globalThis, 'moved').push(node?.className ?? '?');
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const file of ['index.html', LESSON, 'search.html', 'course.html']) {
    await page.goto(server.address + file, { waitUntil: 'networkidle' });
    await still(page);
    assert.deepEqual(await page.evaluate('moved'), [], file);
  }
  await context.close();
});

test('the menu of a block lies over what follows it, whole', async () => {
  const context = await browser.newContext({ viewport: DESKTOP, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(server.address + LESSON);
  const block = page.locator('.lesson-text > py-snippet').first();
  await block.hover();
  const more = block.getByRole('button', { name: 'More' });
  await more.click();
  const hidden = await block.locator('.snippet-menu button').evaluateAll((all) =>
    all.flatMap((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      const seen = document.elementFromPoint(left + width / 2, top + height / 2);
      return button.contains(seen) ? [] : [button.textContent];
    }),
  );
  assert.deepEqual(hidden, []);
  await context.close();
});

test('the overview of shortcuts opens on a button that does no harm, and gives the focus back', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.address}glossary.html`);
  const link = page.locator('.self-link').first();
  await link.focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Close');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor({ state: 'hidden' });
  assert.ok(await link.evaluate((element) => element === document.activeElement));
  await page.close();
});
