import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

let site: FixtureSite;
before(async () => {
  site = await fixtureSite('run-site');
});
after(() => site.close());

/** Where the text of the code stands on the screen, in the page or in the editor. */
const PLACES = `(() => {
  const block = document.getElementById('same');
  const editor = block.querySelector('.snippet-editor')?.shadowRoot;
  const lines = [...(editor ?? block).querySelectorAll(editor ? '.cm-line' : '.line')];
  return JSON.stringify([block.offsetHeight, ...lines.map((line) => {
    const range = document.createRange();
    range.selectNodeContents(line);
    const { left, top, width } = range.getBoundingClientRect();
    return [Math.round(left), Math.round(top + scrollY), Math.round(width)];
  })]);
})()`;

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let blocks: ReturnType<typeof snippets>;
    const open = async (hash = ''): Promise<void> => {
      await page.goto('about:blank');
      await page.goto(`${site.address}lessons/run.html${hash}`);
      await page.until(`document.querySelector('#same .snippet-run')`);
    };
    /** Types at the start of the block's code. */
    const edit = async (id: string, text: string): Promise<void> => {
      await blocks.run(id);
      await blocks.click(id, 'Edit');
      await page.until(`document.querySelector('#${id} .snippet-editor')?.shadowRoot.activeElement`);
      await page.evaluate(`document.execCommand('insertText', false, ${JSON.stringify(text)})`);
    };
    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
      await open();
    });
    after(() => page.close());

    test('the editor opens in place, without moving a pixel', async () => {
      await blocks.run('same');
      const before = await page.evaluate<string>(PLACES);
      await blocks.click('same', 'Edit');
      await page.until(`document.querySelector('#same .snippet-editor')?.shadowRoot.querySelector('.cm-line')`);
      assert.equal(await page.evaluate<string>(PLACES), before);
    });

    test('an edited block shows just its output, is kept on the device, and Reset brings the page back', async () => {
      await edit('different', 'print("mine")\n');
      assert.match(await blocks.run('different'), /^Ran · /);
      assert.equal(await blocks.printed('different'), 'mine\nup\ndown');
      await open();
      await page.until(`document.querySelector('#different .snippet-status')?.textContent.startsWith('Your edit')`);
      assert.match(await blocks.text('different', '.snippet-code .line'), /^print\("mine"\)for word/);
      await blocks.click('different', 'Reset');
      assert.match(await blocks.text('different', '.snippet-code'), /^for word in/);
      assert.equal(await page.evaluate(`localStorage.getItem('code:' + location.pathname)`), null);
    });

    test('code in a link is shown, named as such, and not run', async () => {
      await page.evaluate(`document.execCommand = () => true`);
      const packed = await page.evaluate<string>(`(async () => {
        const stream = new Blob(['print("from a link")']).stream().pipeThrough(new CompressionStream('deflate-raw'));
        const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
        return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
      })()`);
      site.requests.length = 0;
      await open(`#same~code=${packed}`);
      await page.until(`document.querySelector('#same .snippet-origin')`);
      assert.match(await blocks.text('same', '.snippet-origin'), /came with the link .* not from this page/);
      assert.equal(await blocks.text('same', '.snippet-code .line'), 'print("from a link")');
      assert.ok(!site.requests.some((file) => file.startsWith('py/')));
      assert.match(await blocks.run('same'), /^Ran · /);
      assert.equal(await blocks.printed('same'), 'from a link');
    });

    test('an edited transcript runs statement by statement', async () => {
      await open();
      await edit('session', 'x = 20\nfor i in range(2): print(i)\nx + 1\n');
      await blocks.run('session');
      assert.match(await blocks.printed('session'), /^0\n1\n21\n2\n3\n?Traceback/);
      await blocks.click('session', 'Reset');
    });

    test('Tab leaves the editor', async () => {
      await open();
      await edit('silent', 'y = 2\n');
      await page.press('Tab');
      assert.equal(await page.evaluate(`document.activeElement.closest('.snippet-editor')`), null);
      await blocks.click('silent', 'Reset');
    });

    test('Run all runs the blocks in order and counts what differs', async () => {
      await open();
      await page.clickNamed('button', 'Run all');
      await page.evaluate(`document.querySelector('.page-tools-status').textContent`);
      await page.until(
        `(() => { const field = document.querySelector('#asks .output-ask input'); if (field) { field.value = 'Ada'; field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })); } return /blocks ran/.test(document.querySelector('.page-tools-status').textContent); })()`,
        60,
      );
      assert.match(
        await page.evaluate(`document.querySelector('.page-tools-status').textContent`),
        /not what the page says/,
      );
    });

    test('the console sees what the last block left, and keeps a history', async () => {
      await blocks.run('session');
      await page.clickNamed('button', 'Open a console');
      const enter = async (text: string): Promise<void> => {
        const entries = await page.evaluate<number>(`document.querySelectorAll('.console-entry').length`);
        await page.type('.console textarea', text);
        await page.press('Enter');
        await page.until(
          `document.querySelectorAll('.console-entry').length > ${entries} && !document.querySelector('.console-input').hidden`,
        );
      };
      await enter('add() * 100');
      assert.match(await page.evaluate(`document.querySelector('.console-entry:last-child').innerText`), /00/);
      await page.press('ArrowUp');
      assert.equal(await page.evaluate(`document.querySelector('.console textarea').value`), 'add() * 100');
    });
  });
}
