/** A zip viewer extracts only `index.html`; the page then says what to do. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { engines, openPage } from './drivers/open.ts';
import { fixtureSite } from './fixture-site.ts';
import { extract } from './zip-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'zip-viewer-'));
const whole = path.join(folder, 'whole');
const alone = path.join(folder, 'alone', 'index.html');

before(async () => {
  const site = await fixtureSite('anywhere-site');
  await site.close();
  extract(path.join(site.output, 'enclosing-scope.zip'), whole);
  mkdirSync(path.dirname(alone));
  copyFileSync(path.join(whole, 'enclosing-scope/index.html'), alone);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const NOTICE = `document.querySelector('[role=alert]')?.textContent`;

for (const engine of engines) {
  test(`${engine}: a page without its files says to extract the whole zip first, and says it once`, async () => {
    const page = await openPage(engine);
    try {
      await page.goto(pathToFileURL(alone).href);
      await page.until(`(${NOTICE} ?? '').includes('extract the whole zip first, then open index.html')`);
      assert.equal(await page.evaluate(`document.querySelectorAll('[role=alert]').length`), 1);
      assert.equal(await page.evaluate(`document.querySelector('[role=alert]').checkVisibility()`), true);
      // The text is still readable.
      assert.equal(await page.evaluate(`document.querySelector('h1').checkVisibility()`), true);

      await page.goto(pathToFileURL(path.join(whole, 'enclosing-scope/index.html')).href);
      await page.until(`getComputedStyle(document.querySelector('main')).fontFamily.includes('Literata')`);
      assert.equal(await page.evaluate(`document.querySelector('#missing-files') === null`), true);
    } finally {
      await page.close();
    }
  });
}
