/** axe finds no fault in the learning parts in any state, and they fit their width, in both themes, on a desktop and a phone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { faults, launch, openIn, VIEWS, widerBy } from './axe.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';

let site: FixtureSite;
let browser: Browser;

before(async () => {
  site = await fixtureSite('learn-site');
  browser = await launch();
});
after(async () => {
  await browser.close();
  await site.close();
});

/** Answers everything, half of it wrongly, so that every verdict, hint and solution is shown. */
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
  await exercise.getByRole('button', { name: 'Write' }).click();
  await exercise.locator('.cm-content').pressSequentially('# mine\n');
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

for (const view of VIEWS) {
  test(`every state open, on ${view.name}`, async () => {
    const { context, page } = await openIn(browser, view);
    const messages: string[] = [];
    page.on('console', (message) => message.type() === 'error' && messages.push(message.text()));
    await page.goto(`${site.address}lessons/parts.html`);
    // Learning parts load when they come near the screen.
    for (const part of ['#pairs', '#shifter', '#takeaway']) await page.locator(part).scrollIntoViewIfNeeded();
    await page.locator('.quiz-said').waitFor();
    await page.locator('#shifter .task-actions').waitFor();
    assert.deepEqual(await faults(page), [], 'at rest');
    await answerAll(page);
    assert.deepEqual(await faults(page), [], 'everything answered');
    assert.ok((await widerBy(page)) <= 0, 'no sideways scrolling');
    for (const other of ['progress.html', 'cards.html']) {
      await page.goto(site.address + other);
      await page.locator('.part-button:visible').first().waitFor();
      assert.deepEqual(await faults(page), [], other);
    }
    assert.deepEqual(messages, []);
    await context.close();
  });
}

test('without storage everything works as long as the page, and no script fails', async () => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // Like a browser that forbids storage.
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await page.goto(`${site.address}lessons/parts.html`);
  for (const part of ['#pairs', '#shifter', '#takeaway']) await page.locator(part).scrollIntoViewIfNeeded();
  await page.locator('#shifter .task-actions').waitFor();
  await answerAll(page);
  assert.match(
    (await page.locator('.quiz-said').textContent()) ?? '',
    /^You have \d of 5 right\. Best so far: \d of 5\./,
  );
  await page.locator('#takeaway').getByText('keeps nothing').waitFor();
  await page.goto(`${site.address}progress.html`);
  await page.getByText('This browser keeps nothing for this site').waitFor();
  await page.goto(`${site.address}cards.html`);
  await page.getByRole('button', { name: 'Turn' }).click();
  await page.getByRole('button', { name: 'I knew it' }).click();
  assert.deepEqual(errors, []);
  await context.close();
});

test('a storage that is full forgets nothing while the page is there', async () => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    localStorage.removeItem('progress');
  });
  await page.goto(`${site.address}lessons/parts.html`);
  for (const part of ['#pairs', '#shifter', '#takeaway']) await page.locator(part).scrollIntoViewIfNeeded();
  await page.locator('#shifter .task-actions').waitFor();
  await answerAll(page);
  await page.locator('.quiz-score').getByRole('button', { name: 'Start again' }).click();
  assert.match((await page.locator('.quiz-said').textContent()) ?? '', /^0 of 5 answered\. Best so far: \d of 5\./);
  await context.close();
});

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
