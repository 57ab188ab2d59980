/** The stepper in real browsers, by keyboard alone: what is shown, announced and focusable at each step. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

let site: FixtureSite;
before(async () => {
  site = await fixtureSite('stepper-site');
});
after(() => site.close());

const packed = (page: Page, code: string): Promise<string> =>
  page.evaluate(`(async () => {
    const stream = new Blob([${JSON.stringify(code)}]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  })()`);

/** Replaces the recorder's result with a recording that has markup in place of a number. */
const FORGERY = `import json, sys
recorder = sys.modules["lesson_engine.trace_recorder"].Recorder
finish = recorder.finish
def forged(self):
    trace = json.loads(finish(self))
    trace["end"]["dropped"] = trace["end"]["full"] = "<img src=x onerror='self.attacked=1'>"
    trace["steps"][0]["l"] = "<iframe srcdoc='<script>parent.attacked=1</script>'></iframe>"
    return json.dumps(trace)
recorder.finish = forged
print("forged")`;

const own = `document.querySelector('closure-stepper[data-block=turnstiles]')`;
const live = `customElements.get('closure-stepper') && ${own}.querySelector('.st-link').href`;

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    const text = (selector: string): Promise<string> =>
      page.evaluate(`${own}.querySelector(${JSON.stringify(selector)}).textContent`);
    const open = async (hash = ''): Promise<void> => {
      // Leaves the page first, because changing only the fragment would not reload it.
      await page.goto('about:blank');
      await page.goto(`${site.address}lessons/steps.html${hash}`);
      await page.until(live);
    };
    /** In automated Firefox no window has the focus, so no focus events are sent; this dispatches them. */
    const focus = (selector: string): Promise<void> =>
      page.evaluate(`((element) => {
        element.focus();
        if (${engine === 'firefox'}) element.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
      })(${own}.querySelector(${JSON.stringify(selector)}))`);
    /** Waits for a step, since some engines handle a key a moment later. */
    const at = (step: number): Promise<unknown> =>
      page.until(`${own}.querySelector('.st-count span').textContent === '${step}'`, 5);
    const says = (what: RegExp): Promise<unknown> =>
      page.until(`${what}.test(${own}.querySelector('.st-sentence').textContent)`, 5);
    const standsAt = (line: number): Promise<unknown> =>
      page.until(`${own}.querySelector('.st-line[aria-current]').dataset.line === '${line}'`, 5);
    /** Presses the focused button. Keys sent by automation do not activate buttons in Firefox. */
    const activate = (): Promise<void> =>
      engine === 'firefox' ? page.evaluate('document.activeElement.click()') : page.press(' ');
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.press(key);
    };

    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());

    test('it opens at the telling moment, drawn before any script has run', async () => {
      await open();
      assert.equal(await text('.st-count'), '13 of 25');
      assert.match(
        await text('.st-sentence'),
        /^enter is called\. Its count is the cell that belongs to the first call of turnstile: 0\.$/,
      );
      assert.equal(await page.evaluate(`${own}.querySelectorAll('.st-arrow.st-to-cell').length`), 3);
      assert.equal(await page.evaluate(`document.documentElement.scrollWidth <= innerWidth`), true);
    });

    test('it opens and closes in place: what was pressed stays where it is, and has the focus', async () => {
      await open();
      const fold = `${own}.closest('details')`;
      const top = `Math.round(${fold}.firstElementChild.getBoundingClientRect().top)`;
      await page.evaluate(`(${fold}.open = false)`);
      await page.evaluate(`${fold}.firstElementChild.focus({ preventScroll: true })`);
      // Enough padding above, so that the page can scroll by the height of the block that disappears.
      await page.evaluate(`document.body.style.paddingBlock = '100vh'`);
      await page.evaluate(`scrollBy({ top: ${top} - innerHeight / 3, behavior: 'instant' })`);
      await page.until(`Math.abs(${top} - innerHeight / 3) < 2`);
      for (const opened of [true, false, true]) {
        const before = await page.evaluate<number>(top);
        await activate();
        await page.until(`${fold}.open === ${opened}`, 5);
        // Gives the browser's scroll anchoring time to act.
        await page.evaluate(
          `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))`,
        );
        const moved = Math.abs((await page.evaluate<number>(top)) - before);
        assert.ok(moved < 3, `${opened ? 'opening' : 'closing'} moved it by ${moved} px`);
        assert.ok(await page.evaluate(`document.activeElement === ${fold}.firstElementChild`));
      }
    });

    test('arrows, Home and End move through the steps', async () => {
      await focus('[data-go=next]');
      await press('ArrowRight', 'ArrowRight');
      await at(15);
      await says(/The cell count of the first call of turnstile changes from 0 to 1/);
      await standsAt(5);
      await press('ArrowLeft');
      await at(14);
      await press('End');
      await at(25);
      assert.equal(await text('.st-output pre'), '1 2 101\n');
      await press('Home');
      await at(1);
      assert.equal(await text('.st-output pre'), 'nothing yet');
    });

    test('the slider, next line and next call are reached with the keyboard', async () => {
      await focus('.st-scrubber input');
      await press('ArrowRight');
      await at(2);
      await focus('[data-go=call]');
      await activate();
      await says(/^turnstile is called with count = 0/);
      await focus('[data-go=line]');
      await activate();
      await says(/Line 2 is next/);
    });

    test('Space plays and pauses', async () => {
      await focus('.st-listing');
      await press('Home', ' ');
      assert.equal(await page.evaluate(`${own}.querySelector('[data-go=play]').getAttribute('aria-label')`), 'Pause');
      await page.until(`${own}.querySelector('.st-count span').textContent === '2'`);
      await press(' ');
      assert.equal(await page.evaluate(`${own}.querySelector('[data-go=play]').getAttribute('aria-label')`), 'Play');
    });

    test('a line is run to', async () => {
      await focus('.st-listing');
      await press('Home', 'ArrowDown');
      await focus('[data-run-to="5"]');
      await activate();
      await standsAt(5);
      await says(/from 0 to 1/);
    });

    test('a cell says who shares it and what it has held, and each value leads to its step', async () => {
      await page.until(`${own}.querySelector('.st-cell')`, 5);
      await focus('.st-cell');
      assert.match(
        await text('.st-aside'),
        /The cell count belongs to the first call of turnstile; function enter holds it\./,
      );
      const held = await page.evaluate(`[...${own}.querySelectorAll('.st-history button')].map((b) => b.textContent)`);
      assert.deepEqual(held, ['0', '1', '2']);
      assert.ok((await page.evaluate<number>(`${own}.querySelectorAll('.st-lit').length`)) >= 2);
      const arrows = `${own}.querySelectorAll('.st-arrow.st-lit').length`;
      const lit = await page.evaluate<number>(arrows);
      assert.ok(lit >= 1);
      await press('ArrowLeft', 'ArrowRight');
      assert.ok((await page.evaluate<number>(arrows)) >= 1, 'arrows that are drawn anew are lit again');
      await focus('.st-history li:last-child button');
      await activate();
      await says(/from 1 to 2/);
    });

    test('boxes keep their order, and the stepper its height, from step to step', async () => {
      await focus('[data-go=next]');
      await press('Home');
      const heights = new Set<number>();
      const above = new Set<string>();
      for (let step = 0; step < 25; step++) {
        await at(step + 1);
        heights.add(await page.evaluate<number>(`${own}.offsetHeight`));
        for (const column of ['frames', 'objects']) {
          const boxes = await page.evaluate<string[]>(
            `[...${own}.querySelectorAll('.st-${column} .st-slot > .st-box')].map((box) => box.dataset.box)`,
          );
          for (const [place, box] of boxes.entries()) {
            for (const lower of boxes.slice(place + 1)) {
              above.add(`${box} ${lower}`);
              assert.ok(!above.has(`${lower} ${box}`), `${lower} and ${box} change places at step ${step + 1}`);
            }
          }
        }
        await press('ArrowRight');
      }
      assert.equal(heights.size, 1, [...heights].join(' '));
    });

    test('every moment has an address', async () => {
      await open('#turnstiles:20');
      await at(20);
      assert.match(await page.evaluate(`${own}.querySelector('.st-link').href`), /#turnstiles:20$/);
    });

    test('a block opens where its author says', async () => {
      const surprise = `document.querySelector('closure-stepper[data-block=surprise]')`;
      await page.evaluate(`${surprise}.scrollIntoView()`);
      assert.match(
        await page.evaluate(`${surprise}.querySelector('.st-sentence').textContent`),
        /The lambda is called\. Its i is the cell that belongs to a comprehension of the module: 2\./,
      );
    });

    test('an edited block is recorded anew, in the reader’s own Python', async () => {
      await page.evaluate(`document.querySelector('#turnstiles > .stepper-fold').open = false`);
      // The other buttons are added at the first sign of intent.
      await page.evaluate(`document.querySelector('#turnstiles').dispatchEvent(new Event('pointerenter'))`);
      await page.clickNamed('button', 'Edit', '#turnstiles');
      const content = `[...document.querySelectorAll('#turnstiles *')].find((e) => e.shadowRoot)?.shadowRoot.querySelector('.cm-content')`;
      await page.until(content);
      await page.evaluate(`${content}.focus()`);
      await press('#', 'Enter');
      await page.evaluate(`document.querySelector('#turnstiles > .stepper-fold').open = true`);
      await page.until(
        `${own}.querySelector('.st-news')?.textContent === 'This is your version, recorded just now.'`,
        60,
      );
      assert.match(await text('.st-line:first-child code'), /^#/);
      assert.match(await page.evaluate(`${own}.querySelector('.st-link').href`), /#turnstiles:13$/);
      await says(/enter is called/);
    });

    test('an edit of an earlier visit is named under the open stepper, and recorded when its reader asks', async () => {
      await open();
      const news = `${own}.querySelector('.st-news')?.textContent`;
      await page.until(`/^The code has been changed\\. These are the steps of the original code\\./.test(${news})`, 10);
      assert.match(await text('.st-line:first-child code'), /^def/);
      await page.evaluate(`${own}.querySelector('.st-record').click()`);
      await page.until(`${news} === 'This is your version, recorded just now.'`, 60);
      assert.match(await text('.st-line:first-child code'), /^#/);
      assert.equal(await page.evaluate(`${own}.contains(document.activeElement)`), true);
    });

    test('a change of a block that the open one builds on is named at once, and recorded when its reader asks', async () => {
      await page.evaluate('localStorage.clear()');
      await open();
      const child = `document.querySelector('closure-stepper[data-block=again]')`;
      const news = `${child}.querySelector('.st-news')?.textContent`;
      await page.evaluate(`document.querySelector('#again > .stepper-fold').open = true`);
      await page.evaluate(`document.querySelector('#turnstiles > .stepper-fold').open = false`);
      await page.evaluate(`document.querySelector('#turnstiles').dispatchEvent(new Event('pointerenter'))`);
      await page.clickNamed('button', 'Edit', '#turnstiles');
      const content = `[...document.querySelectorAll('#turnstiles *')].find((e) => e.shadowRoot)?.shadowRoot.querySelector('.cm-content')`;
      await page.until(content);
      await page.evaluate(`${content}.focus()`);
      await press('#', 'Enter');
      await page.until(`/^The code has been changed\\. These are the steps of the original code\\./.test(${news})`, 10);
      await page.evaluate(`${child}.querySelector('.st-record').click()`);
      await page.until(`${news} === 'This is your version, recorded just now.'`, 60);
      await page.evaluate(`${content}.focus()`);
      await press('#');
      await page.until(`/^The code has been changed since these steps were recorded\\./.test(${news})`, 10);
      await page.clickNamed('button', 'Reset', '#turnstiles');
      await page.until(`${news} === 'These are the original code and its steps again.'`, 10);
    });

    test('a program that asks for input is answered while it is recorded', async () => {
      await page.evaluate(`localStorage.setItem('code:' + location.pathname, JSON.stringify({
        turnstiles: 'name = input("Who? ")\\nprint("Hello,", name)'}))`);
      await open();
      const news = `${own}.querySelector('.st-news')`;
      await page.until(`${own}.querySelector('.st-record')`, 30);
      await page.evaluate(`${own}.querySelector('.st-record').click()`);
      await page.until(`${news}.querySelector('input')`, 60);
      assert.equal(await page.evaluate(`${news}.querySelector('input').placeholder`), 'Who?');
      await page.evaluate(`(() => {
        const field = ${news}.querySelector('input');
        field.value = 'Ada';
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      })()`);
      await page.until(`${news}.textContent === 'This is your version, recorded just now.'`, 60);
      await page.evaluate(`${own}.querySelector('[data-go=last]').click()`);
      await page.until(`/Hello, Ada/.test(${own}.querySelector('.st-output pre').textContent)`, 10);
      await page.evaluate('localStorage.clear()');
    });

    test('code that comes with a link is shown in place of the open stepper, and named beside those that build on it', async () => {
      await page.evaluate('localStorage.clear()');
      const link = await packed(page, '# linked\nsouth = lambda: 7');
      await page.goto('about:blank');
      await page.goto(`${site.address}lessons/steps.html#turnstiles~code=${link}`);
      await page.until(`document.querySelector('#turnstiles .snippet-origin')?.checkVisibility()`, 30);
      assert.match(await page.evaluate(`document.querySelector('#turnstiles .snippet-code').textContent`), /^# linked/);
      const child = `document.querySelector('closure-stepper[data-block=again]')`;
      await page.evaluate(`document.querySelector('#again > .stepper-fold').open = true`);
      // The page may still be scrolling to the linked block.
      await page.until(`(document.querySelector('#again').scrollIntoView(), !!customElements.get('closure-stepper'))`);
      const news = `${child}.querySelector('.st-news')?.textContent`;
      await page.until(`/^The code of “turnstiles”, which this block builds on, came with a link/.test(${news})`, 60);
      assert.equal(await page.evaluate(`${child}.querySelector('.st-record')`), null);
      assert.equal(await page.evaluate(`document.querySelector('#turnstiles').hasAttribute('data-busy')`), false);
      await page.clickNamed('button', 'Run all');
      await page.until(
        `/1 block ran; .* 2 blocks did not run: first run the code that came with a link\\./.test(document.querySelector('page-tools').textContent)`,
        60,
      );
      // Once the reader has run it, the linked code is treated like any other.
      await snippets(page).run('turnstiles');
      await page.until(
        `${child}.querySelector('.st-record')?.click() || ${news} === 'This is your version, recorded just now.'`,
        60,
      );
      await page.until(
        `/7/.test(${child}.querySelector('.st-output pre').textContent) || (${child}.querySelector('[data-go=last]').click(), false)`,
        10,
      );
    });

    test('a link to a step, after a link with code, records nothing until its reader asks; forged recordings are text', async () => {
      await page.evaluate('localStorage.clear()');
      const link = await packed(page, FORGERY);
      await page.goto('about:blank');
      await page.goto(`${site.address}lessons/steps.html#turnstiles~code=${link}`);
      await page.until(`document.querySelector('#turnstiles .snippet-origin')?.checkVisibility()`, 30);
      await page.evaluate(`location.hash = '#turnstiles:3'`);
      const news = `${own}.querySelector('.st-news')?.textContent`;
      await page.until(`/^The code of this block came with a link and has not been run/.test(${news})`, 30);
      assert.equal(await page.evaluate(`document.querySelector('#turnstiles').hasAttribute('data-busy')`), false);
      await page.evaluate(`${own}.querySelector('.st-record').click()`);
      await page.until(`/The recording is not usable/.test(${news})`, 60);
      assert.equal(await page.evaluate(`document.querySelector('closure-stepper iframe, closure-stepper img')`), null);
      assert.equal(await page.evaluate('self.attacked ?? null'), null);
    });
  });
}
