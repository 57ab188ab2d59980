/** Computed styles that must be visible in each engine. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';

let run: FixtureSite;
let steps: FixtureSite;
before(async () => {
  run = await fixtureSite('run-site');
  steps = await fixtureSite('stepper-site');
});
after(async () => {
  await run.close();
  await steps.close();
});

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());

    test('a captured name has a dotted underline, a global one a solid underline', async () => {
      await page.goto(`${steps.address}lessons/steps.html`);
      const line = (name: string): Promise<string> =>
        page.evaluate(`(({ textDecorationLine, textDecorationStyle }) => textDecorationLine + ' ' + textDecorationStyle)(
          getComputedStyle(document.querySelector('#turnstiles .snippet-code ${name}')))`);
      assert.equal(await line('.name-enclosing'), 'underline dotted');
      assert.equal(await line('.name-global'), 'underline solid');
    });

    test('the whole of an error message can be read in a narrow column, without scrolling sideways', async () => {
      await page.goto(`${run.address}lessons/run.html`);
      await page.evaluate(`(document.documentElement.style.inlineSize = '640px', undefined)`);
      const boxes = await page.evaluate<[number, number][]>(
        `[...document.querySelectorAll('.output-error samp, #session .snippet-code samp')].map((said) =>
          [said.getBoundingClientRect().right, said.closest('pre').getBoundingClientRect().right])`,
      );
      assert.ok(boxes.length >= 2);
      for (const [end, edge] of boxes) assert.ok(end <= edge, `${end} > ${edge}`);
    });
  });
}
