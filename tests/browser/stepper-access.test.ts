/** axe finds no fault in the stepper, in both themes, on a desktop and a phone; in print and in forced colours it stays readable. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { DESKTOP, faults, launch, openIn, VIEWS, widerBy } from './axe.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';

let site: FixtureSite;
let browser: Browser;

before(async () => {
  site = await fixtureSite('stepper-site');
  browser = await launch();
});
after(async () => {
  await browser.close();
  await site.close();
});

/** Opens all steppers of the page and waits until they have started. */
async function openAll(page: Page): Promise<void> {
  await page.goto(`${site.address}lessons/steps.html`);
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('.stepper-fold')) fold.setAttribute('open', '');
  });
  // Each starts when it comes near the screen.
  for (const stepper of await page.locator('closure-stepper').all()) {
    await stepper.evaluate((element) => element.scrollIntoView());
    await stepper.locator('.st-link[href]').waitFor({ state: 'attached' });
  }
  await page.evaluate(() => document.querySelector('closure-stepper')?.scrollIntoView());
}

for (const view of VIEWS) {
  test(`axe finds nothing, on ${view.name}`, async () => {
    const { context, page } = await openIn(browser, view);
    await openAll(page);
    assert.deepEqual(await faults(page), [], 'opened');
    const turnstiles = page.locator('closure-stepper[data-block=turnstiles]');
    await turnstiles.locator('.st-cell').first().focus();
    await turnstiles.locator('.st-history').waitFor();
    assert.deepEqual(await faults(page), [], 'looking at a cell');
    await turnstiles.locator('.st-number[data-run-to="5"]').focus();
    await turnstiles.locator('[data-go=last]').click();
    assert.deepEqual(await faults(page), [], 'at the end');
    assert.ok((await widerBy(page)) <= 0, 'no sideways scrolling');
    await context.close();
  });
}

test('on paper the block is followed by its moment: the step, the sentence and the picture, without controls', async () => {
  const context = await browser.newContext({ viewport: { width: 720, height: 1000 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await openAll(page);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  const block = page.locator('#turnstiles');
  for (const part of ['.snippet-frame', '.st-count', '.st-sentence', '.st-picture', '.st-arrows']) {
    assert.ok(await block.locator(part).first().isVisible(), part);
  }
  for (const part of ['.st-transport', '.st-scrubber', '.st-link', '.st-listing', '.st-aside']) {
    assert.ok(await block.locator(part).isHidden(), part);
  }
  await context.close();
});

test('forced colours keep the line, the cells and the arrows', async () => {
  const context = await browser.newContext({
    viewport: DESKTOP,
    forcedColors: 'active',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await openAll(page);
  const seen = await page.evaluate(() => {
    const stepper = document.querySelector('closure-stepper[data-block=turnstiles]');
    const style = (selector: string): CSSStyleDeclaration | undefined => {
      const element = stepper?.querySelector(selector);
      return element ? getComputedStyle(element) : undefined;
    };
    const paper = getComputedStyle(document.body).backgroundColor;
    return {
      line: style('.st-line[aria-current]')?.outlineStyle,
      cell: style('.st-cell')?.borderTopColor !== paper,
      arrow: style('.st-to-cell path')?.stroke !== paper,
      plain: style('.st-arrow:not(.st-to-cell) path')?.stroke !== paper,
    };
  });
  assert.deepEqual(seen, { line: 'solid', cell: true, arrow: true, plain: true });
  await context.close();
});
