/** The learning parts as readers use them: by pointer and by keyboard, kept or not kept, from a server and from disk. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';

let site: FixtureSite;
before(async () => {
  site = await fixtureSite('learn-site');
});
after(() => site.close());

const lesson = (): string => `${site.address}lessons/parts.html`;

function reader(page: Page) {
  const quoted = JSON.stringify;
  return {
    /**
     * A key on the focused element. A headless Firefox has no window with the focus: keys arrive, but press no button,
     * and no focus event is sent; what the engine would do then is done in its place.
     */
    async press(key: string): Promise<void> {
      await page.press(key);
      const instead =
        key === 'Enter' || key === ' '
          ? 'element.click()'
          : `element.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))`;
      await page.evaluate(
        `(() => { const element = document.activeElement; if (!document.hasFocus()) ${instead}; })()`,
      );
    },
    /** Text of the first element that is shown; empty when there is none. */
    text: (selector: string): Promise<string> =>
      page.evaluate(
        `([...document.querySelectorAll(${quoted(selector)})].find((e) => e.checkVisibility())?.textContent ?? '').replace(/\\s+/g, ' ').trim()`,
      ),
    shown: (selector: string): Promise<boolean> =>
      page.evaluate(`[...document.querySelectorAll(${quoted(selector)})].some((e) => e.checkVisibility())`),
    /** Puts the focus where Tab would, onto the element whose text or value says this. */
    focus: (selector: string, words = ''): Promise<void> =>
      page.evaluate(
        `[...document.querySelectorAll(${quoted(selector)})].find((e) => e.checkVisibility() && e.tabIndex >= 0 && e.textContent.includes(${quoted(words)})).focus()`,
      ),
    /** Parts load when they come near: one look at the end brings them all. */
    async ready(): Promise<void> {
      await page.until(
        `(scrollTo(0, document.body.scrollHeight), document.querySelector('.quiz-said') && document.querySelector('.task-actions'))`,
      );
      await page.evaluate('scrollTo(0, 0)');
    },
    progress: <Value>(expression: string): Promise<Value> =>
      page.evaluate(
        `(() => { const p = JSON.parse(localStorage.getItem('progress') ?? '{"lessons":{}}').lessons.parts; return ${expression}; })()`,
      ),
    async fresh(): Promise<void> {
      await page.goto(lesson());
      await page.evaluate('localStorage.clear()');
      await page.goto(`${lesson()}?${Math.random()}`);
      await this.ready();
    },
    /** The starter's text, as if typed on an earlier visit. */
    async draft(code: string): Promise<void> {
      await page.evaluate(
        `localStorage.setItem('code:' + location.pathname, JSON.stringify({ 'shifter-starter': ${quoted(code)} }))`,
      );
      await page.goto(`${lesson()}?${Math.random()}`);
      await this.ready();
    },
    async check(id: string): Promise<string> {
      await page.clickNamed('button', 'Check', `#${id} .task-actions`);
      await page.until(`document.querySelector('#${id} .task-said').dataset.state`, 90);
      return this.text(`#${id} .task-said`);
    },
  };
}

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let at: ReturnType<typeof reader>;
    before(async () => {
      page = await openPage(engine);
      at = reader(page);
    });
    after(() => page.close());

    test('a prediction comes before the output, and speaks to the mistake', async () => {
      await at.fresh();
      assert.equal(await at.shown('#late-unit .snippet-answer'), false);
      assert.equal(await at.shown('#late-unit .snippet-run'), false);
      const colours = `new Set([...document.querySelectorAll('#late-unit [class^="name-"]')].map((e) => getComputedStyle(e).color)).size`;
      assert.equal(await page.evaluate(colours), 1);
      await page.clickNamed('button', '4 mm', '#late-unit');
      await page.until(`document.querySelector('#late-unit .choice[open]')`);
      assert.equal(await at.text('#late-unit .choice[open] .choice-feedback'), 'You may think of a copy.');
      assert.equal(await at.text('#late-unit .choice-verdict'), 'Not what Python says');
      assert.equal(await at.shown('#late-unit .snippet-answer'), true);
      assert.notEqual(await page.evaluate(colours), 1);
      assert.equal(await at.shown('#late-unit .snippet-run'), true);
      assert.equal(await at.progress(`p.predicted['late-unit']`), false);
      // The first answer stays.
      await at.focus('#late-unit summary', '4 cm');
      await at.press('Enter');
      assert.match(await at.text('#late-unit .part-said'), /^Right/);
      assert.equal(await at.progress(`p.predicted['late-unit']`), false);
    });

    test('a quiz by keyboard alone: every kind of question, a score, what was missed', async () => {
      await at.fresh();
      await at.focus('#single summary', 'variables');
      await at.press('Enter');
      assert.equal(await at.text('#single .choice-verdict'), 'Right');

      for (const words of ['def', 'class']) {
        await page.evaluate(
          `[...document.querySelectorAll('#several .with-box')].find((e) => e.textContent.trim().startsWith('${words}')).querySelector('input').focus()`,
        );
        await at.press(' ');
      }
      await at.focus('#several .part-button', 'Check');
      await at.press('Enter');
      assert.equal(await at.text('#several .part-said'), 'All right.');

      await page.type('#typed-typed', 'AB');
      await at.focus('#typed .part-button', 'Check');
      await at.press('Enter');
      assert.match(await at.text('#typed .part-said'), /capital/);
      await page.evaluate(`document.getElementById('typed-typed').value = ''`);
      await page.type('#typed-typed', 'a b');
      await at.focus('#typed .part-button', 'Check');
      await at.press('Enter');
      assert.match(await at.text('#typed .choice-feedback'), /without sep/);

      await at.focus('#line .line-pick');
      await at.press('Enter');
      assert.match(await at.text('#line .choice-feedback'), /makes no function/);

      await page.evaluate(`(() => {
        const rights = { len: 'built-in', x: 'local', limit: 'enclosing' };
        for (const select of document.querySelectorAll('#pairs select')) select.value = rights[select.getAttribute('aria-label')];
      })()`);
      await at.focus('#pairs .part-button', 'Check');
      await at.press('Enter');
      assert.equal(await at.text('#pairs .part-said'), 'All right.');

      assert.equal(await at.text('.quiz-said'), 'You have 3 of 5 right. Best so far: 3 of 5.');
      assert.deepEqual(await at.progress('p.quizzes.quiz'), { best: 3, of: 5 });
      await at.focus('.quiz-score button', 'Try the ones I missed');
      await at.press('Enter');
      assert.equal(await page.evaluate(`document.querySelectorAll('.question:not([hidden])').length`), 2);
      assert.equal(await at.text('.quiz-said'), '0 of 2 answered. Best so far: 3 of 5.');
    });

    test('a wrong answer is recognised, a hint helps, the solution comes after an attempt', async () => {
      await at.fresh();
      await at.draft('def make_shifter(offset):\n    return offset\n');
      assert.equal(
        await page.evaluate(`document.querySelector('#shifter .task-actions button:nth-of-type(4)').disabled`),
        true,
      );
      assert.equal(await at.shown('#shifter .wrong-answer'), false);
      assert.equal(await at.check('shifter'), 'make_shifter should return a function');
      assert.match(await at.text('#shifter .wrong-answer'), /You return what shift gives/);
      await page.clickNamed('button', 'Hint', '#shifter');
      assert.match(await at.text('#shifter .hint[open]'), /Define a function inside/);
      await page.clickNamed('button', 'Show a solution', '#shifter');
      assert.equal(await at.shown('#shifter [data-role=solution] pre'), true);
      await at.draft('def make_shifter(offset):\n    return lambda time: time + offset\n');
      assert.equal(await at.check('shifter'), 'Solved: all tests pass.');
      assert.deepEqual(await at.progress('p.solved'), ['shifter']);
    });

    test('an endless loop is stopped at its limit, and the text is kept', async () => {
      await at.draft('while True: pass\n');
      assert.match(await at.check('shifter'), /did not end within 8 seconds/);
      assert.match(await page.evaluate(`document.querySelector('#shifter .snippet-code').textContent`), /while True/);
    });

    test('lines become a program by keyboard, and are checked by running', async () => {
      await at.fresh();
      const lines = ['def make_shifter(offset):', 'def shift(time):', 'return time + offset', 'return shift'];
      for (const line of lines) {
        await page.evaluate(
          `[...document.querySelectorAll('.parsons-bank .parsons-line')].find((e) => e.textContent === ${JSON.stringify(line)}).focus()`,
        );
        await at.press('Enter');
      }
      assert.equal(await at.check('lines'), 'Solved: all tests pass.');
      await at.focus('.parsons-program .parsons-line', 'return shift');
      await at.press('ArrowLeft');
      assert.match(await at.check('lines'), /SyntaxError/);
    });

    test('names say where they live, on focus', async () => {
      await at.fresh();
      await at.press('Tab');
      await page.until(`document.querySelector('#names [data-name][tabindex="0"]')`);
      await at.focus('#names [data-name]');
      if (!(await page.evaluate('document.hasFocus()'))) await at.press('Shift');
      assert.equal(await at.text('#name-said'), 'limit belongs to the call of tide_alert; check holds its cell.');
      await at.press('ArrowRight');
      assert.equal(await page.evaluate(`document.activeElement.className.includes('name-enclosing')`), true);
      assert.equal(await at.text('#names .name-sharer'), 'check');
      await page.press('Escape');
      assert.equal(await at.shown('#name-said'), false);
    });

    test('in the editor, too, by the Python of the page', async () => {
      const inEditor = (selector: string) =>
        `document.querySelector('#names .snippet-editor')?.shadowRoot.querySelector('${selector}')`;
      await page.clickNamed('button', 'Run', '#names');
      await page.until(`/Same as the page/.test(document.querySelector('#names .snippet-status').textContent)`, 90);
      await page.clickNamed('button', 'Edit', '#names');
      await page.until(`${inEditor('.name-enclosing')}?.textContent === 'limit'`);
      await page.evaluate(
        `${inEditor('.name-enclosing')}.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true }))`,
      );
      assert.equal(await at.text('#name-said'), 'limit belongs to the call of tide_alert; check holds its cell.');
    });

    test('notes are kept; without storage everything works and says so', async () => {
      await at.fresh();
      await page.type('#takeaway textarea', 'cells');
      await page.evaluate(`document.querySelector('#takeaway textarea').dispatchEvent(new Event('change'))`);
      assert.equal(await at.progress('p.notes.takeaway'), 'cells');
      await page.evaluate(`Storage.prototype.setItem = () => { throw new Error('full') }`);
      await page.type('#takeaway textarea', ' live on');
      await page.evaluate(`document.querySelector('#takeaway textarea').dispatchEvent(new Event('change'))`);
      assert.match(await at.text('#takeaway .part-said'), /keeps nothing/);
      await page.clickNamed('button', '4 cm', '#late-unit');
      assert.match(await at.text('#late-unit .part-said'), /^Right/);
    });

    test('progress is shown, read from a file and erased; cards come back', async () => {
      await at.fresh();
      await page.clickNamed('button', '4 cm', '#late-unit');
      await page.goto(`${site.address}progress.html`);
      await page.until(
        `document.querySelector('.progress-words')?.textContent === '0 of 4 run, 1 of 1 predicted, quiz open, 0 of 2 solved'`,
      );
      await page.evaluate(`(() => {
        const data = new DataTransfer();
        data.items.add(new File([JSON.stringify({ version: 1, lessons: { parts: { solved: ['lines'] } }, cards: {} })], 'p.json'));
        const input = document.querySelector('input[type=file]');
        input.files = data.files;
        input.dispatchEvent(new Event('change'));
      })()`);
      await page.until(
        `document.querySelector('.progress-words').textContent === '0 of 4 run, 1 of 1 predicted, quiz open, 1 of 2 solved'`,
      );
      await page.clickNamed('button', 'Erase', '.task-actions');
      await page.clickNamed('button', 'Erase', 'dialog');
      await page.until(
        `document.querySelector('.progress-words').textContent === '0 of 4 run, 0 of 1 predicted, quiz open, 0 of 2 solved'`,
      );
      await page.goto(`${site.address}cards.html`);
      await page.clickNamed('button', 'Turn');
      await page.clickNamed('button', 'Not yet');
      for (let card = 0; card < 2; card += 1) {
        await page.clickNamed('button', 'Turn');
        await page.clickNamed('button', 'I knew it');
      }
      await page.until(`/Done: 2 known/.test(document.querySelector('.flash').textContent)`);
    });

    test('from disk, too', async () => {
      await page.goto(pathToFileURL(path.join(site.output, 'lessons/parts.html')).href);
      await at.ready();
      await page.clickNamed('button', '4 mm', '#late-unit');
      assert.equal(await at.text('#late-unit .choice-verdict'), 'Not what Python says');
    });
  });
}
