/** One view: of every recording of the course, the line, the sentence, the picture and the controls are in the window together. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type StaticServer, serve } from '../../scripts/static-server.ts';
import { outputDirectory } from '../../src/course/places.ts';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';

const lessons = globSync('lessons/*.html', { cwd: outputDirectory })
  .filter((file) => readFileSync(path.join(outputDirectory, file), 'utf8').includes('<closure-stepper'))
  .sort();
const SIZES = [
  [1280, 800],
  [768, 1024],
  [360, 740],
] as const;

let site: StaticServer;
before(async () => {
  site = await serve(outputDirectory);
});
after(() => site.close());

interface Seen {
  readonly id: string;
  readonly height: number;
  /** Heights of what has to be seen together. */
  readonly parts: readonly number[];
  /** How far the page can be scrolled sideways. */
  readonly sideways: number;
}

/** Opens each stepper of the page in turn, as soon as it can be used; those in a question that waits for its answer are not shown. */
const LOOK = `(async () => {
  const seen = [];
  for (const fold of document.querySelectorAll('.stepper-fold')) {
    fold.open = true;
    fold.scrollIntoView({ behavior: 'instant' });
    const element = fold.querySelector('closure-stepper');
    // A question that has come alive meanwhile hides its stepper.
    const isShown = () => element.checkVisibility();
    while (isShown() && !element.querySelector('.st-link').href) await new Promise((drawn) => requestAnimationFrame(drawn));
    if (!isShown()) continue;
    const height = (part) => element.querySelector(part).offsetHeight;
    seen.push({
      id: element.dataset.block,
      height: height('.st'),
      parts: ['.st-listing', '.st-sentence', '.st-picture', '.st-controls'].map(height),
      sideways: document.documentElement.scrollWidth - innerWidth,
    });
    fold.open = false;
  }
  return JSON.stringify({ inner: innerHeight, seen });
})()`;

test('there are recordings to look at', () => {
  assert.ok(lessons.length > 0, `no recording in ${outputDirectory}; run \`npm run build\` first`);
});

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());

    for (const [width, height] of SIZES) {
      test(`all of the stepper is in a window of ${width} × ${height}`, async () => {
        await page.resize(width, height);
        let looked = 0;
        for (const lesson of lessons) {
          await page.goto(site.address + lesson);
          await page.until(`document.readyState === 'complete'`);
          const { inner, seen }: { inner: number; seen: Seen[] } = JSON.parse(await page.evaluate<string>(LOOK));
          for (const { id, height: taken, parts, sideways } of seen) {
            const where = `${lesson}#${id}`;
            assert.ok(taken <= inner, `${where} is ${taken} px high, the window ${inner}`);
            assert.ok(Math.min(...parts) >= 36, `${where}: a part has no room: ${parts.join(', ')}`);
            assert.ok((parts[2] ?? 0) >= 90, `${where}: the picture is ${parts[2]} px high`);
            assert.ok(sideways <= 0, `${where} makes the page ${sideways} px too wide`);
            looked += 1;
          }
        }
        assert.ok(looked >= lessons.length, `${looked} steppers`);
      });
    }
  });
}
