/** The explanations of names' scopes: on hover, on focus, and at the caret of the editor. */
import assert from 'node:assert/strict';
import { asLearner } from './learner.ts';
import { snippets } from './snippet.ts';

asLearner((test) => {
  test('names say where they live, on focus', async ({ page, at }) => {
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

  test('one switch for the whole site leaves only captured names in colour', async ({ site, page, at }) => {
    const colours = `[...new Set([...document.querySelectorAll('#names [class^="name-"]')].map((e) => getComputedStyle(e).color))].length`;
    const before = await page.evaluate<number>(colours);
    await at.focus('scope-switch button');
    await at.press('Enter');
    assert.equal(
      await page.evaluate(`document.querySelector('scope-switch button').getAttribute('aria-pressed')`),
      'false',
    );
    const only = await page.evaluate<number>(colours);
    assert.ok(only < before, `${only} of ${before} colours`);
    await page.goto(`${site.address}lessons/parts.html?${Math.random()}`);
    await page.until(`document.querySelector('scope-switch button')?.getAttribute('aria-pressed') === 'false'`);
    assert.equal(await page.evaluate(colours), only, 'on the next page, too');
    await page.clickNamed('button', 'Colour every name');
    assert.equal(await page.evaluate(colours), before);
  });

  test('in the editor, too, by the Python of the page', async ({ page, at }) => {
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

  test('at the caret of the editor, too: shown, and said once', async ({ page, at }) => {
    const content = `document.querySelector('#names .snippet-editor').shadowRoot.querySelector('.cm-content')`;
    const sentence = 'limit belongs to the call of tide_alert; check holds its cell.';
    await page.evaluate(`(() => {
      self.heard = [];
      const region = document.querySelector('.snippet-announcer');
      new MutationObserver(() => region.textContent && heard.push(region.textContent)).observe(region, { childList: true });
      ${content}.focus();
    })()`);
    // The first line is def tide_alert(limit):
    await page.press('Home');
    for (let at = 0; at < 'def tide_alert(l'.length; at += 1) await page.press('ArrowRight');
    await page.until(`!document.getElementById('name-said').hidden`);
    assert.equal(await at.text('#name-said'), sentence);
    await page.until(`heard.at(-1) === 'Local. ${sentence}'`);
    await page.press('ArrowRight');
    await page.until(`!document.getElementById('name-said').hidden`);
    await page.press('Escape');
    assert.equal(await at.shown('#name-said'), false);
    await page.press('ArrowDown');
    await page.until(`/^Local. level/.test(heard.at(-1))`);
    assert.equal(await page.evaluate(`heard.filter((text) => text.includes('limit belongs')).length`), 1);
  });

  test('what the reader writes gets its colours from the Python of the page', async ({ page }) => {
    // Move to the start of the code, where the inserted text keeps the program valid.
    await page.press('ArrowUp');
    await page.press('Home');
    await snippets(page).edit('names', 'def keeper(kept):\n    return lambda: kept\n\n\n');
    const enclosing = `[...document.querySelector('#names .snippet-editor').shadowRoot.querySelectorAll('.name-enclosing')]`;
    await page.until(`${enclosing}.map((name) => name.textContent).includes('kept')`);
  });
});
