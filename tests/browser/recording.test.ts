/** Recordings made in the page's worker show the same frames and cells, by identity, as those of the build. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Result } from '../../src/lesson/result.ts';
import { assembleTrace, type RecordedRun } from '../../src/lesson/trace/assembly.ts';
import type { Program } from '../../src/runtime/protocol.ts';
import { PICTURES } from '../trace/pictures.ts';
import { fixture } from '../trace/tracer.ts';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

/** Two counters, shared cells, loop lambdas, an empty cell, a generator, super, throw, lru_cache, exec and an uncaught error. */
const SAMPLE = ['01', '02', '03', '04', '06', '07', '10', '11', '12', '13', '16', '18', '20'];

let site: FixtureSite;
before(async () => {
  site = await fixtureSite('stepper-site');
});
after(() => site.close());

/** Adds a second client to the page's worker: `recorded(program)` sends requests like the page does, with its own ids. */
const LISTEN = `(() => {
  let worker;
  let run = 1_000_000;
  const { postMessage } = Worker.prototype;
  // Selected by its purpose, because another worker only takes a snapshot when the page is idle.
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.purpose === 'run') worker = this;
    postMessage.call(this, message, ...rest);
  };
  self.recorded = (program) => new Promise((resolve) => {
    const mine = ++run;
    const output = [];
    const listen = ({ data }) => {
      if (data.run !== mine) return;
      if (data.type === 'chunk') output.push(data.chunk);
      if (data.type !== 'done') return;
      worker.removeEventListener('message', listen);
      resolve(JSON.stringify({ ...data.result, output }));
    };
    worker.addEventListener('message', listen);
    worker.postMessage({ type: 'run', run: mine, program, session: 'stepper', fresh: true, stdin: [], record: {} });
  });
})()`;

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    const record = async (program: Program): Promise<RecordedRun & Result> =>
      JSON.parse(await page.evaluate<string>(`recorded(${JSON.stringify(program)})`));

    before(async () => {
      page = await openPage(engine);
      await page.goto(`${site.address}lessons/steps.html`);
      await page.evaluate(LISTEN);
      // Close the stepper, which is shown in place of the block.
      await page.evaluate(`document.querySelector('#turnstiles > .stepper-fold').open = false`);
      await page.evaluate(`document.querySelector('#turnstiles').dispatchEvent(new Event('pointerenter'))`);
      assert.match(await snippets(page).run('turnstiles'), /Same as the page/);
    });
    after(() => page.close());

    for (const { program, shows, check } of PICTURES.filter((picture) => SAMPLE.includes(picture.program))) {
      test(`${Number(program)}: ${shows}`, async () => {
        const { programs } = fixture(program);
        const result = await record(programs[0]);
        const trace = assembleTrace(result, programs);
        assert.equal(trace.cells, 'exact');
        check(trace);
      });
    }
  });
}
