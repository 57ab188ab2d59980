/** The snapshot of Python's memory: later visits start from it, and without it Python only starts more slowly. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

let site: FixtureSite;
before(async () => {
  site = await fixtureSite('run-site', (file, response) => {
    if (file !== 'two.html') return false;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<iframe src="lessons/again.html"></iframe><iframe src="lessons/trouble.html"></iframe>');
    return true;
  });
});
after(() => site.close());

/** Records what each worker for programs is told to start from. */
const WATCH = `((...pages) => pages.forEach((page) => {
  page.starts = [];
  const { postMessage } = page.Worker.prototype;
  page.Worker.prototype.postMessage = function (message, ...rest) {
    if (message.type === 'start' && message.purpose === 'run') page.starts.push(message.snapshot === null ? 'plain' : 'snapshot');
    return postMessage.call(this, message, ...rest);
  };
}))`;

/** Records a checksum of the memory when a snapshot is taken and when one has been restored. */
const SUM_MEMORY = `(() => {
  self.sums = {};
  const watch = () => {
    const load = self.loadPyodide;
    const note = (moment, memory) =>
      postMessage({ moment, sum: new Uint32Array(memory.buffer).reduce((all, word) => (Math.imul(all, 31) + word) | 0, 0) });
    self.loadPyodide = async (options) => {
      let memory;
      const python = await load({ ...options, _beforeMain(now) {
        memory = now;
        options._beforeMain?.(memory);
        note(options._loadSnapshot ? 'restored' : 'fresh', memory);
      } });
      const { makeMemorySnapshot } = python;
      python.makeMemorySnapshot = () => {
        note('taken', memory);
        return makeMemorySnapshot.call(python);
      };
      return python;
    };
  };
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) =>
    createObjectURL(blob.type === 'text/javascript' ? new Blob([blob, ';(' + watch + ')();'], { type: blob.type }) : blob);
  self.Worker = class extends Worker {
    constructor(address) {
      super(address);
      this.addEventListener('message', ({ data }) => data.moment && (self.sums[data.moment] ??= []).push(data.sum));
    }
  };
})()`;

/** Runs an action on the only stored record, with `store`, `key` and `kept` in scope. */
const withRecord = (action: string): string => `new Promise((resolve, reject) => {
  const opening = indexedDB.open('enclosing-scope snapshots', 1);
  opening.onerror = () => reject(opening.error);
  opening.onupgradeneeded = () => opening.result.createObjectStore('snapshots');
  opening.onsuccess = () => {
    const database = opening.result;
    const store = database.transaction('snapshots', 'readwrite').objectStore('snapshots');
    const finding = store.openCursor();
    finding.onsuccess = () => {
      const cursor = finding.result;
      const key = cursor?.key, kept = cursor?.value;
      const value = ${action};
      store.transaction.oncomplete = () => { database.close(); resolve(value); };
    };
  };
})`;

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let blocks: ReturnType<typeof snippets>;
    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
    });
    after(() => page.close());

    const visit = async (): Promise<void> => {
      await page.goto(`${site.address}lessons/again.html`);
      await page.until(`document.querySelector('#chance .snippet-run')`);
      await page.evaluate(`void ${WATCH}(self)`);
    };
    const starts = (): Promise<string> => page.evaluate(`self.starts.join(' ')`);
    const kept = (): Promise<unknown> =>
      page.until(
        `Object.keys(localStorage).some((key) => key.startsWith('snapshot:')) && ${withRecord('Boolean(kept?.memory)')}`,
        90,
      );

    test('the first visit starts plainly, and keeps a snapshot when it has time', async () => {
      await visit();
      await blocks.run('chance');
      assert.equal(await starts(), 'plain');
      await kept();
    });

    test('the parts that came before the service worker are handed to it', async () => {
      await page.until(
        `(async () => {
          const name = (await caches.keys()).find((each) => each.endsWith(' python'));
          return name !== undefined && (await (await caches.open(name)).keys()).length >= 3;
        })()`,
        60,
      );
    });

    test('the next visit starts from it: modules, errors and chance are as they should be', async () => {
      const before = await blocks.printed('chance');
      await visit();
      await blocks.run('chance');
      assert.equal(await starts(), 'snapshot');
      const first = await blocks.printed('chance');
      assert.match(first, /^0\.\d+ [\da-f-]{36}$/);
      assert.notEqual(first, before);
      await visit();
      await blocks.run('chance');
      const second = await blocks.printed('chance');
      for (const word of first.split(' ')) assert.ok(!second.includes(word), `${first} came twice`);
      assert.match(await blocks.run('library'), /^Same as the page/);
      assert.match(await blocks.run('later'), /^Same as the page/);
      await blocks.run('wrong');
      assert.match(await blocks.text('wrong', '.snippet-live'), /line 4, in <module>[\s\S]*NameError: name 'missing'/);
      assert.doesNotMatch(await blocks.text('wrong', '.snippet-live'), /lesson_engine|pyodide/);
    });

    test('Python restarts from it, with the pieces of the library that are here', async () => {
      await page.clickNamed('button', 'Restart Python');
      assert.match(await blocks.run('later'), /^Same as the page/);
      assert.equal(await starts(), 'snapshot snapshot');
    });

    test('the memory is restored to the last byte, though no two starts are alike', async () => {
      const sums = (): Promise<Record<string, readonly number[]>> => page.evaluate('self.sums');
      await page.evaluate(withRecord(`store.delete(key) && 0`));
      await visit();
      await page.evaluate(SUM_MEMORY);
      await blocks.run('chance');
      await kept();
      const { fresh = [], taken = [] } = await sums();
      assert.deepEqual([new Set(fresh).size, taken.length], [2, 1]);
      await visit();
      await page.evaluate(SUM_MEMORY);
      await blocks.run('chance');
      assert.deepEqual(await sums(), { restored: taken });
    });

    test('two pages at once start from it, and a hard stop in one takes nothing from the other', async () => {
      await page.goto(`${site.address}two.html`);
      const inPage = (at: number, id: string, selector: string): string =>
        `frames[${at}].document.querySelector('#${id} ${selector}')`;
      const press = (at: number, id: string): Promise<void> =>
        page.evaluate(`void ${inPage(at, id, '.snippet-run')}.click()`);
      const status = (at: number, id: string): string => `${inPage(at, id, '.snippet-status')}?.textContent`;
      await page.until(`Boolean(${inPage(0, 'library', '.snippet-run')} && ${inPage(1, 'deaf', '.snippet-run')})`);
      await page.evaluate(`void ${WATCH}(...[0, 1].map((at) => frames[at]))`);
      await press(0, 'library');
      await press(1, 'deaf');
      await page.until(
        `${status(1, 'deaf')} === 'Running' && ${status(0, 'library')}?.startsWith('Same as the page')`,
        60,
      );
      await press(1, 'deaf');
      await press(0, 'wrong');
      await page.until(`/Python was restarted/.test(${status(1, 'deaf')})`);
      await page.until(`Boolean(${inPage(0, 'wrong', '.output-error')})`);
      await press(1, 'plain');
      await press(0, 'library');
      await page.until(
        `${status(1, 'plain')}?.startsWith('Same as the page') && ${status(0, 'library')}?.startsWith('Same as the page')`,
        60,
      );
      const starts = await page.evaluate<string>(`[0, 1].map((at) => frames[at].starts.join(' ')).join()`);
      assert.match(starts, /^snapshot,snapshot snapshot( snapshot)?$/);
    });

    test('a snapshot that is not, byte for byte, what this page has kept is not used, and replaced', async () => {
      const damaged = `kept.memory instanceof Blob
        ? new Blob([kept.memory.slice(0, 900_000), 'damage', kept.memory.slice(900_006)])
        : kept.memory.fill(7, 900_000, 900_006)`;
      await page.evaluate(withRecord(`store.put({ ...kept, memory: ${damaged} }, key) && 0`));
      await visit();
      assert.match(await blocks.run('library'), /^Same as the page/);
      assert.equal(await starts(), 'plain');
      await kept();
      await visit();
      assert.match(await blocks.run('library'), /^Same as the page/);
      assert.equal(await starts(), 'snapshot');
    });

    test('what another version kept is not even read, and replaced', async () => {
      await page.evaluate(withRecord(`store.put({ ...kept, version: 'another' }, key) && 0`));
      await page.evaluate(
        `Object.keys(localStorage).forEach((key) => key.startsWith('snapshot:') && localStorage.setItem(key, 'another'))`,
      );
      await visit();
      assert.match(await blocks.run('library'), /^Same as the page/);
      assert.equal(await starts(), 'plain');
      await page.until(withRecord(`kept.version !== 'another'`), 90);
    });
  });
}
