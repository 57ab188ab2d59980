/** One build, opened in four ways, in three engines: everything a reader does must work in each. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { serve } from '../../scripts/static-server.ts';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';
import { extract } from './zip-file.ts';

/** A folder name with characters that cause trouble in paths and addresses. */
const AWKWARD = 'Ünï côdé #1 100% (copy)';

let site: FixtureSite;
let folder: string;
before(async () => {
  site = await fixtureSite('anywhere-site');
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'anywhere-')), AWKWARD);
  extract(path.join(site.output, 'enclosing-scope.zip'), folder);
});
after(async () => {
  await site.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

/** Ways to open the site; `root` ends with a slash. */
const WAYS: Readonly<Record<string, (page: Page) => Promise<{ root: string; close(): Promise<void> }>>> = {
  'at the root of a host': async () => {
    const server = await serve(site.output);
    return { root: server.address, close: server.close };
  },
  'under a deep path': async () => {
    const server = await serve(site.output, { base: '/courses/python & more/closures/' });
    return { root: server.address, close: server.close };
  },
  'offline, with the server gone': async (page) => {
    const server = await serve(site.output, { base: '/offline/' });
    await page.goto(`${server.address}offline.html`);
    await page.until('navigator.serviceWorker.controller !== null');
    await page.until(`document.querySelector('offline-saver button')`);
    await page.evaluate(`document.querySelector('offline-saver button').click()`);
    await page.until(`document.querySelector('offline-saver').dataset.status === 'saved'`);
    await server.close();
    return { root: server.address, close: async () => {} };
  },
  'from disk': async (page) => {
    const root = `${pathToFileURL(path.join(folder, 'enclosing-scope')).href}/`;
    await page.goto(`${root}index.html`);
    // A browser that lets pages from disk read files would make this test pointless.
    const read = await page.evaluate(`fetch('icon.svg').then(() => 'read', () => 'refused')`);
    assert.equal(read, 'refused');
    return { root, close: async () => {} };
  },
};

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());

    for (const [way, open] of Object.entries(WAYS)) {
      test(`${way}: navigate, search, run, stop, input, step, quiz`, async () => {
        const { root, close } = await open(page);
        try {
          await page.goto(`${root}index.html`);
          await navigates(page);
          await runs(page);
          await steps(page);
          await asksAQuestion(page);
          await searches(page);
        } finally {
          await close();
        }
      });
    }
  });
}

async function navigates(page: Page): Promise<void> {
  await page.clickNamed('link', 'Start with lesson 1', 'main');
  await page.until(`document.querySelector('h1')?.textContent.trim() === 'Anywhere'`);
  await page.clickNamed('link', 'the attribute', 'main');
  await page.until(`location.hash === '#the-attribute' && document.getElementById('the-attribute') !== null`);
  // Scripts may run before the style sheet has loaded.
  await page.until(`getComputedStyle(document.querySelector('main')).fontFamily.includes('Literata')`);
  assert.equal(await page.evaluate(`document.fonts.load('16px Literata').then((faces) => faces.length > 0)`), true);
  // Delayed, because WebKit's driver never answers a script that leaves its page.
  await page.evaluate('void setTimeout(() => history.back(), 100)');
  await page.until(
    `document.querySelector('h1')?.textContent.trim() === 'Anywhere' && document.getElementById('greets') !== null`,
  );
}

async function runs(page: Page): Promise<void> {
  const blocks = snippets(page);
  assert.match(await blocks.run('greets'), /^Same as the page/);
  assert.equal(await blocks.printed('greets'), 'Grüße 42');

  await blocks.click('asks', 'Run');
  await page.until(`document.querySelector('#asks .output-ask input')`);
  await page.type('#asks .output-ask input', 'Ada');
  await page.press('Enter');
  await blocks.settled('asks');
  assert.match(await blocks.status('asks'), /^Same as the page/);

  await blocks.click('endless', 'Run');
  await blocks.click('endless', 'Stop');
  await blocks.settled('endless');
  assert.match(await blocks.status('endless'), /^Stopped/);
  assert.match(await blocks.run('greets'), /^Same as the page/);
}

async function steps(page: Page): Promise<void> {
  const own = `document.querySelector('closure-stepper[data-block=remembers]')`;
  const count = `Number(${own}.querySelector('.st-count span').textContent)`;
  await page.until(`(${own}.scrollIntoView(), ${own}.querySelector('.st-link').href)`);
  const before = await page.evaluate<number>(count);
  await page.evaluate(`${own}.querySelector('[data-go=next]').click()`);
  await page.until(`${count} === ${before + 1}`);
  await page.evaluate(`${own}.querySelector('[data-go=last]').click()`);
  await page.until(`${own}.querySelector('.st-output pre').textContent.trim() === 'kept'`);
}

async function asksAQuestion(page: Page): Promise<void> {
  await page.evaluate(`[...document.querySelectorAll('#what-keeps summary')]
    .find((choice) => choice.textContent.includes('A copy of the value')).click()`);
  await page.until(`document.getElementById('what-keeps').textContent.includes('Not this one')`);
  await page.evaluate(`[...document.querySelectorAll('#what-keeps summary')]
    .find((choice) => choice.textContent.includes('The variable')).click()`);
  await page.until(`document.querySelector('#a-quiz [role=status]')?.textContent`);
}

async function searches(page: Page): Promise<void> {
  await page.clickNamed('link', 'Search', 'header');
  const found = async (query: string): Promise<string> => {
    await page.until(`document.querySelector('dialog[open] [role=combobox]')`);
    await page.evaluate(`document.querySelector('dialog[open] [role=combobox]').value = ''`);
    await page.type('dialog[open] [role=combobox]', query);
    return page.until(`document.querySelector('dialog[open] [role=option]')?.href`);
  };
  assert.match(await found('__closure__'), /lessons\/elsewhere\.html#the-attribute$/);
  await page.press('Enter');
  await page.until(
    `location.hash === '#the-attribute' && document.querySelector('h1').textContent.trim() === 'Elsewhere'`,
  );
}
