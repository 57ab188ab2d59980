/** The labels of output shown below code other than the page's, or other than the code that ran. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

let site: FixtureSite;
before(async () => {
  site = await fixtureSite('run-site');
});
after(() => site.close());

const PAGE = 'Python says';
const OF_PAGE = 'Output of the original code';
const NOW = 'Output of your run';
const BEFORE = 'Output before your edit';

const packed = (code: string): string => deflateRawSync(code).toString('base64url');

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let blocks: ReturnType<typeof snippets>;
    const open = async (hash = ''): Promise<void> => {
      await page.goto('about:blank');
      await page.goto(`${site.address}lessons/run.html${hash}`);
      await page.until(`document.querySelector('#same .snippet-run')`);
    };
    const voice = (id: string): Promise<string> => blocks.text(id, '.output-voice');
    const undo = (id: string): Promise<unknown> => blocks.control(id, 'z', 90);
    /** Whether a transcript's output is dimmed, as it is below other code. */
    const pale = (id: string): Promise<string> =>
      page.evaluate(`(() => {
        const editor = document.querySelector('#${id} .snippet-editor').shadowRoot;
        const answers = [...editor.querySelectorAll('.answer')].filter((answer) => getComputedStyle(answer).opacity !== '1');
        return answers.map(({ textContent }) => textContent.slice(0, 9)).join();
      })()`);
    /** The lines of a transcript in the editor, from top to bottom. */
    const lines = (id: string): Promise<string> =>
      page.evaluate(`[...document.querySelector('#${id} .snippet-editor').shadowRoot.querySelectorAll('.cm-line, .answer .line')]
        .map((line) => [line.getBoundingClientRect().top, line.textContent]).sort(([a], [b]) => a - b).map(([, text]) => text).join('\\n')`);
    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
      await open();
    });
    after(() => page.close());

    test('output below code that has been edited and not run is said to be of the page’s code', async () => {
      assert.equal(await voice('same'), PAGE);
      await blocks.edit('same', '');
      assert.equal(await voice('same'), PAGE);
      await blocks.edit('same', '# mine\n');
      assert.equal(await voice('same'), OF_PAGE);
      assert.match(await blocks.printed('same'), /^one/);
      await undo('same');
      assert.equal(await voice('same'), PAGE);
      await blocks.edit('same', '# mine\n');
      await blocks.click('same', 'Reset');
      assert.equal(await voice('same'), PAGE);
    });

    test('output of a run is said to be from before an edit, until the code is again what ran', async () => {
      await blocks.edit('same', 'print("zero")\n');
      await blocks.run('same');
      assert.equal(await voice('same'), NOW);
      await blocks.edit('same', '# more\n');
      assert.equal(await voice('same'), BEFORE);
      assert.match(await blocks.printed('same'), /^zero/);
      await undo('same');
      assert.equal(await voice('same'), NOW);
      // The code that ran was not the page's code.
      await undo('same');
      assert.equal(await voice('same'), BEFORE);
      await blocks.run('same');
      assert.equal(await voice('same'), NOW);
      await blocks.edit('same', '# more\n');
      assert.equal(await voice('same'), BEFORE);
      await blocks.click('same', 'Reset');
      assert.equal(await voice('same'), PAGE);
      assert.match(await blocks.printed('same'), /^one/);
    });

    test('where the page has no output, that of a run is told apart as well', async () => {
      await blocks.edit('silent', 'print(1)\n');
      assert.equal(await voice('silent'), '');
      await blocks.run('silent');
      assert.equal(await voice('silent'), NOW);
      await blocks.edit('silent', '# more\n');
      assert.equal(await voice('silent'), BEFORE);
      await undo('silent');
      assert.equal(await voice('silent'), NOW);
      await blocks.click('silent', 'Reset');
      assert.equal(await voice('silent'), '');
    });

    test('a program that is edited while it runs printed for the code that it was', async () => {
      await blocks.click('asks', 'Run');
      await page.until(`document.querySelector('#asks .output-ask input')`);
      assert.equal(await voice('asks'), NOW);
      await blocks.edit('asks', '');
      assert.equal(await voice('asks'), NOW);
      assert.ok(await page.evaluate(`document.querySelector('#asks .output-ask input') !== null`));
      await blocks.edit('asks', '# more\n');
      assert.equal(await voice('asks'), BEFORE);
      await blocks.click('asks', 'Stop');
      await blocks.settled('asks');
      assert.equal(await voice('asks'), BEFORE);
      await blocks.click('asks', 'Reset');
      assert.equal(await voice('asks'), PAGE);
    });

    test('a run that ends before it prints leaves the page’s output, and says that it is', async () => {
      await blocks.edit('same', 'while True: pass\n');
      await blocks.stop('same');
      assert.match(await blocks.printed('same'), /^one/);
      assert.equal(await voice('same'), OF_PAGE);
      await blocks.click('same', 'Reset');
      assert.equal(await voice('same'), PAGE);
    });

    test('what a program still prints after Reset is not shown below the page’s code', async () => {
      await blocks.edit('same', 'try:\n    while True: pass\nfinally: print("late")\n');
      await blocks.click('same', 'Run');
      await page.until(`document.querySelector('#same .snippet-status').textContent === 'Running'`);
      await blocks.click('same', 'Reset');
      await blocks.settled('same');
      assert.match(await blocks.printed('same'), /^one/);
      assert.equal(await voice('same'), PAGE);
    });

    test('code kept from an earlier visit stands above the output of the page’s code until it runs', async () => {
      await blocks.edit('same', '# mine\n');
      await open();
      await page.until(`document.querySelector('#same .snippet-status')?.textContent.startsWith('Your edit')`);
      assert.equal(await voice('same'), OF_PAGE);
      await blocks.run('same');
      assert.equal(await voice('same'), NOW);
      // The editor starts with the page's output.
      await blocks.edit('same', '');
      assert.equal(await voice('same'), OF_PAGE);
      await blocks.click('same', 'Reset');
      assert.equal(await voice('same'), PAGE);
    });

    test('code from a link stands above the output of the page’s code until it runs', async () => {
      await open(`#same~code=${packed('print("theirs")')}`);
      await page.until(`document.querySelector('#same .snippet-status')?.textContent.startsWith('Code from a link')`);
      assert.equal(await voice('same'), OF_PAGE);
      await blocks.run('same');
      assert.equal(await voice('same'), NOW);
      assert.equal(await blocks.printed('same'), 'theirs');
      await blocks.click('same', 'Reset');
      assert.equal(await voice('same'), PAGE);
    });

    test('answers of a transcript are pale below other code, and as they were when it is back', async () => {
      await open();
      await blocks.edit('session', '');
      const asOnThePage = await lines('session');
      assert.equal(await pale('session'), '');
      await blocks.edit('session', 'x = 20\n');
      assert.equal(await pale('session'), '2,3,Traceback');
      await undo('session');
      assert.equal(await pale('session'), '');
      // Delete everything, including the places of the output, and restore it.
      await blocks.control('session', 'a', 65);
      await blocks.edit('session', 'x');
      assert.equal(await pale('session'), '2,3,Traceback');
      await undo('session');
      assert.equal(await pale('session'), '');
      assert.equal(await lines('session'), asOnThePage);
      await blocks.click('session', 'Reset');
    });

    test('a transcript that is edited while it runs has its answers below what they answer, and pale', async () => {
      await blocks.edit('session', 'input("? ")\n');
      await blocks.click('session', 'Run');
      await page.until(`document.querySelector('#session .snippet-editor').shadowRoot.querySelector('.answer input')`);
      await blocks.edit('session', 'y = 3\n\n\n');
      await page.evaluate(`(() => {
        const field = document.querySelector('#session .snippet-editor').shadowRoot.querySelector('.answer input');
        field.value = 'Ada';
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      })()`);
      await blocks.settled('session');
      assert.match(
        await lines('session'),
        /input\("\? "\)\n\? Ada\n'Ada'\ny = 3\n\n\nadd\(\)\n\d\ncount \+ 1\n\d\nundefined\nTraceback/,
      );
      assert.match(await pale('session'), /^\? Ada.*,\d,\d,Traceback$/);
      await undo('session');
      assert.equal(await pale('session'), '');
      await blocks.click('session', 'Reset');
    });

    test('the words are read where they stand, fit on a phone’s line, move nothing, and are announced to no one', async () => {
      await open();
      await page.evaluate(`(() => {
        self.heard = [];
        new MutationObserver((changes) => {
          for (const { target } of changes) {
            const element = target instanceof Element ? target : target.parentElement;
            if (element?.closest('[aria-live], [role=status], [role=alert], [role=log]')) self.heard.push(element.textContent);
          }
        }).observe(document.body, { childList: true, characterData: true, subtree: true });
      })()`);
      /** The heights of the block and the label, and how much of the label is cut off, in a narrow column. */
      const sizes = (): Promise<string> =>
        page.evaluate(`(() => {
          const block = document.getElementById('same');
          block.style.inlineSize = '17rem';
          const line = block.querySelector('.output-voice');
          const sizes = [block.offsetHeight, line.offsetHeight, line.scrollWidth - line.clientWidth].join();
          block.style.inlineSize = '';
          return sizes;
        })()`);
      await blocks.edit('same', '');
      await page.until(`getComputedStyle(document.querySelector('#same .snippet-editor')).overflow === 'hidden'`);
      const before = await sizes();
      await blocks.edit('same', '# mine');
      assert.equal(await voice('same'), OF_PAGE);
      assert.equal(await sizes(), before);
      await blocks.run('same');
      const ran = await sizes();
      await page.until(`self.heard.some((text) => text.includes('Ran'))`);
      await page.evaluate(`self.heard.splice(0)`);
      await blocks.edit('same', '# more');
      assert.equal(await voice('same'), BEFORE);
      assert.equal(await sizes(), ran);
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.deepEqual(await page.evaluate('self.heard'), []);
      await blocks.click('same', 'Reset');
    });
  });
}
