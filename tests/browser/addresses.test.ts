/** Variants of addresses: without `.html`, with an extra slash, and missing pages at any depth. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type StaticServer, serve } from '../../scripts/static-server.ts';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { fixtureSite } from './fixture-site.ts';

let output = '';
before(async () => {
  const site = await fixtureSite('anywhere-site');
  output = site.output;
  await site.close();
});

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let server: StaticServer;
    before(async () => {
      page = await openPage(engine);
      server = await serve(output, { base: '/deep/base/' });
    });
    after(async () => {
      await page.close();
      await server.close();
    });

    const shows = async (heading: string): Promise<void> => {
      await page.until(`document.querySelector('h1')?.textContent.includes(${JSON.stringify(heading)})`);
      await page.until(`getComputedStyle(document.querySelector('main')).fontFamily.includes('Literata')`);
    };
    const everyAddress = async (): Promise<void> => {
      for (const address of ['lessons/anywhere', 'lessons/anywhere/', 'lessons/anywhere?from=mail']) {
        await page.goto(server.address + address);
        await shows('Anywhere');
        await page.clickNamed('link', 'the attribute', 'main');
        await shows('Elsewhere');
      }
      for (const address of ['nothing', 'lessons/nothing.html', 'no/such/page/at/all/']) {
        await page.goto(server.address + address);
        await shows('Nothing is bound to this address');
        // The site's script has loaded too.
        await page.until(`document.querySelector('theme-toggle button, site-search button, site-search a') !== null`);
        await page.until(`document.querySelector('main a')?.href === '${server.address}index.html'`);
        await page.clickNamed('link', 'home page', 'main');
        await shows('A function that remembers');
        assert.equal(await page.evaluate('location.href'), `${server.address}index.html`);
      }
    };

    test('on a host, below a deep path', everyAddress);

    test('offline, with the server gone', async () => {
      await page.goto(`${server.address}offline.html`);
      await page.until('navigator.serviceWorker.controller !== null');
      await server.close();
      await everyAddress();
    });
  });
}
