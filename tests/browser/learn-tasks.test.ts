/** Exercises and Parsons problems, by pointer and by keyboard, from a server and from disk. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { asLearner } from './learner.ts';

asLearner((test) => {
  test('a wrong answer is recognised, a hint helps, the solution comes after an attempt', async ({ page, at }) => {
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

  test('an endless loop is stopped at its limit, and the text is kept', async ({ page, at }) => {
    await at.draft('while True: pass\n');
    assert.match(await at.check('shifter'), /did not end within 8 seconds/);
    assert.match(await page.evaluate(`document.querySelector('#shifter .snippet-code').textContent`), /while True/);
  });

  test('a crash is told, costs no text, and the next check works', async ({ page, at }) => {
    await at.fresh();
    await at.draft('x = ()\nfor _ in range(10**6):\n    x = (x,)\nrepr(x)\n');
    assert.match(await at.check('shifter'), /brought Python down|RecursionError|MemoryError/);
    assert.match(await page.evaluate(`document.querySelector('#shifter .snippet-code').textContent`), /x = \(x,\)/);
    await at.draft('def make_shifter(offset):\n    return lambda time: time + offset\n');
    assert.equal(await at.check('shifter'), 'Solved: all tests pass.');
  });

  test('an exercise by keyboard alone', async ({ page, at }) => {
    await at.fresh();
    await at.focus('#shifter .task-actions button', 'Check');
    await at.press('Enter');
    await page.until(`document.querySelector('#shifter .task-said').dataset.state`, 90);
    // Checking the unchanged starting program is not an attempt.
    assert.equal(await at.text('#shifter .task-said'), 'make_shifter should return a function');
    const solution = `[...document.querySelectorAll('#shifter .task-actions button')].find((e) => e.textContent === 'Show a solution')`;
    assert.equal(await page.evaluate(`${solution}.disabled`), true);
    await at.focus('#shifter .task-actions button', 'Hint');
    await at.press('Enter');
    assert.match(await at.text('#shifter .hint[open]'), /Define a function inside/);
    await at.focus('#shifter .task-actions button', 'Write');
    await at.press('Enter');
    const content = `document.querySelector('#shifter .snippet-editor')?.shadowRoot.querySelector('.cm-content')`;
    await page.until(content);
    await page.evaluate(`${content}.focus()`);
    await page.press('#');
    await page.until(`/^#/.test(${content}.textContent)`);
    await at.focus('#shifter .task-actions button', 'Check');
    await at.press('Enter');
    await page.until(`!${solution}.disabled`, 90);
    await at.focus('#shifter .task-actions button', 'Show a solution');
    await at.press('Enter');
    assert.equal(await at.shown('#shifter [data-role=solution] pre'), true);
    assert.match(await at.progress('p.attempts.shifter'), /^#def make_shifter/);
    await at.focus('#shifter .task-actions button', 'Start again');
    await at.press('Enter');
    await page.until(`!document.querySelector('#shifter .snippet-editor')`);
    assert.equal(await at.progress(`p.attempts.shifter ?? 'none'`), 'none');
    await at.focus('#shifter .task-actions button', 'Write');
  });

  test('lines become a program by dragging, and go back by dragging', async ({ at }) => {
    await at.fresh();
    await at.drag('def make_shifter(offset):', '.parsons-program', 0);
    await at.drag('return shift', '.parsons-program', 1);
    assert.deepEqual(await at.arrangement(), [
      [0, 'def make_shifter(offset):'],
      [1, 'return shift'],
    ]);
    await at.drag('return shift', '.parsons-bank', 0);
    assert.deepEqual(await at.arrangement(), [[0, 'def make_shifter(offset):']]);
  });

  test('lines become a program by keyboard, and are checked by running', async ({ at }) => {
    await at.fresh();
    await at.arrange('def make_shifter(offset):', 'def shift(time):', 'return time + offset', 'return shift');
    assert.equal(await at.check('lines'), 'Solved: all tests pass.');
    await at.focus('.parsons-program .parsons-line', 'return shift');
    await at.press('ArrowLeft');
    assert.match(await at.check('lines'), /SyntaxError/);
  });

  test('from disk, too: questions, a check by Python, and what is kept', async ({ engine, site, page, at }) => {
    const file = pathToFileURL(path.join(site.output, 'lessons/parts.html')).href;
    await page.goto(file);
    await page.evaluate('localStorage.clear()');
    await page.goto(`${file}?${Math.random()}`);
    await at.ready();
    await page.clickNamed('button', '4 mm', '#late-unit');
    assert.equal(await at.text('#late-unit .choice-verdict'), 'Not what Python says');
    await page.clickNamed('button', 'variables', '#single');
    assert.equal(await at.text('#single .choice-verdict'), 'Right');
    assert.equal(await at.check('shifter'), 'make_shifter should return a function');
    await at.arrange('def make_shifter(offset):', 'def shift(time):', 'return time + offset', 'return shift');
    assert.equal(await at.check('lines'), 'Solved: all tests pass.');
    await page.goto(pathToFileURL(path.join(site.output, 'progress.html')).href);
    const shared = `document.querySelector('.progress-words')?.textContent === '0 of 4 run, 1 of 1 predicted, quiz open, 1 of 2 solved'`;
    const alone = `/keep things apart for each page/.test(document.querySelector('.part-said')?.textContent)`;
    // Firefox gives each file on disk its own storage.
    await page.until(engine === 'firefox' ? alone : shared);
    await page.goto(file);
    await at.ready();
    assert.equal(await at.shown('#late-unit .snippet-run'), true, 'the prediction is not asked again');
  });
});
