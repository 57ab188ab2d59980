/** In each browser, every block of every lesson prints what its page says. */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { type StaticServer, serve } from '../../scripts/static-server.ts';
import { outputDirectory } from '../../src/course/places.ts';
import type { Page } from './drivers/driver.ts';
import { openPage } from './drivers/open.ts';

const lessons = globSync('lessons/*.html', { cwd: outputDirectory }).sort();
let site: StaticServer;
before(async () => {
  site = await serve(outputDirectory);
});
after(() => site.close());

/** Runs every block in page order; returns the status of each block with expected output. */
const RUN_EVERYTHING = `(async () => {
  const said = [];
  for (const block of document.querySelectorAll('py-snippet[data-runs="true"]')) {
    await block.run();
    // An exercise's starting program has no expected output.
    if (block.closest('exercise-card, parsons-problem')) continue;
    said.push([block.id, block.querySelector('.snippet-status').textContent]);
  }
  return said;
})()`;

test('there are lessons to run', () => {
  assert.ok(lessons.length > 0, `no lesson in ${outputDirectory}; run \`npm run build\` first`);
});

for (const engine of ['chromium', 'firefox'] as const) {
  describe(engine, () => {
    let page: Page;
    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());

    for (const lesson of lessons) {
      test(lesson, async () => {
        await page.goto(site.address + lesson);
        await page.until(`document.querySelector('.snippet-run')`);
        const said = await page.evaluate<[id: string, status: string][]>(RUN_EVERYTHING);
        assert.ok(said.length > 0);
        assert.deepEqual(
          said.filter(([, status]) => !/(?:^|· )Same as the page/.test(status)),
          [],
        );
      });
    }
  });
}
