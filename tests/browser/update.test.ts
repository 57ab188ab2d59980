/** A new version of the site arrives while a program is running in the old one. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type StaticServer, serve } from '../../scripts/static-server.ts';
import { openOutput } from '../../src/site/output.ts';
import { precacheOf, serviceWorker } from '../../src/site/portable/service-worker.ts';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'update-'));
const newer = path.join(folder, 'newer');
let older = '';

before(async () => {
  const site = await fixtureSite('anywhere-site');
  older = site.output;
  await site.close();
  cpSync(older, newer, { recursive: true });
  const file = path.join(newer, 'lessons/anywhere.html');
  writeFileSync(file, readFileSync(file, 'utf8').replace('</h1>', ' and better</h1>'));
  writeFileSync(path.join(newer, 'sw.js'), await serviceWorker(precacheOf(openOutput(newer))));
});
after(() => rmSync(folder, { recursive: true, force: true }));

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let first: StaticServer | undefined;
    before(async () => {
      page = await openPage(engine);
    });
    after(async () => {
      await page.close();
      await first?.close();
    });

    test('only what changed is fetched, nothing is torn from the reader, and a click brings the new version', async () => {
      first = await serve(older);
      const lesson = `${first.address}lessons/anywhere.html`;
      await page.goto(lesson);
      await page.until('navigator.serviceWorker.controller !== null', 60);
      const blocks = snippets(page);
      await blocks.run('greets');
      await blocks.click('endless', 'Run');
      await page.until(`document.getElementById('endless').hasAttribute('data-busy')`);
      await first.close();

      const requests: string[] = [];
      const second = await serve(newer, {
        port: Number(new URL(first.address).port),
        intercept: (file) => {
          requests.push(file);
          return false;
        },
      });
      try {
        assert.equal(second.address, first.address);
        await page.evaluate(
          'navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)',
        );
        await page.until(`document.querySelector('.update-notice')`, 60);
        assert.deepEqual([...new Set(requests)].sort(), ['lessons/anywhere.html', 'sw.js']);
        assert.equal(await page.evaluate(`document.getElementById('endless').hasAttribute('data-busy')`), true);
        await blocks.click('endless', 'Stop');
        await blocks.settled('endless');
        assert.match(await blocks.status('endless'), /^Stopped/);
        assert.equal(await page.evaluate(`document.querySelector('h1').textContent.includes('better')`), false);

        await page.clickNamed('button', 'Reload', '.update-notice');
        await page.until(`document.querySelector('h1')?.textContent.includes('and better')`);
        assert.match(await blocks.run('greets'), /^Same as the page/);
      } finally {
        await second.close();
      }
    });
  });
}
