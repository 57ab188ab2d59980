/** The learning parts, by pointer and by keyboard, with and without storage. */
import assert from 'node:assert/strict';
import { asLearner } from './learner.ts';

asLearner((test) => {
  test('a prediction comes before the output, and speaks to the mistake', async ({ page, at }) => {
    await at.fresh();
    assert.equal(await at.shown('#late-unit .snippet-answer'), false);
    assert.equal(await at.shown('#late-unit .snippet-run'), false);
    assert.equal(await at.shown('#late-unit .stepper-fold'), false, 'stepping would give it away');
    assert.equal(await at.shown('#late-unit .snippet-code'), true);
    const colours = `new Set([...document.querySelectorAll('#late-unit .snippet-code [class^="name-"]')].map((e) => getComputedStyle(e).color)).size`;
    assert.equal(await page.evaluate(colours), 1);
    await page.clickNamed('button', '4 mm', '#late-unit');
    await page.until(`document.querySelector('#late-unit .choice[open]')`);
    assert.equal(await at.text('#late-unit .choice[open] .choice-feedback'), 'You may think of a copy.');
    assert.equal(await at.text('#late-unit .choice-verdict'), 'Not what Python says');
    assert.equal(await at.shown('#late-unit .snippet-answer'), true);
    assert.notEqual(await page.evaluate(colours), 1);
    assert.equal(await at.shown('#late-unit .snippet-run'), true);
    // The summary has two labels, of which CSS shows one.
    const fold = `document.querySelector('#late-unit .stepper-fold')`;
    await page.evaluate(`${fold}.open = true`);
    await page.until(`/^label is called/.test(document.querySelector('#late-unit .st-sentence').textContent)`);
    await page.evaluate(`${fold}.open = false`);
    assert.equal(await at.progress(`p.predicted['late-unit']`), false);
    // The first answer is final.
    await at.focus('#late-unit summary', '4 cm');
    await at.press('Enter');
    assert.match(await at.text('#late-unit .part-said'), /^Right/);
    assert.equal(await at.progress(`p.predicted['late-unit']`), false);
  });

  test('who comes back finds the way to where they were', async ({ site, page, at }) => {
    await page.goto(`${site.address}lessons/parts.html?${Math.random()}`);
    await page.clickNamed('link', 'Go on where you left off: Prediction');
    await page.until(`location.hash === '#late-unit'`);
    assert.equal(await at.shown('#late-unit .snippet-run'), true, 'what was predicted is not asked again');
  });

  test('a part that the reader runs is noted, and counted', async ({ site, page, at }) => {
    await page.clickNamed('button', 'Run', '#names');
    await page.until(`/Same as the page/.test(document.querySelector('#names .snippet-status').textContent)`, 90);
    assert.deepEqual(await at.progress('p.ran'), ['names']);
    await page.goto(`${site.address}progress.html`);
    await page.until(`/^1 of 4 run,/.test(document.querySelector('.progress-words')?.textContent)`);
  });

  test('a quiz by keyboard alone: every kind of question, a score, what was missed', async ({ page, at }) => {
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
    assert.deepEqual(await at.progress('p.quizzes["parts-quiz"]'), { best: 3, of: 5 });
    await at.focus('.quiz-score button', 'Try the ones I missed');
    await at.press('Enter');
    assert.equal(await page.evaluate(`document.querySelectorAll('.question:not([hidden])').length`), 2);
    assert.equal(await at.text('.quiz-said'), '0 of 2 answered. Best so far: 3 of 5.');
  });

  test('a quiz by pointer', async ({ page, at }) => {
    await at.fresh();
    await page.clickNamed('button', 'values', '#single');
    assert.match(await at.text('#single .choice[open] .choice-feedback'), /captures variables/);
    for (const scope of ['def', 'class']) await page.clickNamed('button', scope, '#several');
    await page.clickNamed('button', 'Check', '#several');
    assert.equal(await at.text('#several .part-said'), 'All right.');
    await page.type('#typed-typed', 'ab');
    await page.clickNamed('button', 'Check', '#typed');
    assert.equal(await at.text('#typed .part-said'), 'Right.');
    // Feedback scrolls into view, even when the answer was at the lower edge of the screen.
    await page.evaluate(
      `document.querySelector('#line .line-pick').scrollIntoView({ block: 'end', behavior: 'instant' })`,
    );
    await page.evaluate(`document.querySelector('#line .line-pick').click()`);
    const bottom = (selector: string) => `document.querySelector('${selector}').getBoundingClientRect().bottom`;
    await page.until(`${bottom('#line .choice[open]')} <= innerHeight`);
    await page.clickNamed('button', 'Line 2: def inner():', '#line');
    assert.equal(await at.text('#line .part-said'), 'Right.');
    await page.clickNamed('button', 'Check', '#pairs');
    assert.equal(await at.text('#pairs .part-said'), 'Match all of them, then check.');
    await page.evaluate(`document.querySelectorAll('#pairs select').forEach((select) => { select.value = 'local'; })`);
    await page.clickNamed('button', 'Check', '#pairs');
    assert.equal(await at.text('#pairs .part-said'), '2 of 3 are not right.');
    assert.equal(await at.text('.quiz-said'), 'You have 2 of 5 right. Best so far: 2 of 5.');
  });

  test('notes are kept; without storage everything works and says so', async ({ page, at }) => {
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

  test('progress is shown, read from a file and erased', async ({ site, page, at }) => {
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
  });

  test('progress is saved to a file that can be read again', async ({ site, page, at }) => {
    await at.fresh();
    await page.clickNamed('button', '4 cm', '#late-unit');
    await page.goto(`${site.address}progress.html`);
    await page.evaluate(`(() => {
      self.saved = [];
      URL.createObjectURL = (blob) => (blob.text().then((text) => saved.push(text)), 'about:blank#');
      HTMLAnchorElement.prototype.click = function () { saved.push(this.download); };
    })()`);
    await page.clickNamed('button', 'Save to a file');
    const [name, text] = await page.until<readonly string[]>(`saved.length === 2 && saved`);
    assert.equal(name, 'enclosing-scope-progress.json');
    assert.deepEqual(JSON.parse(text ?? '').lessons.parts.predicted, { 'late-unit': true });
  });

  test('cards come back, by pointer and by keyboard', async ({ site, page, at }) => {
    await page.goto(`${site.address}cards.html`);
    await page.evaluate('localStorage.clear()');
    await page.goto(`${site.address}cards.html?${Math.random()}`);
    await at.focus('.flash-turn');
    await at.press('Enter');
    await at.focus('.flash button', 'Not yet');
    await at.press('Enter');
    await page.clickNamed('button', 'Turn');
    await page.clickNamed('button', 'Not yet');
    for (let card = 0; card < 2; card += 1) {
      await page.clickNamed('button', 'Turn');
      await page.clickNamed('button', 'I knew it');
    }
    await page.until(`/Done: 2 known/.test(document.querySelector('.flash').textContent)`);
  });
});
