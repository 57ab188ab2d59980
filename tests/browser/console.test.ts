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

const FIELD = `document.querySelector('.console textarea')`;
const READY = `!document.querySelector('.console-input').hasAttribute('data-busy')`;
const LAST = `document.querySelector('.console-log').lastElementChild.innerText.replace(/\\s*\\n\\s*/g, '\\n').trim()`;

for (const engine of engines) {
  describe(`the console in ${engine}`, () => {
    let page: Page;
    let blocks: ReturnType<typeof snippets>;
    /** Types one line and sends it. */
    const line = async (text: string): Promise<void> => {
      if (text !== '') await page.type('.console textarea', text);
      await page.press('Enter');
    };
    const done = async (): Promise<string> => {
      await page.until(READY);
      return page.evaluate<string>(LAST);
    };
    const enter = async (text: string): Promise<string> => {
      await line(text);
      await page.until(`${FIELD}.value === '' || !(${READY})`);
      return done();
    };
    const where = (): Promise<string> => page.evaluate(`document.querySelector('.console-where').textContent`);
    const paste = (text: string): Promise<unknown> =>
      page.evaluate(`(() => {
        const field = ${FIELD};
        const data = new DataTransfer();
        data.setData('text/plain', ${JSON.stringify(text)});
        const event = new ClipboardEvent('paste', { clipboardData: data, data: ${JSON.stringify(text)}, dataType: 'text/plain', bubbles: true, cancelable: true });
        if (field.dispatchEvent(event)) field.setRangeText(${JSON.stringify(text)}, field.selectionStart, field.selectionEnd, 'end');
        field.dispatchEvent(new Event('input', { bubbles: true }));
      })()`);
    const controlC = (): Promise<unknown> =>
      page.evaluate(
        `void document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', ctrlKey: true, bubbles: true, cancelable: true }))`,
      );

    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
      await page.goto(`${site.address}lessons/run.html`);
      await page.clickNamed('button', 'Open a console');
      await page.until(`document.activeElement === ${FIELD}`);
    });
    after(() => page.close());

    test('it answers as Python’s prompt does: values, _, errors', async () => {
      assert.match(await where(), /Nothing has run on this page yet/);
      assert.equal(await enter('6 * 7'), '6 * 7\n42');
      assert.equal(await enter('_ + 1'), '_ + 1\n43');
      assert.match(await enter('1 / 0'), /^1 \/ 0\nTraceback [\s\S]*ZeroDivisionError: division by zero$/);
      assert.match(await enter('nothing'), /NameError[\s\S]*in none/);
      assert.equal(await enter('None'), 'None');
    });

    test('a block goes on until an empty line, indented as it should be', async () => {
      await line('for i in range(2):');
      assert.equal(
        await page.evaluate(`document.querySelector('.console-input .console-prompt').textContent`),
        '>>> \n... ',
      );
      await line('print(i)');
      assert.equal(await enter(''), 'for i in range(2):\nprint(i)\n0\n1');
    });

    test('several lines that are pasted run one by one; prompts and answers of a copied session are dropped', async () => {
      await paste('a = 2\nb = 3\na * b');
      assert.equal(await enter(''), 'a = 2\nb = 3\na * b\n6');
      await paste('>>> def f():\n...     return a\n...\n>>> f()\n1\n');
      assert.equal(await enter(''), 'def f():\nreturn a\nf()\n2');
    });

    test('top-level await and input() work, and the focus stays at the prompt', async () => {
      await enter('import asyncio');
      assert.equal(await enter('await asyncio.sleep(0.01, "woke")'), 'await asyncio.sleep(0.01, "woke")\n\'woke\'');
      await line('input("Who? ")');
      await page.until(`document.activeElement.matches('.console .output-ask input')`);
      await page.type('.console .output-ask input', 'Ada');
      await page.press('Enter');
      assert.equal(await done(), `input("Who? ")\nWho? Ada\n'Ada'`);
      assert.ok(await page.evaluate(`document.activeElement === ${FIELD}`));
    });

    test('a flood below a statement is cut with a clear line', async () => {
      await line('for n in range(5000): print(n)');
      const shown = await enter('');
      assert.match(shown, /\n298\n299\n… and [\d,]+ more characters, which are not shown\.$/);
    });

    test('Up and Down walk through what was typed, and bring back what is being typed', async () => {
      await enter('first = 1');
      await enter('second = 2');
      await page.type('.console textarea', 'thi');
      const values: string[] = [];
      for (const key of ['ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown']) {
        await page.press(key);
        values.push(await page.evaluate(`${FIELD}.value`));
      }
      assert.deepEqual(values, ['second = 2', 'first = 1', 'second = 2', 'thi']);
    });

    test('Ctrl+C gives up what is typed, and stops what runs', async () => {
      await controlC();
      assert.equal(await page.evaluate(`${FIELD}.value`), '');
      assert.equal(await page.evaluate(LAST), 'thi\nKeyboardInterrupt');
      await line('while True: pass');
      await line('');
      await page.until(`!(${READY})`);
      assert.ok(await page.evaluate(`document.querySelector('.console').contains(document.activeElement)`));
      await page.until(`document.querySelector('.console-log').lastElementChild.textContent.includes('while')`);
      await controlC();
      assert.match(await done(), /Stopped; variables are kept|restarted/);
    });

    test('it works on the session of the block that ran last, says so, and says when that begins anew', async () => {
      await blocks.run('next');
      assert.match(await where(), /variables of “next”/);
      assert.equal(await enter('add() * 100'), 'add() * 100\n200');
      await enter('mine = 1');
      await blocks.run('different');
      assert.match(await page.evaluate(LAST), /moved to the session of “different”/);
      assert.match(await where(), /variables of “different”/);
      assert.equal(await enter('word'), "word\n'down'");
      await blocks.run('next');
      assert.match(await blocks.status('next'), /^Ran “base” first · Same as the page/);
      await enter('mine = 2');
      await page.clickNamed('button', 'Restart Python');
      await page.until(`/restarted/.test(document.querySelector('.console-where').textContent)`);
      assert.match(await enter('mine'), /NameError/);
    });

    test('what was stopped can be looked into', async () => {
      await page.goto(`${site.address}lessons/trouble.html`);
      await blocks.stop('loop');
      await page.clickNamed('button', 'Open a console');
      await page.until(`document.activeElement === ${FIELD}`);
      assert.match(await where(), /“loop”, as they were when it was stopped/);
      assert.equal(await enter('kept'), "kept\n'kept'");
    });
  });
}
