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

/** The block's height, and the positions and colours of the code in it, on the page or in the editor. */
const placesIn = (id: string): string => `(() => {
  const block = document.getElementById('${id}');
  const editor = block.querySelector('.snippet-editor')?.shadowRoot;
  const lines = [...(editor ?? block).querySelectorAll(editor ? '.cm-line, .answer .line' : '.line')];
  return JSON.stringify([block.offsetHeight, ...lines.filter(({ textContent }) => textContent !== '').map((line) => {
    const range = document.createRange();
    range.selectNodeContents(line);
    const { left, top, width } = range.getBoundingClientRect();
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const words = [];
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      const colour = getComputedStyle(walker.currentNode.parentElement).color;
      for (const word of text.match(/\\w+/g) ?? []) words.push(word + ' ' + colour);
    }
    return [Math.round(top - block.getBoundingClientRect().top), Math.round(left), Math.round(width), getComputedStyle(line, '::before').content, words.join()];
  }).sort(([a], [b]) => a - b).map((place) => place.join(' '))], null, 1);
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
    /** Runs the block, then edits it. */
    const edit = async (id: string, text: string): Promise<void> => {
      await blocks.run(id);
      await blocks.edit(id, text);
    };
    /** Waits for the first coloured words, outside the editor. */
    const coloured = (id: string, words: string): Promise<unknown> =>
      page.until(
        `[...document.querySelectorAll('#${id} pre.snippet-code [class^=tk-]')].slice(0, 4)
          .map((token) => token.textContent + ' ' + token.className.slice(3)).join(', ') === ${JSON.stringify(words)}`,
      );
    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
      await open();
    });
    after(() => page.close());

    for (const [id, what] of [
      ['same', 'a program'],
      ['coloured', 'every kind of name and word'],
      ['session', 'a transcript with its prompts and answers'],
    ] as const) {
      test(`the editor opens in place of ${what}, without moving a pixel or changing a colour`, async () => {
        // Far from the screen, a block has only its estimated height.
        await page.evaluate(`new Promise((drawn) => {
          document.getElementById('${id}').scrollIntoView({ behavior: 'instant' });
          requestAnimationFrame(() => requestAnimationFrame(drawn));
        })`);
        const before = await page.evaluate<string>(placesIn(id));
        // The buttons are added at the first sign of intent.
        await page.evaluate(`document.querySelector('#${id}').dispatchEvent(new PointerEvent('pointerenter'))`);
        await blocks.click(id, 'Edit');
        await page.until(`document.querySelector('#${id} .snippet-editor')?.shadowRoot.querySelector('.cm-line')`);
        // Colours of long code may appear a moment later, but nothing may move.
        const inkOnly = (places: string): string => places.replaceAll(/[ ,]\w+ rgb\(.*?\)/g, '');
        assert.equal(inkOnly(await page.evaluate<string>(placesIn(id))), inkOnly(before));
        await page.until(`${placesIn(id)} === ${JSON.stringify(before)}`, 5).catch(() => {});
        assert.equal(await page.evaluate<string>(placesIn(id)), before);
        await blocks.click(id, 'Reset');
      });
    }

    test('letters typed in the editor are no shortcuts of the page', async () => {
      await edit('silent', '');
      for (const key of ['n', 't', 's']) await page.press(key);
      assert.match(
        await page.evaluate(`document.querySelector('#silent .snippet-editor').shadowRoot.textContent`),
        /ntsx = 1/,
      );
      assert.match(await page.evaluate('location.pathname'), /run\.html$/);
      await blocks.click('silent', 'Reset');
    });

    test('Ctrl+Enter in the editor runs the block', async () => {
      await edit('library', 'print(1)\n');
      await blocks.control('library', 'Enter', 13);
      await page.until(`document.querySelector('#library .snippet-status').textContent.startsWith('Ran · ')`);
      assert.equal(await blocks.printed('library'), '1\n{"a": 1}');
      await blocks.click('library', 'Reset');
    });

    test('an edited block shows just its output, is kept on the device, and Reset brings the page back', async () => {
      await edit('different', 'print("mine")\n');
      assert.match(await blocks.run('different'), /^Ran · /);
      assert.equal(await blocks.printed('different'), 'mine\nup\ndown');
      await open();
      await page.until(`document.querySelector('#different .snippet-status')?.textContent.startsWith('Your edit')`);
      assert.match(await blocks.text('different', '.snippet-code .line'), /^print\("mine"\)for word/);
      await coloured('different', 'print builtin, "mine" string, for keyword, in keyword');
      await blocks.click('different', 'Reset');
      assert.match(await blocks.text('different', '.snippet-code'), /^for word in/);
      assert.equal(await page.evaluate(`localStorage.getItem('code:' + location.pathname)`), null);
    });

    test('an edited transcript runs statement by statement, each with its own output below it', async () => {
      const shown = (): Promise<string> =>
        page.evaluate(`(() => {
          const block = document.getElementById('session');
          const editor = block.querySelector('.snippet-editor')?.shadowRoot;
          const places = (editor ?? block).querySelectorAll(editor ? '.cm-line, .answer .line' : '.line');
          return [...places].map((line) => [line.getBoundingClientRect().top, (line.dataset.prompt ?? '') + line.textContent])
            .sort(([a], [b]) => a - b).map(([, text]) => text).slice(0, 12).join('\\n');
        })()`);
      const expected = [
        '>>> x = 20',
        '>>> for i in range(2):',
        '...     print(i)',
        '0',
        '1',
        '>>> x + 1; add()',
        '21',
        '2',
        '>>> count + 1',
        '3',
        '>>> undefined',
        'Traceback (most recent call last):',
      ].join('\n');
      await open();
      await edit('session', 'x = 20\nfor i in range(2):\n    print(i)\nx + 1; ');
      await blocks.run('session');
      assert.equal(await shown(), expected);
      // The failing line is marked at its new place.
      assert.equal(
        await page.evaluate(
          `document.querySelector('#session .snippet-editor').shadowRoot.querySelector('.failed').textContent`,
        ),
        'undefined',
      );
      await open();
      await page.until(`document.querySelector('#session .snippet-status')?.textContent.startsWith('Your edit')`);
      await coloured('session', '20 number, for keyword, in keyword, range builtin');
      await blocks.run('session');
      assert.equal(await shown(), expected);
      assert.equal(await blocks.text('session', '.line.failed'), 'undefined');
      await blocks.click('session', 'Reset');
      assert.match(await blocks.run('session'), /Same as the page/);
    });

    test('a run is judged as the code that ran, whatever its reader has made of it meanwhile', async () => {
      const answer = (): Promise<void> =>
        page.evaluate(`(() => {
          const field = document.querySelector('#asks .output-ask input');
          field.value = 'Ada';
          field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        })()`);
      const asked = (): Promise<unknown> => page.until(`document.querySelector('#asks .output-ask input')`, 60);
      await open();
      await blocks.click('asks', 'Run');
      await asked();
      await blocks.edit('asks', 'print("mine")\n');
      await answer();
      await blocks.settled('asks');
      assert.match(await blocks.status('asks'), /^Same as the page/);
      await blocks.click('asks', 'Run');
      await asked();
      await blocks.control('asks', 'z', 90);
      await page.until(`!document.querySelector('#asks .snippet-frame').hasAttribute('data-edited')`);
      await answer();
      await blocks.settled('asks');
      assert.match(await blocks.status('asks'), /^Ran · /);
      await blocks.click('asks', 'Reset');
    });

    test('a transcript that waits for input can be edited: the field comes along', async () => {
      await open();
      await edit('session', 'name = input("Who? ")\n');
      await open();
      await page.until(`document.querySelector('#session .snippet-status')?.textContent.startsWith('Your edit')`);
      await blocks.click('session', 'Run');
      await page.until(`document.querySelector('#session pre.snippet-code .output-ask input')`, 60);
      await blocks.edit('session', '');
      const field = `document.querySelector('#session .snippet-editor').shadowRoot.querySelector('.answer .output-ask input')`;
      await page.until(field);
      assert.equal(
        await page.evaluate(`document.querySelector('#session .snippet-status').textContent`),
        'Waiting for your input',
      );
      assert.ok(
        await page.evaluate(`document.activeElement.matches('#session .snippet-editor *, #session .snippet-editor')`),
      );
      await page.evaluate(`(() => {
        ${field}.value = 'Grace';
        ${field}.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      })()`);
      await blocks.settled('session');
      assert.match(
        await page.evaluate(
          `document.querySelector('#session .snippet-editor').shadowRoot.querySelector('.answer').textContent`,
        ),
        /Who\? Grace/,
      );
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
      await page.evaluate(`(() => {
        self.heard = new Set();
        new MutationObserver(() => self.heard.add(document.querySelector('.snippet-announcer')?.textContent))
          .observe(document.body, { childList: true, characterData: true, subtree: true });
      })()`);
      await page.clickNamed('button', 'Run all');
      await page.until(
        `(() => { const field = document.querySelector('#asks .output-ask input'); if (field) { field.value = 'Ada'; field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })); } return /blocks ran/.test(document.querySelector('.page-tools-status').textContent); })()`,
        60,
      );
      assert.match(
        await page.evaluate(`document.querySelector('.page-tools-status').textContent`),
        /not what the page says/,
      );
      await page.until(`[...self.heard].some((text) => /blocks ran/.test(text))`);
      const ends = await page.evaluate<readonly string[]>(
        `[...self.heard].filter((text) => / · |blocks ran/.test(text))`,
      );
      assert.equal(ends.length, 1, 'the end of all is told, not that of each');
    });
  });
}
