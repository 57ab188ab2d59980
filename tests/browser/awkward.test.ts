import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { AWKWARD } from './awkward-programs.ts';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

/** Prints the size of the interpreter's memory and the number of live objects. */
const MEMORY = 'import gc, pyodide_js\ngc.collect()\nprint(pyodide_js._module.HEAP8.length, len(gc.get_objects()))';

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

    for (const { name, code, prints, status, says, marks, stop } of AWKWARD) {
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
        if (says) assert.match(await blocks.text('silent', '.snippet-advice'), says);
        if (marks) assert.equal(await blocks.text('silent', '.line.failed'), marks);
        // The page still works, and other blocks are unaffected.
        assert.match(await blocks.run('same'), /^Same as the page/);
        assert.match(await blocks.run('session'), /Same as the page/);
      });
    }

    test('after five hundred runs the page is as good as new, and Python’s memory is no larger', async () => {
      const show = async (hash: string): Promise<void> => {
        await page.evaluate(`location.hash = '${hash}'`);
        await page.until(`document.querySelector('#silent .snippet-status')?.textContent.startsWith('Code from')`);
      };
      await page.goto('about:blank');
      await page.goto(`${site.address}lessons/run.html`);
      await show(`#silent~code=${deflateRawSync(MEMORY).toString('base64url')}`);
      /** Runs blocks of every kind in turn; returns the heap size, its live objects, and the number of elements on the page. */
      const after = async (runs: number): Promise<readonly number[]> => {
        await page.evaluate(`void (self.soaked = (async () => {
          const ids = ['same', 'session', 'unbound', 'different', 'library'];
          for (let run = 0; run < ${runs}; run += 1) await document.getElementById(ids[run % ids.length]).run();
          self.done = ${runs};
        })())`);
        await page.until(`self.done === ${runs}`, 120);
        await blocks.run('silent');
        const elements = await page.evaluate<number>(`document.querySelectorAll('*').length`);
        return [...(await blocks.printed('silent')).trim().split(' ').map(Number), elements];
      };
      const [heap = 0, alive = 0, elements] = await after(150);
      const [heapThen = 0, aliveThen = 0, elementsThen] = await after(350);
      assert.ok(heap > 1_000_000 && alive > 100, `${heap} ${alive}`);
      assert.equal(heapThen, heap);
      assert.ok(aliveThen - alive < 350, `${aliveThen - alive} more objects after 350 runs`);
      assert.equal(elementsThen, elements);
      assert.match(await blocks.run('session'), /Same as the page/);
    });
  });
}
