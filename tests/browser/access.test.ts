/** axe finds no fault on any page, in either theme, on a phone and on a desktop, closed and with everything opened; and a lesson is usable by keyboard alone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { buildSite, isBuilt } from '../../scripts/site-build.ts';
import { type StaticServer, serve } from '../../scripts/static-server.ts';
import { outputDirectory } from '../../src/course/places.ts';
import { openOutput } from '../../src/site/output.ts';
import { DESKTOP, faults, launch, openIn, VIEWS, widerBy } from './axe.ts';

let browser: Browser;
let server: StaticServer;

before(async () => {
  if (!isBuilt()) assert.ok(await buildSite(), 'the site builds');
  server = await serve(outputDirectory);
  browser = await launch();
});

after(async () => {
  await browser.close();
  await server.close();
});

/** One page of each kind, since pages of a kind differ only in their text. */
function pagesToCheck(): readonly string[] {
  const pages = openOutput(outputDirectory)
    .files()
    .filter((file) => file.endsWith('.html'));
  const [topic = []] = [pages.filter((file) => file.startsWith('topics/')).slice(0, 1)];
  return [...pages.filter((file) => !file.startsWith('topics/')), ...topic];
}

for (const [index, view] of VIEWS.entries()) {
  test(`axe finds nothing on any page, on ${view.name}`, async () => {
    const { context, page } = await openIn(browser, view);
    const found: string[] = [];
    // Lessons differ only in their text, so two views of all lessons and all views of the first are enough.
    const pages = pagesToCheck().filter(
      (file) => index < 2 || !file.startsWith('lessons/') || file.endsWith('closures-in-one-sitting.html'),
    );
    for (const file of pages) {
      await page.goto(server.address + file);
      found.push(...(await faults(page)).map((fault) => `${file}: ${fault}`));
      const wider = await widerBy(page);
      if (wider > 0) found.push(`${file}: scrolls sideways by ${wider} px`);
    }
    assert.deepEqual(found, []);
    await context.close();
  });

  test(`axe finds nothing with everything opened, on ${view.name}`, async () => {
    const { context, page } = await openIn(browser, view);
    await page.goto(`${server.address}lessons/closures-in-one-sitting.html`);
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('main details')) part.setAttribute('open', '');
    });
    assert.deepEqual(await faults(page), []);
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Search', exact: true }).fill('nonlocal');
    await page.getByRole('listbox', { name: 'Results' }).getByRole('option').first().waitFor();
    assert.deepEqual(await faults(page), [], 'with search results');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Search' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    assert.deepEqual(await faults(page), [], 'with the shortcuts');
    await context.close();
  });
}

/** Text in columns too narrow to read. */
const narrow = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main :is(h1, h2, h3, p, li, dd)')].flatMap((element) => {
      const text = (element.textContent ?? '').trim();
      const room = element.parentElement?.getBoundingClientRect().width ?? 0;
      const ems = room / Number.parseFloat(getComputedStyle(element).fontSize);
      const least = element.matches('h1') ? 5 : 8;
      return element.checkVisibility() && text.length > 40 && ems < least ? [text.slice(0, 40)] : [];
    }),
  );

test('nothing scrolls sideways at 320 px, nor with text twice as large, and text has room to be read', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  const wide: string[] = [];
  for (const size of ['100%', '200%']) {
    await page.setViewportSize(size === '100%' ? { width: 320, height: 640 } : DESKTOP);
    for (const file of pagesToCheck()) {
      await page.goto(server.address + file);
      await page.evaluate((value) => {
        document.documentElement.style.fontSize = value;
      }, size);
      const wider = await widerBy(page);
      if (wider > 0) wide.push(`${file} at ${size}: ${wider} px too wide`);
      for (const text of await narrow(page)) wide.push(`${file} at ${size}: a narrow column for “${text}”`);
    }
  }
  assert.deepEqual(wide, []);
  await context.close();
});

test('on paper a lesson has no buttons, and its questions can be answered with a pen', async () => {
  const { context, page } = await openIn(browser, VIEWS[0]);
  await page.emulateMedia({ media: 'print' });
  await page.goto(`${server.address}lessons/closures-in-one-sitting.html`);
  const seen = (selector: string): Promise<readonly string[]> =>
    page.locator(selector).evaluateAll((all) =>
      // Compare only visible elements, since whether distant parts have started yet may vary.
      all.filter((each) => each.checkVisibility()).map((each) => (each.textContent ?? '').trim()),
    );
  assert.deepEqual(await seen('button:not(.line-pick), summary:not(.choice > *), nav a'), ['Course']);
  assert.deepEqual(await seen('.choice-feedback > *, .question[data-kind=typed] .choice-text'), []);
  const sides = ['td:nth-child(1)', 'td:nth-child(2)'].map((side) => page.locator(`.pairs ${side}`));
  const [left, right] = await Promise.all(
    sides.map((side) =>
      side.evaluateAll((all) => all.map((each) => [each.checkVisibility(), each.getBoundingClientRect().top])),
    ),
  );
  assert.ok(left?.every(([shown]) => shown) && right?.every(([shown]) => shown), 'both sides of the pairs');
  assert.notDeepEqual(left, right, 'what belongs together does not stand together');
  await context.close();
});

test('the course map has a row for every lesson', async () => {
  const output = openOutput(outputDirectory);
  const lessons = output.files().filter((file) => /^lessons\/.*\.html$/.test(file));
  const map = await (await fetch(`${server.address}course.html`)).text();
  assert.deepEqual(
    lessons.filter((file) => !map.includes(`data-lesson="${file.slice('lessons/'.length, -'.html'.length)}"`)),
    [],
  );
});

test('a lesson can be read, run and left by keyboard alone', async () => {
  const { context, page } = await openIn(browser, VIEWS[0]);
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').replace(/\s+/g, ' ').trim();
    });
  await page.goto(`${server.address}lessons/closures-in-one-sitting.html`);

  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to main content', 'the first stop leads past the header');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');

  // Each Tab stop must be visible, and the first block's Run must be one of them.
  const stops: string[] = [];
  for (let count = 0; count < 60 && stops.at(-1) !== 'Run'; count += 1) {
    await page.keyboard.press('Tab');
    stops.push(await focused());
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return false;
      const { outlineStyle } = getComputedStyle(element);
      const { top, bottom, width } = element.getBoundingClientRect();
      return width > 0 && outlineStyle !== 'none' && bottom > 0 && top < innerHeight;
    });
    assert.ok(seen, `the focus can be seen on “${stops.at(-1)}”`);
  }
  assert.equal(stops.at(-1), 'Run', `Tab reaches Run; it went to: ${stops.join(', ')}`);
  await page.keyboard.press('Enter');
  await page.getByText('Same as the page').first().waitFor({ timeout: 60_000 });
  assert.match(await focused(), /^Run/, 'the focus stays on the button');

  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search', exact: true }).fill('UnboundLocalError');
  await page.getByRole('listbox', { name: 'Results' }).getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const target = await page.locator('a[role=option][aria-selected=true]').getAttribute('href');
  await page.keyboard.press('Enter');
  await page.waitForURL(target ?? '');

  await page.goto(`${server.address}lessons/closures-in-one-sitting.html`);
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search', exact: true }).waitFor();
  // A key pressed just after closing, while the closed dialog's field still has the focus.
  await page.evaluate(() => {
    const field = document.querySelector('.search-field');
    field?.closest('dialog')?.close();
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }));
  });
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('n');
  await page.waitForURL(/lessons\/functions-as-objects\.html$/);
  await context.close();
});

test('Escape brings the focus back to where it was before search', async () => {
  const { context, page } = await openIn(browser, VIEWS[0]);
  await page.goto(`${server.address}glossary.html`);
  const link = page.locator('.self-link').first();
  await link.focus();
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  assert.ok(await link.evaluate((element) => element === document.activeElement));
  await context.close();
});
