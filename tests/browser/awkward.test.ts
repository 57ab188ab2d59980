import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { AWKWARD } from './awkward-programs.ts';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

let site: FixtureSite;
before(async () => {
  site = await fixtureSite('run-site');
});
after(() => site.close());

for (const engine of engines) {
  describe(`awkward programs in ${engine}`, () => {
    let page: Page;
    let blocks: ReturnType<typeof snippets>;
    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
      await page.goto(`${site.address}lessons/run.html`);
      await blocks.run('same');
    });
    after(() => page.close());

    for (const { name, code, prints, status, stop } of AWKWARD) {
      test(name, async () => {
        const packed = deflateRawSync(code).toString('base64url');
        await page.evaluate(`location.hash = '#silent~code=${packed}'`);
        await page.until(
          `document.querySelector('#silent .snippet-status')?.textContent.startsWith('Code from a link')`,
        );
        await blocks.click('silent', 'Run');
        if (stop) {
          await page.until(`document.querySelector('#silent .snippet-status').textContent === 'Running'`, 60);
          await new Promise((resolve) => setTimeout(resolve, 300));
          await blocks.click('silent', 'Stop');
        }
        await page.until(
          `!document.querySelector('#silent').hasAttribute('data-busy') && !/^Code from/.test(document.querySelector('#silent .snippet-status').textContent)`,
          90,
        );
        if (prints) assert.match(await blocks.printed('silent'), prints);
        if (status) assert.match(await blocks.status('silent'), status);
        // Whatever it was: the page can be used, and other blocks are not touched by it.
        assert.match(await blocks.run('same'), /^Same as the page/);
        assert.match(await blocks.run('session'), /Same as the page/);
      });
    }
  });
}
