/** The content security policy blocks injected markup, hosted, offline and from disk. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';
import { extract } from './zip-file.ts';

let site: FixtureSite;
let folder: string;
before(async () => {
  site = await fixtureSite('anywhere-site');
  folder = mkdtempSync(path.join(tmpdir(), 'policy-'));
  extract(path.join(site.output, 'enclosing-scope.zip'), folder);
});
after(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Each injects markup that would set `attacked`, in this window or from a frame. */
const INJECTIONS: Readonly<Record<string, string>> = {
  'a script from a blob': `
    const script = document.createElement('script');
    script.src = URL.createObjectURL(new Blob(['top.attacked = 1'], { type: 'text/javascript' }));
    document.body.append(script);`,
  'a frame with a script from a blob': `
    const address = URL.createObjectURL(new Blob(['top.attacked = 1'], { type: 'text/javascript' }));
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script src="' + address + '"></' + 'script>';
    document.body.append(frame);`,
  'a frame with an inline script': `
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script>top.attacked = 1</' + 'script>';
    document.body.append(frame);`,
  'an inline script': `
    const script = document.createElement('script');
    script.textContent = 'top.attacked = 1';
    document.body.append(script);`,
  'a script from data': `
    const script = document.createElement('script');
    script.src = 'data:text/javascript,top.attacked = 1';
    document.body.append(script);`,
  'a module from a blob': `
    const script = document.createElement('script');
    script.type = 'module';
    script.src = URL.createObjectURL(new Blob(['top.attacked = 1'], { type: 'text/javascript' }));
    document.body.append(script);`,
  'an event handler in markup': `
    const place = document.createElement('div');
    document.body.append(place);
    place.innerHTML = '<img src="missing.png" onerror="top.attacked = 1">';`,
  'a frame at a javascript: address': `
    const frame = document.createElement('iframe');
    frame.src = 'javascript:top.attacked = 1';
    document.body.append(frame);`,
  'a link to a javascript: address': `
    const link = document.createElement('a');
    link.href = 'javascript:void(top.attacked = 1)';
    document.body.append(link);
    link.click();`,
  'a frame from a blob': `
    const frame = document.createElement('iframe');
    frame.src = URL.createObjectURL(new Blob(['<script>top.attacked = 1</' + 'script>'], { type: 'text/html' }));
    document.body.append(frame);`,
};

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());

    const ways: Readonly<Record<string, () => Promise<string>>> = {
      hosted: async () => site.address,
      offline: async () => {
        await page.goto(`${site.address}offline.html`);
        await page.until('navigator.serviceWorker.controller !== null', 60);
        return site.address;
      },
      'from disk': async () => `${pathToFileURL(path.join(folder, 'enclosing-scope')).href}/`,
    };
    for (const [way, root] of Object.entries(ways)) {
      test(`${way}: markup that finds its way into a page runs nothing, and Python still runs`, async () => {
        await page.goto(`${await root()}lessons/anywhere.html`);
        await page.until(`document.querySelector('#greets .snippet-run')`);
        for (const [what, injection] of Object.entries(INJECTIONS)) {
          await page.evaluate(`(() => { ${injection} })()`);
          // By the time a later frame has loaded, the browser has run any injected code.
          await page.evaluate(`new Promise((loaded) => {
            const frame = document.createElement('iframe');
            frame.onload = () => requestAnimationFrame(() => requestAnimationFrame(() => loaded(true)));
            frame.srcdoc = 'later';
            document.body.append(frame);
          })`);
          assert.equal(await page.evaluate('self.attacked ?? null'), null, what);
        }
        assert.match(await snippets(page).run('greets'), /^Same as the page/);
      });
    }
  });
}
