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

const python = (): string[] => site.requests.filter((file) => file.startsWith('py/'));

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let blocks: ReturnType<typeof snippets>;
    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
    });
    after(() => page.close());

    test('no byte of Python comes before a sign of intent', async () => {
      site.requests.length = 0;
      await page.goto(`${site.address}lessons/run.html`);
      await page.until(`document.querySelector('#same .snippet-run')`);
      assert.deepEqual(python(), []);
    });

    test('Run says that the output is the same as the page, and moves nothing', async () => {
      const height = await page.evaluate<number>(`document.getElementById('same').offsetHeight`);
      const status = await blocks.run('same');
      assert.match(status, /^Same as the page · /);
      assert.equal(await blocks.printed('same'), 'one\n<b>two</b> & three');
      assert.equal(await page.evaluate(`document.getElementById('same').offsetHeight`), height);
      // Without duplicates, because an early service worker requests the files again.
      assert.deepEqual([...new Set(python().map((file) => file.replace(/\..*/, '')))].sort(), [
        'py/stdlib',
        'py/wasm',
        'py/worker',
      ]);
      const spoken = `[...document.querySelectorAll('[role=status]')].map((region) => region.textContent).join(' ')`;
      await page.until(`${spoken}.includes('Same as the page')`);
    });

    test('each button of a block can be hit on 24 by 24 pixels, and by a thumb on 44 by 44', async () => {
      const small = (size: number): Promise<string> =>
        page.evaluate(`(() => {
          const block = document.getElementById('same');
          block.scrollIntoView({ block: 'center', behavior: 'instant' });
          return [...block.querySelectorAll('.snippet-actions > button, .snippet-more > button')].filter((button) => button.checkVisibility()).flatMap((button) => {
            const { left, right, top, bottom } = button.getBoundingClientRect();
            const [x, y, half] = [(left + right) / 2, (top + bottom) / 2, ${size / 2 - 0.5}];
            const corners = [[x - half, y], [x + half, y], [x, y - half], [x, y + half]];
            const hit = corners.every(([x, y]) => document.elementFromPoint(x, y)?.closest('button') === button);
            return hit ? [] : [button.textContent];
          }).join();
        })()`);
      /** Rewrites the media queries for one kind of pointer to match another. */
      const pointer = (from: string, to: string): Promise<number> =>
        page.evaluate(`(() => {
          const rules = (owner) => [...owner.cssRules ?? []].flatMap((rule) => [rule, ...rules(rule)]);
          const found = [...document.styleSheets, ...document.adoptedStyleSheets].flatMap(rules).filter(({ media }) => media?.mediaText.includes('${from}'));
          for (const { media } of found) media.mediaText = '(pointer: ${to})';
          return found.length;
        })()`);
      assert.equal(await small(24), '');
      // Applies the styles for touch on a screen without touch.
      assert.ok((await pointer('pointer: coarse', 'none), (pointer: fine')) > 0);
      assert.equal(await small(44), '');
      await pointer('pointer: none', 'coarse');
    });

    test('the menu of a block is as wide as what is in it', async () => {
      const menu = `document.querySelector('#same .snippet-menu')`;
      await blocks.click('same', 'More');
      assert.equal(
        await page.evaluate(`${menu}.checkVisibility() && ${menu}.scrollWidth <= ${menu}.clientWidth`),
        true,
      );
      await blocks.click('same', 'More');
    });

    test('what happened is said once, politely, with the time it took', async () => {
      await page.evaluate(`(() => {
        self.heard = [];
        new MutationObserver(() => {
          const text = document.querySelector('.snippet-announcer').textContent;
          if (text !== '') self.heard.push(text);
        }).observe(document.querySelector('.snippet-announcer'), { childList: true, characterData: true, subtree: true });
      })()`);
      const status = await blocks.run('silent');
      await page.until('self.heard.length > 0');
      await blocks.run('library');
      await page.until(`self.heard.at(-1).startsWith('“library”')`);
      const heard = await page.evaluate<readonly string[]>('self.heard');
      assert.deepEqual(heard.length, 2);
      assert.equal(heard[0], `“silent”: ${status}`);
      assert.match(heard[1] ?? '', /Same as the page · (?:\d+ ms|[\d.]+ s|under 1 ms)$/);
      assert.ok(await page.evaluate(`document.querySelector('.snippet-announcer').matches('[role=status]')`));
    });

    test('Ctrl+Enter runs the block that has the focus', async () => {
      const pressed = (key: string): Promise<unknown> =>
        page.evaluate(`(() => {
          const block = document.querySelector('#library');
          block.querySelector('.snippet-status').textContent = '';
          block.querySelector('.snippet-run').dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', ${key}: true, bubbles: true, cancelable: true }));
        })()`);
      for (const key of ['ctrlKey', 'metaKey']) {
        await pressed(key);
        await page.until(`document.querySelector('#library .snippet-status').textContent.startsWith('Same as')`);
      }
    });

    test('a difference is shown line by line', async () => {
      assert.match(await blocks.run('different'), /^Not what the page says/);
      assert.equal(await blocks.printed('different'), 'up\ndown');
      assert.match(await blocks.text('different', '.diff-expected'), /left/);
      assert.match(await blocks.text('different', '.diff-actual'), /down/);
    });

    test('a block without output prints nothing, and that is the same', async () => {
      assert.match(await blocks.run('silent'), /^Same as the page \(nothing printed\)/);
    });

    test('a block runs what it builds on first, once, and says so', async () => {
      assert.match(await blocks.run('session'), /^Ran “base” and “next” first · Same as the page/);
      assert.match(await blocks.run('session'), /^Ran “base” and “next” first · Same as the page/);
      assert.match(await blocks.run('next'), /^Ran “base” first · Same as the page/);
      assert.match(await blocks.run('session'), /^Same as the page/);
    });

    test('what a block builds on is named when it fails', async () => {
      assert.match(await blocks.run('on-broken'), /Ended with KeyError/);
      assert.match(
        await blocks.text('on-broken', '.snippet-live'),
        /“broken”, which this block builds on, ended with KeyError/,
      );
    });

    test('an error is marked in the code and explained in a sentence', async () => {
      assert.match(await blocks.run('unbound'), /^Same as the page/);
      assert.equal(await blocks.text('unbound', '.line.failed'), '    total += n');
      assert.match(await blocks.text('unbound', '.snippet-advice'), /local/);
    });

    test('input() is asked for in the output', async () => {
      await blocks.click('asks', 'Run');
      await page.until(`document.querySelector('#asks .output-ask input')`);
      await page.type('#asks .output-ask input', 'Ada');
      await page.press('Enter');
      await blocks.settled('asks');
      assert.match(await blocks.status('asks'), /^Same as the page/);
      assert.equal(await blocks.printed('asks'), 'Name? Ada\nHello, Ada');
    });

    test('a rare module is downloaded when a program imports it', async () => {
      assert.ok(!python().some((file) => file.startsWith('py/rest')));
      assert.match(await blocks.run('rare'), /^Same as the page/);
      assert.ok(python().some((file) => file.startsWith('py/rest')));
    });

    test('the keyboard is enough', async () => {
      await page.goto(`${site.address}lessons/run.html`);
      // A click gives the window the keyboard focus.
      await page.click('h1');
      await page.evaluate(`document.querySelector('#same .snippet-run').focus()`);
      // Keys sent by automation do not activate buttons in Firefox.
      await (engine === 'firefox' ? page.evaluate('document.activeElement.click()') : page.press('Enter'));
      await page.until(`document.querySelector('#same .snippet-status')?.textContent.startsWith('Same as')`, 60);
      assert.equal(await page.evaluate(`document.activeElement.textContent`), 'Run');
    });
  });
}
