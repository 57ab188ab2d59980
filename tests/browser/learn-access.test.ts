/** The learning parts with every state open have no fault that axe finds, and hold their width, in both themes, on a desktop and a phone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browsers.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let site: FixtureSite;
let browser: Browser;

before(async () => {
  site = await fixtureSite('learn-site');
  browser = await chromium.launch({ executablePath: findBrowser('chromium') ?? 'chromium', args: ['--no-sandbox'] });
});
after(async () => {
  await browser.close();
  await site.close();
});

/** Answers everything, half of it wrongly, so that every verdict, hint and solution shows. */
async function answerAll(page: Page): Promise<void> {
  await page.locator('#late-unit summary', { hasText: '4 mm' }).click();
  await page.locator('#late-unit .snippet-answer summary').click();
  await page.locator('#single summary').first().click();
  await page.locator('#several input').first().check();
  await page.locator('#several').getByRole('button', { name: 'Check' }).click();
  await page.locator('#typed textarea').fill('a b');
  await page.locator('#typed').getByRole('button', { name: 'Check' }).click();
  await page.locator('#line .line-pick').last().click();
  for (const select of await page.locator('#pairs select').all()) await select.selectOption({ index: 1 });
  await page.locator('#pairs').getByRole('button', { name: 'Check' }).click();
  const exercise = page.locator('#shifter');
  await exercise.getByRole('button', { name: 'Check' }).click();
  await exercise.locator('.task-said[data-state]:not([data-state=""])').waitFor();
  await exercise.getByRole('button', { name: 'Hint' }).click();
  await exercise.getByRole('button', { name: 'Show a solution' }).click();
  for (let line = 0; line < 3; line += 1) await page.locator('#lines .parsons-bank .parsons-line').first().click();
  await page.locator('#lines').getByRole('button', { name: 'Check' }).click();
  await page.locator('#lines .task-said[data-state]:not([data-state=""])').waitFor();
  await page.locator('#takeaway textarea').fill('cells');
  await page.locator('#names .name-enclosing').hover();
}

async function faults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary).join('; ')))`,
  );
}

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 360],
  ['light', 360],
  ['dark', 1280],
] as const) {
  test(`every state open, ${colorScheme}, ${width} px`, async () => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    const messages: string[] = [];
    page.on('console', (message) => message.type() === 'error' && messages.push(message.text()));
    await page.goto(`${site.address}lessons/parts.html`);
    // Parts load when they come near.
    for (const part of ['#pairs', '#shifter', '#takeaway']) await page.locator(part).scrollIntoViewIfNeeded();
    await page.locator('.quiz-said').waitFor();
    await page.locator('#shifter .task-actions').waitFor();
    assert.deepEqual(await faults(page), [], 'at rest');
    await answerAll(page);
    assert.deepEqual(await faults(page), [], 'everything answered');
    assert.equal(
      await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
      true,
      'no sideways scrolling',
    );
    for (const other of ['progress.html', 'cards.html']) {
      await page.goto(site.address + other);
      await page.locator('.part-button').first().waitFor();
      assert.deepEqual(await faults(page), [], other);
    }
    assert.deepEqual(messages, []);
    await context.close();
  });
}

test('without scripts every answer can be read', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.address}lessons/parts.html`);
  await page.locator('#late-unit summary', { hasText: '4 mm' }).click();
  await page.getByText('You may think of a copy.').waitFor();
  await page.locator('#late-unit .snippet-answer summary').click();
  assert.equal(await page.locator('#late-unit .output-text').isVisible(), true);
  await page.locator('#typed .choice summary').click();
  await page.locator('#pairs summary').click();
  await page.locator('#shifter .hint summary').first().click();
  await page.locator('#shifter [data-role=solution] summary').click();
  assert.equal(await page.locator('#shifter [data-role=solution] pre').isVisible(), true);
  await context.close();
});
