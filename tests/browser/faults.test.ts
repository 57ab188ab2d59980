/** Faults in what a browser has saved of the site: each is repaired automatically, or the page says what to do. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { type Output, openOutput } from '../../src/site/output.ts';
import { precacheOf, serviceWorker } from '../../src/site/portable/service-worker.ts';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FaultyHost, faultyHost } from './faulty-host.ts';
import { fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'faults-'));
const newer = path.join(folder, 'newer');
/** The older version, on a device with little storage. */
const crowded = path.join(folder, 'crowded');
let older = '';
let files = 0;
/** A lazily loaded script that has another name in the newer version. */
let lazy = '';

before(async () => {
  const site = await fixtureSite('anywhere-site');
  older = site.output;
  await site.close();
  files = precacheOf(openOutput(older)).site.length;
  cpSync(older, newer, { recursive: true });
  const output = openOutput(newer);
  for (const file of output.files().filter((name) => name.endsWith('.html'))) {
    output.write(file, output.text(file).replace('</h1>', ' and better</h1>'));
  }
  // Rename the page's own script too, so that the versions differ in their code and not only in their text.
  const [main = ''] = output.files().filter((file) => /^assets\/site\.\w+\.js$/.test(file));
  renameSync(path.join(newer, main), path.join(newer, main.replace('.js', 'newer.js')));
  for (const file of output.files().filter((name) => name.endsWith('.html'))) {
    output.write(file, output.text(file).replaceAll(main, main.replace('.js', 'newer.js')));
  }
  lazy = editorScript(output);
  renameSync(path.join(newer, lazy), path.join(newer, lazy.replace('.js', 'newer.js')));
  writeFileSync(path.join(newer, 'sw.js'), await serviceWorker(precacheOf(openOutput(newer))));
  cpSync(older, crowded, { recursive: true });
  writeFileSync(path.join(crowded, 'sw.js'), `${CROWDED};\n${readFileSync(path.join(older, 'sw.js'), 'utf8')}`);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function editorScript(output: Output): string {
  const found = output
    .files()
    .find((file) => /^assets\/(?!site).*\.js$/.test(file) && output.text(file).includes('cm-'));
  assert.ok(found, 'the editor is a script of its own');
  return found;
}

const saver = (status: string): string => `document.querySelector('offline-saver')?.dataset.status === '${status}'`;
const SAYS = `document.querySelector('offline-saver').textContent`;
/** The names of all undamaged cached files, read from the page. */
const KEPT = `(async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()));
      const hash = [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      if (hash === response.headers.get('x-content-hash')) kept.push(new URL(request.url).pathname.slice(1));
    }
  }
  return kept;
})()`;
/** The active worker's answer to a page's question about the saved pages. */
const ASK = `(async () => {
  const { active } = await navigator.serviceWorker.getRegistration();
  const from = new URL(document.querySelector('script[data-modules]').src).pathname.slice(1);
  const { port1, port2 } = new MessageChannel();
  active.postMessage({ type: 'pages', from }, [port2]);
  return new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
})()`;
/** Stores five megabytes in place of the snapshot. */
const KEEP_MEMORY = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('enclosing-scope snapshots', 1);
  opening.onerror = () => reject(opening.error);
  opening.onupgradeneeded = () => opening.result.createObjectStore('snapshots');
  opening.onsuccess = () => {
    const store = opening.result.transaction('snapshots', 'readwrite').objectStore('snapshots');
    store.put({ version: 'of some day', memory: new Uint8Array(5_000_000), failures: 0 }, new URL('./', location.href).href);
    store.transaction.oncomplete = () => { opening.result.close(); resolve(true); };
  };
})`;
const KEPT_MEMORIES = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('enclosing-scope snapshots', 1);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const counting = opening.result.transaction('snapshots').objectStore('snapshots').count();
    counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
  };
})`;
/** Replaces the cached content of one address, and leaves the rest unchanged. */
const spoil = (file: string): string => `(async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!new URL(request.url).pathname.startsWith('/${file}')) continue;
      const { headers } = await cache.match(request);
      await cache.put(request, new Response('damaged', { headers }));
      return true;
    }
  }
  return false;
})()`;

/** Makes the caches of a page or worker refuse more than `self.room` bytes; the worker gets the limit from the host. */
const CROWDED = `(() => {
  self.put ??= Cache.prototype.put;
  let used = 0;
  Cache.prototype.put = async function (request, response) {
    const room = self.room ?? (await (await fetch('room.txt', { cache: 'no-store' })).text());
    used += (await response.clone().arrayBuffer()).byteLength;
    if (room !== '' && used > Number(room)) throw new DOMException('There is no room.', 'QuotaExceededError');
    return self.put.call(this, request, response);
  };
})()`;

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let host: FaultyHost;
    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());
    afterEach(() => host.stop());

    const open = (file: string): Promise<void> => page.goto(host.address + file);
    const press = (name: string): Promise<void> => page.clickNamed('button', name, 'offline-saver');
    const heading = (words: string): Promise<unknown> =>
      page.until(`document.querySelector('h1')?.textContent.trim().includes(${JSON.stringify(words)})`);
    const installed = async (): Promise<void> => {
      host = await faultyHost(older);
      await open('offline.html');
      await page.until(saver('unsaved'), 30);
      await page.until('navigator.serviceWorker.controller !== null');
    };
    const saved = async (): Promise<void> => {
      await installed();
      await press(await page.evaluate(`document.querySelector('offline-saver button').textContent`));
      await page.until(saver('saved'), 30);
    };

    describe('the server stops during the first install', () => {
      const points: Readonly<Record<string, () => number>> = {
        'before its first file': () => 0,
        'after one file': () => 1,
        'half way': () => Math.floor(files / 2),
        'before its last file': () => files - 1,
      };
      for (const [when, most] of Object.entries(points)) {
        test(`${when}: the page says so, keeps what came, and goes on when it is back`, async () => {
          host = await faultyHost(older);
          let left = most();
          let worker = false;
          host.fault((file) => {
            if (file === 'sw.js') worker = true;
            else if (worker) left -= 1;
            return left < 0 ? 'drop' : 'none';
          });
          await open('offline.html');
          await page.until(saver('pages-failed'), 30);
          assert.match(await page.evaluate(SAYS), /could not be saved: the server cannot be reached\. Try again/);
          const before = await page.evaluate<readonly string[]>(KEPT);
          host.heal();
          await press('Try again');
          await page.until(saver('unsaved'), 30);
          assert.deepEqual(
            host.answered.filter((file) => before.includes(file)),
            [],
            'what had come is not fetched again',
          );
          assert.equal((await page.evaluate<readonly string[]>(KEPT)).length, files, 'all is kept, and whole');
          await page.until('navigator.serviceWorker.controller !== null');
          await host.stop();
          await open('lessons/elsewhere.html');
          await heading('Elsewhere');
        });
      }

      test('in the middle of a file: half a file is never kept', async () => {
        host = await faultyHost(older);
        let worker = false;
        host.fault((file) => {
          worker ||= file === 'sw.js';
          return worker && file === 'lessons/elsewhere.html' ? 'half' : 'none';
        });
        await open('offline.html');
        await page.until(saver('pages-failed'), 30);
        assert.ok(!(await page.evaluate<readonly string[]>(KEPT)).includes('lessons/elsewhere.html'));
        host.heal();
        await press('Try again');
        await page.until(saver('unsaved'), 30);
        assert.deepEqual(
          host.answered.filter((file) => file.startsWith('lessons/')).includes('lessons/elsewhere.html'),
          true,
        );
      });

      test('before the worker itself: the next try installs it', async () => {
        host = await faultyHost(older);
        host.fault((file) => (file === 'sw.js' ? 'drop' : 'none'));
        await open('offline.html');
        await page.until(saver('pages-failed'), 30);
        host.heal();
        await press('Try again');
        await page.until(saver('unsaved'), 30);
      });
    });

    test('wrong bytes for a page are never kept: the page says so, and the next try heals it', async () => {
      host = await faultyHost(older);
      host.fault((file) => (file === 'glossary.html' ? 'wrong' : 'none'));
      await open('offline.html');
      await page.until(saver('pages-failed'), 30);
      assert.match(await page.evaluate(SAYS), /glossary\.html arrived with other content/);
      host.heal();
      await press('Try again');
      await page.until(saver('unsaved'), 30);
    });

    test('news of progress that are understood late never hide the failure that came after them', async () => {
      await installed();
      await page.evaluate(`(() => {
        const container = navigator.serviceWorker;
        const registration = container.getRegistration.bind(container);
        let late = true;
        container.getRegistration = async () => {
          if (late) {
            late = false;
            await new Promise((resolve) => setTimeout(resolve, 200));
            self.understood = true;
          }
          return registration();
        };
        for (const data of [{ type: 'installing', bytes: 1, total: 2 }, { type: 'install-failed', why: 'the server cannot be reached' }])
          container.dispatchEvent(new MessageEvent('message', { data }));
      })()`);
      await page.until(`self.understood && ${saver('pages-failed')}`);
    });

    for (const most of [0, 3]) {
      test(`the server stops after ${most} files of an update: the old version goes on, and the update comes later`, async () => {
        await installed();
        await host.serveInstead(newer);
        let left = most;
        host.fault((file) => {
          if (file !== 'sw.js') left -= 1;
          return left < 0 ? 'drop' : 'none';
        });
        await page.evaluate(
          'navigator.serviceWorker.getRegistration().then((found) => found.update()).catch(() => {})',
        );
        await page.until(`/new version of the site could not be downloaded.*keeps working/.test(${SAYS})`, 30);
        await host.stop();
        await open('lessons/elsewhere.html');
        await heading('Elsewhere');
        assert.equal(await page.evaluate(`document.querySelector('h1').textContent.includes('better')`), false);
        await host.comeBack();
        host.heal();
        await page.evaluate(
          'navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)',
        );
        await page.until(`document.querySelector('.update-notice')`, 30);
        await page.clickNamed('button', 'Reload', '.update-notice');
        await heading('Elsewhere and better');
      });
    }

    test('an update that another tab let in: the page of the old version still finds all its parts', async () => {
      await installed();
      await open('lessons/anywhere.html');
      await page.until(`document.querySelector('#greets .snippet-run')`);
      await host.serveInstead(newer);
      await page.evaluate('navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)');
      await page.until(`navigator.serviceWorker.getRegistration().then((found) => found.waiting !== null)`, 30);
      await page.evaluate(
        `navigator.serviceWorker.getRegistration().then((found) => found.waiting.postMessage({ type: 'activate' }))`,
      );
      await page.until(`document.querySelector('.update-notice')?.textContent.includes('updated in another tab')`, 30);
      host.heal();
      await page.evaluate(`void document.getElementById('greets').dispatchEvent(new PointerEvent('pointerenter'))`);
      await snippets(page).click('greets', 'Edit');
      await page.until(`document.querySelector('#greets .snippet-editor')?.shadowRoot.querySelector('.cm-line')`);
      assert.ok(!host.answered.includes(lazy), 'the server does not have it any more');
    });

    test('a page of the old version and a worker of the new one do not talk: the page asks to be loaded again', async () => {
      await installed();
      await host.serveInstead(newer);
      await page.evaluate('navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true)');
      await page.until(`document.querySelector('.update-notice')`, 30);
      assert.equal((await page.evaluate<{ missing: number }>(ASK)).missing, 0, 'the old worker is still in charge');
      await page.evaluate(
        `navigator.serviceWorker.getRegistration().then((found) => found.waiting.postMessage({ type: 'activate' }))`,
      );
      await page.until(`document.querySelector('.update-notice')?.textContent.includes('updated in another tab')`, 30);
      assert.equal(await page.evaluate(ASK), 'other version');
      // A new saver, like that of a page opened in the meantime.
      await page.evaluate(
        `void document.querySelector('offline-saver').replaceWith(document.createElement('offline-saver'))`,
      );
      await page.until(saver('outdated'), 30);
      await press('Reload');
      await heading('Read offline and better');
      await page.until(saver('unsaved'), 30);
    });

    test('a damaged page is fetched again and kept; without a network the page says what to do', async () => {
      await installed();
      assert.equal(await page.evaluate(spoil('lessons/elsewhere.html')), true);
      host.heal();
      await open('lessons/elsewhere.html');
      await heading('Elsewhere');
      assert.ok(host.answered.includes('lessons/elsewhere.html'));
      host.heal();
      await open('lessons/elsewhere.html');
      await heading('Elsewhere');
      assert.ok(!host.answered.includes('lessons/elsewhere.html'), 'it is kept again');

      assert.equal(await page.evaluate(spoil('lessons/elsewhere.html')), true);
      await host.stop();
      await open('lessons/elsewhere.html');
      await heading('This page was lost');
      assert.match(await page.evaluate('document.body.textContent'), /Connect to the network/);
      await host.comeBack();
      await page.clickNamed('link', 'open it again');
      await heading('Elsewhere');
    });

    test('what the browser has dropped is noticed and brought back; Python is offered again', async () => {
      await saved();
      await page.evaluate(
        `caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => true)`,
      );
      host.heal();
      await open('offline.html');
      await page.until(saver('unsaved'), 30);
      assert.match(await page.evaluate(SAYS), /has removed some of what you saved \(\d+\.\d MB\)\. Save it again/);
      await page.until(`(${KEPT}).then((kept) => kept.length >= ${files})`, 30);
      await host.stop();
      await open('lessons/elsewhere.html');
      await heading('Elsewhere');
    });

    test('a damaged part of Python is fetched again; without a network the block says so, and runs once it is back', async () => {
      await saved();
      await open('lessons/anywhere.html');
      assert.equal(await page.evaluate(spoil('py/wasm')), true);
      const blocks = snippets(page);
      await host.stop();
      await blocks.run('greets');
      assert.match(await blocks.text('greets', '[role=alert]'), /offline|connection broke|cannot be reached/);
      await host.comeBack();
      host.heal();
      await blocks.click('greets', 'Try again');
      await page.until(
        `document.querySelector('#greets .snippet-status').textContent.startsWith('Same as the page')`,
        60,
      );
      assert.deepEqual(
        host.answered.filter((file) => file.startsWith('py/')).map((file) => file.split('.')[0]),
        ['py/wasm'],
      );
    });

    test('wrong bytes for a part of Python: the block says so, nothing wrong is kept, and a retry heals it', async () => {
      await installed();
      await open('lessons/anywhere.html');
      host.fault((file) => (file.startsWith('py/wasm') ? 'wrong' : 'none'));
      const blocks = snippets(page);
      await blocks.run('greets');
      assert.match(await blocks.text('greets', '[role=alert]'), /arrived damaged/);
      assert.ok(!(await page.evaluate<readonly string[]>(KEPT)).some((file) => file.startsWith('py/wasm')));
      host.heal();
      await blocks.click('greets', 'Try again');
      await page.until(
        `document.querySelector('#greets .snippet-status').textContent.startsWith('Same as the page')`,
        60,
      );
    });

    for (const part of ['worker', 'wasm', 'stdlib']) {
      test(`at the first visit, an altered ${part} never runs: it is fetched again past the cache, told when that is no better, and a retry heals it`, async () => {
        host = await faultyHost(older);
        const blocks = snippets(page);
        const ran = `document.querySelector('#greets .snippet-status').textContent.startsWith('Same as the page')`;
        let asked = 0;
        const altered = (most: number) => (file: string) => {
          if (!file.startsWith(`py/${part}.`)) return 'none';
          asked += 1;
          return asked > most ? 'none' : 'altered';
        };
        host.fault(altered(Number.POSITIVE_INFINITY));
        await open('lessons/anywhere.html');
        await blocks.run('greets');
        assert.match(await blocks.text('greets', '[role=alert]'), /arrived damaged|ended after/);
        assert.ok(asked >= 2, 'asked for once more');
        // By now the browser has cached the altered file, and would serve it again.
        asked = 0;
        host.fault(altered(0));
        await blocks.click('greets', 'Try again');
        await page.until(ran, 60);
        assert.ok(asked > 0);
      });
    }

    test('a save that is cut or gets wrong bytes says so, keeps what came whole, and goes on', async () => {
      await installed();
      for (const [fault, says] of [
        ['half', /connection was lost/],
        ['wrong', /arrived damaged/],
      ] as const) {
        host.fault((file) => (file.startsWith('py/wasm') ? fault : 'none'));
        await press(await page.evaluate(`document.querySelector('offline-saver button').textContent`));
        await page.until(`${saver('failed')} && ${says}.test(${SAYS})`, 30);
      }
      host.heal();
      await page.evaluate(`(() => {
        self.told = 0;
        new MutationObserver((changes) => {
          for (const { target } of changes) if (target.closest('p')?.ariaLive === null) self.told += 1;
        }).observe(document.querySelector('offline-saver'), { childList: true, subtree: true });
        document.querySelector('offline-saver button').focus();
      })()`);
      await press('Try again');
      await page.until(saver('saved'), 30);
      assert.equal(await page.evaluate('self.told'), 0, 'progress is not read aloud piece by piece');
      assert.equal(await page.evaluate('document.activeElement.localName'), 'offline-saver', 'the focus is not lost');
      assert.ok(!host.answered.some((file) => file.startsWith('py/worker')), 'what came whole is not fetched again');
      await page.evaluate(KEEP_MEMORY);
      await open('offline.html');
      await page.until(saver('saved'), 30);
      assert.match(await page.evaluate(SAYS), /including 5\.0 MB for a snapshot/);
      await press('Remove Python');
      await page.until(saver('unsaved'));
      assert.equal(await page.evaluate(KEPT_MEMORIES), 0, 'its memory is removed with it');
      assert.doesNotMatch(await page.evaluate(SAYS), /on this device/);
      await page.evaluate(KEEP_MEMORY);
      await open('offline.html');
      await page.until(saver('unsaved'));
      assert.match(await page.evaluate(SAYS), /MB\. A snapshot that makes Python start faster takes 5\.0 MB on/);
      assert.ok(!(await page.evaluate<readonly string[]>(KEPT)).some((file) => file.startsWith('py/')));
    });

    test('a full device is named as what it is, for pages and for Python; with room again both go on', async () => {
      host = await faultyHost(engine === 'chromium' ? older : crowded);
      const { origin } = new URL(host.address);
      const room = async (pages: number | undefined, python = pages): Promise<void> => {
        // Only Chromium's quota can be set; in the others, the cache storage is patched to fail like a full device.
        if (page.setQuota) return page.setQuota(origin, python);
        writeFileSync(path.join(crowded, 'room.txt'), String(pages ?? ''));
        await page.evaluate(`void (self.room = '${python ?? ''}', ${CROWDED})`);
      };
      await open('course.html');
      await room(readFileSync(path.join(older, 'index.html')).length);
      await open('offline.html');
      await page.until(saver('pages-failed'), 30);
      assert.match(await page.evaluate(SAYS), /this device is out of storage space\. Free some space and try again/);
      await room(undefined, 3_000_000);
      await press('Try again');
      await page.until(saver('unsaved'), 30);
      await press(await page.evaluate(`document.querySelector('offline-saver button').textContent`));
      await page.until(saver('failed'), 30);
      assert.match(
        await page.evaluate(SAYS),
        /out of storage space: \d+\.\d MB more is needed\. Free some space and try again/,
      );
      await room(undefined);
      await press('Try again');
      await page.until(saver('saved'), 30);
      await host.stop();
      await open('lessons/anywhere.html');
      assert.match(await snippets(page).run('greets'), /^Same as the page/);
    });
  });
}
