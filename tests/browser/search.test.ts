/** Uses of search: typing, typing errors, filters, sharing, coming back, and looking up an error. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { openSiteSearch } from '../../scripts/bench/site-index.ts';
import { findBrowser } from '../../scripts/browsers.ts';
import { buildSite, isBuilt } from '../../scripts/site-build.ts';
import { type StaticServer, serve } from '../../scripts/static-server.ts';
import { outputDirectory } from '../../src/course/places.ts';

let browser: Browser;
let server: StaticServer;
let context: BrowserContext;

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

async function open(file: string): Promise<Page> {
  context = await browser.newContext({ serviceWorkers: 'block', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.address + file);
  return page;
}

const field = (page: Page) => page.getByRole('combobox', { name: 'Search', exact: true });
const hits = (page: Page) => page.getByRole('listbox', { name: 'Results' }).getByRole('option');

async function dialog(words: string): Promise<Page> {
  const page = await open('glossary.html');
  await page.keyboard.press('/');
  await field(page).fill(words);
  await hits(page).first().waitFor();
  return page;
}

test('what is searched for, and how it is narrowed, stands in the address and can be shared', async () => {
  const page = await open('search.html?q=closure&in=output&topic=cells');
  await hits(page).first().waitFor();
  assert.deepEqual(await hits(page).evaluateAll((all) => [...new Set(all.map((hit) => hit.dataset.kind))]), ['output']);
  assert.equal(await page.getByRole('combobox', { name: 'Search in' }).inputValue(), 'output');
  assert.equal(await page.getByRole('combobox', { name: 'Topic' }).inputValue(), 'cells');
  await page.getByRole('combobox', { name: 'Search in' }).selectOption('code');
  await page.locator('a[role=option][data-kind=code]').first().waitFor();
  assert.equal(new URL(page.url()).search, '?q=closure&in=code&topic=cells');
  await field(page).fill('');
  await page.getByText('Try', { exact: true }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('q'), null);
  await context.close();
});

test('a slip of the finger is understood, and said', async () => {
  const page = await dialog('clsoure');
  await page.locator('.search-instead', { hasText: 'A guess, with “closure” for “clsoure”:' }).waitFor();
  await page
    .getByRole('status')
    .getByText(/A guess, with “closure” for “clsoure”: \d+ results$/)
    .waitFor();
  await context.close();
});

test('a question in the reader’s own words is answered by a sentence, and no guess is told', async () => {
  const page = await dialog('how can I change a variable of the outer function?');
  const first = hits(page).first();
  assert.match((await first.getAttribute('href')) ?? '', /#[\w-]*nonlocal/);
  assert.ok((await first.locator('.search-excerpt mark').count()) > 0);
  assert.ok(await page.locator('.search-instead').isHidden());
  assert.match((await page.locator('.search-page-title').first().textContent()) ?? '', /\w/);
  await context.close();
});

test('what only some words of a question are in is told to be a guess', async () => {
  const page = await dialog('quantum weather forecast cells pickle');
  await page.locator('.search-instead', { hasText: 'A guess' }).waitFor();
  await context.close();
});

const TRACEBACK = `Traceback (most recent call last):
  File "C:\\Users\\me\\shop.py", line 14, in <module>
    add_item(3)
UnboundLocalError: cannot access local variable 'basket_total' where it is not associated with a value`;

test('a traceback pasted into the search field finds the entry of its error first, then a block that raises it', async () => {
  const page = await open('glossary.html');
  await page.keyboard.press('/');
  await field(page).evaluate((input, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, TRACEBACK);
  await hits(page).first().waitFor();
  const kinds = await hits(page).evaluateAll((all) => all.slice(0, 2).map((hit) => hit.dataset.kind));
  assert.deepEqual(kinds, ['error', 'output']);
  assert.match((await hits(page).first().getAttribute('href')) ?? '', /errors\.html#cannot-access-local-variable/);
  await context.close();
});

for (const file of ['errors.html', 'search.html', 'index.html']) {
  test(`${file} has a place to paste an error, which finds its entry and sends nothing`, async () => {
    const page = await open(file);
    const box = page.getByRole('textbox', { name: 'Paste your error' }).first();
    await box.fill(TRACEBACK.replace('basket_total', 'x'));
    const link = page.locator('.paste-found a').first();
    await link.waitFor();
    assert.match((await link.getAttribute('href')) ?? '', /errors\.html#cannot-access-local-variable/);
    assert.equal(new URL(page.url()).search, '');
    await context.close();
  });
}

test('from a server, without one, and from disk the same list is found, which is that of the index in Node', async () => {
  const words = ['why do all my lambdas return the last number', 'memoise recursiv function', '__closure__', TRACEBACK];
  const ask = await openSiteSearch(outputDirectory);
  const expected: string[][] = [];
  for (const text of words) {
    const records = await (await ask(text.replaceAll(/\s+/g, ' '))).best(10);
    expected.push(records.map(({ file, anchor }) => (anchor === '' ? file : `${file}#${anchor}`)));
  }
  const listAt = async (page: Page, address: string): Promise<string[][]> => {
    const lists: string[][] = [];
    for (const text of words) {
      await page.goto(`${address}search.html?${new URLSearchParams({ q: text.replaceAll(/\s+/g, ' ') })}`);
      await hits(page).first().waitFor();
      const found = await hits(page).evaluateAll((all) => all.map((hit) => (hit as HTMLAnchorElement).href));
      lists.push(found.slice(0, 10).map((href) => decodeURIComponent(href.slice(address.length))));
    }
    return lists;
  };
  const hosted = await open('search.html');
  assert.deepEqual(await listAt(hosted, server.address), expected, 'from a server');
  assert.deepEqual(await listAt(hosted, `file://${outputDirectory}/`), expected, 'from disk');
  await context.close();
  const kept = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await kept.newPage();
  await page.goto(`${server.address}offline.html`);
  await page.waitForSelector('offline-saver[data-status=unsaved]', { timeout: 100_000 });
  await page.waitForFunction('navigator.serviceWorker.controller !== null');
  await kept.setOffline(true);
  assert.deepEqual(await listAt(page, server.address), expected, 'without a server');
  await kept.close();
});

test('functools.wraps is found where it is taught', async () => {
  const page = await dialog('functools.wraps');
  assert.match((await hits(page).first().getAttribute('href')) ?? '', /decorators\.html#functoolswraps-keeps/);
  await context.close();
});

test('an error message finds the blocks that raise it', async () => {
  const page = await open('errors.html');
  const link = page.locator('.error-place a').first();
  const block = new URL((await link.getAttribute('href')) ?? '', page.url());
  await page.goto(block.href);
  const said = await page.locator(`${block.hash} .output-error`).textContent();
  const message = (said ?? '').trim().split('\n').at(-1) ?? '';
  await page.keyboard.press('/');
  await field(page).fill(message);
  await page.locator(`a[role=option][data-kind=output][href$="${block.pathname}${block.hash}"]`).waitFor();
  await context.close();
});

test('what is said to a choice is not found: it would give the answer away', async () => {
  const page = await open('lessons/closures-in-one-sitting.html');
  const said = await page.locator('.question .choice-feedback').first().textContent();
  const words = (said ?? '').replace(/\s+/g, ' ').trim().split(' ').slice(0, 9).join(' ');
  await page.keyboard.press('/');
  await field(page).fill(words);
  await page.locator('a[role=option], .search-suggestions').first().waitFor();
  const quiz = page.locator('a[role=option][data-kind=quiz] .search-excerpt');
  for (const excerpt of await quiz.allTextContents()) assert.ok(!excerpt.includes(words), excerpt);
  await context.close();
});

test('a heading is not said twice, and what matches is in sight on a phone', async () => {
  const page = await dialog('nonlocal');
  await page.setViewportSize({ width: 360, height: 740 });
  const twice = await hits(page).evaluateAll((all) =>
    all.flatMap((hit) => {
      const [title = '', excerpt = ''] = ['.search-hit-title > span', '.search-excerpt'].map(
        (selector) => hit.querySelector(selector)?.textContent ?? '',
      );
      return excerpt.startsWith(title) ? [title] : [];
    }),
  );
  assert.deepEqual(twice, []);
  const unseen = await hits(page).evaluateAll((all) =>
    all.flatMap((hit) => {
      const end = hit.getBoundingClientRect().bottom;
      const mark = hit.querySelector('mark');
      return mark && mark.getBoundingClientRect().top > end ? [hit.textContent] : [];
    }),
  );
  assert.deepEqual(unseen, []);
  await context.close();
});

test('all results are one link away, on a page that brings more of them and keeps the focus', async () => {
  const page = await dialog('closure');
  await page.getByRole('link', { name: /^All \d+ results$/ }).click();
  await page.waitForURL(/search\.html\?q=closure$/);
  await page.getByRole('button', { name: 'Show more' }).waitFor();
  const before = await hits(page).count();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.waitForFunction(
    (count) => document.querySelectorAll('a[role=option]').length > count && document.activeElement !== document.body,
    before,
  );
  const focused = await page.evaluate(() => document.activeElement?.id);
  assert.equal(focused, `search-page-option-${before}`, 'the first of those that came');
  await context.close();
});

test('Enter right after the last key opens what was typed, not what stood there before', async () => {
  const page = await dialog('functools.wraps');
  const before = await hits(page).first().getAttribute('href');
  await field(page).fill('late binding');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('glossary.html') || url.hash !== '');
  assert.notEqual(page.url(), new URL(before ?? '', server.address).href);
  await page.keyboard.press('/');
  await field(page).fill('');
  await page.getByRole('button', { name: 'late binding', exact: true }).first().waitFor();
  assert.ok(page.url().includes('late-binding'), page.url());
  await context.close();
});

test('searches that led somewhere are offered again, and can be forgotten', async () => {
  const page = await dialog('late binding');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('glossary.html') || url.hash !== '');
  await page.keyboard.press('/');
  await field(page).fill('');
  await page.getByText('Recent', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Forget these' }).click();
  assert.equal(await page.getByText('Recent', { exact: true }).count(), 0);
  assert.ok(await field(page).evaluate((element) => element === document.activeElement), 'the focus is in the field');
  await context.close();
});

test('nothing found: what may help is there, and a narrowed search can be widened', async () => {
  const page = await open('search.html?q=zqxjkv&in=code');
  await page.getByText('Nothing here has “zqxjkv” in it.').waitFor();
  await page.getByRole('button', { name: 'Search everything' }).click();
  await page.getByText('Nothing has “zqxjkv” in it. Check the spelling, or use other words.').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('in'), null);
  await context.close();
});
