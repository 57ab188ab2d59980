import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from './drivers/driver.ts';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

let site: FixtureSite;
/** The fault applied to some of Python's files. */
let trouble:
  | { readonly parts: readonly string[]; readonly how: 'missing' | 'missing late' | 'cut' | 'stalled' }
  | undefined;

before(async () => {
  site = await fixtureSite('run-site', (file, response) => {
    // No service worker, so that only the page requests files.
    if (file === 'sw.js') {
      response.writeHead(404).end();
      return true;
    }
    if (!trouble?.parts.some((part) => file.startsWith(`py/${part}.`))) return false;
    if (trouble.how.startsWith('missing')) {
      setTimeout(() => response.writeHead(404).end(), trouble.how === 'missing' ? 0 : 60);
    } else {
      const bytes = readFileSync(path.join(site.output, file));
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, Math.min(200_000, bytes.length / 2)));
      if (trouble.how === 'cut') setTimeout(() => response.req.socket.destroy(), 100);
    }
    return true;
  });
});
after(() => site.close());

for (const engine of engines) {
  describe(engine, () => {
    let page: Page;
    let blocks: ReturnType<typeof snippets>;
    /** The one file that has not arrived yet. */
    let last: readonly string[] = [];
    const state = (id: string): string => `document.querySelector('#${id} .snippet-status')?.textContent`;
    const open = async (): Promise<void> => {
      await page.goto(`${site.address}lessons/trouble.html`);
      await page.until(`document.querySelector('#plain .snippet-run')`);
    };
    before(async () => {
      page = await openPage(engine);
      blocks = snippets(page);
      await open();
    });
    after(() => page.close());
    afterEach(() => {
      trouble = undefined;
    });

    test('a download that stops in the middle is given up; those that wait for it are not', async () => {
      trouble = { parts: ['worker'], how: 'stalled' };
      // Replaces the 30-second timeout with one that the test triggers.
      await page.evaluate(`(() => {
        const { setTimeout, clearTimeout } = self;
        self.clocks = new Map();
        self.setTimeout = (action, delay, ...rest) => {
          const clock = setTimeout(delay === 30_000 ? () => {} : action, delay, ...rest);
          if (delay === 30_000) self.clocks.set(clock, action);
          return clock;
        };
        self.clearTimeout = (clock) => {
          self.clocks.delete(clock);
          clearTimeout(clock);
        };
      })()`);
      await blocks.click('plain', 'Run');
      await page.until(`${state('plain')}?.startsWith('Loading') && self.clocks.size === 1`, 60);
      await page.evaluate(`self.clocks.forEach((giveUp) => giveUp())`);
      await blocks.settled('plain');
      assert.match(await blocks.text('plain', '[role=alert]'), /No data came for 30 seconds/);
      await open();
    });

    // These run before any success, after which the page has the files.
    test('a download that breaks off says so, whichever file it was, and is told once', async () => {
      let parts = ['worker', 'stdlib', 'wasm'];
      while (parts.length > 0) {
        last = parts;
        trouble = { parts, how: 'cut' };
        await blocks.click('plain', parts.length === 3 ? 'Run' : 'Try again');
        const named = await page.until<string>(
          `document.querySelector('#plain').hasAttribute('data-busy') ? '' :
            /(?:broke while |^)(${parts.join('|')})\\./.exec(document.querySelector('#plain [role=alert]')?.textContent)?.[1]`,
        );
        parts = parts.filter((part) => part !== named);
      }
    });

    test('a download that fails says why, and a retry brings only what is missing', async () => {
      trouble = { parts: last, how: 'missing' };
      await blocks.click('plain', 'Try again');
      await page.until(
        `/The server answered 404 for ${last[0]}\\./.test(document.querySelector('#plain [role=alert]')?.textContent)`,
      );
      assert.equal(await blocks.printed('plain'), 'plain');
      trouble = undefined;
      // Pretend everything is cached, so that no file is fetched again for the service worker.
      await page.evaluate('void (CacheStorage.prototype.match = async () => new Response())');
      site.requests.length = 0;
      await blocks.click('plain', 'Try again');
      await page.until(`${state('plain')}?.startsWith('Same as the page')`, 60);
      assert.equal(await blocks.text('plain', '[role=alert]'), '');
      const again = site.requests.filter((file) => file.startsWith('py/'));
      assert.deepEqual(
        again.map((file) => file.replace(/\..*/, '')),
        [`py/${last[0]}`],
      );
    });

    test('a module that could not be downloaded is named as such, and comes with the next run', async () => {
      trouble = { parts: ['rest'], how: 'missing' };
      assert.match(await blocks.run('later'), /^Not what the page says/);
      assert.match(await blocks.printed('later'), /ModuleNotFoundError: the module 'wave' has not been downloaded yet/);
      trouble = undefined;
      // Browsers in which Python cannot wait for the file need more than one run.
      for (let tries = 0; tries < 20 && !/^Same/.test(await blocks.run('later')); tries += 1);
      assert.match(await blocks.status('later'), /^Same as the page/);
    });

    test('who waits for a module again and again ends: looking for messages does not come between', async () => {
      await open();
      // Late enough for the periodic check to be due when the answer arrives.
      trouble = { parts: ['rest'], how: 'missing late' };
      assert.match(await blocks.run('wanted'), /^Same as the page/);
    });

    test('a soft stop keeps the variables', async () => {
      assert.match(await blocks.stop('loop'), /^Stopped after .* variables are kept/);
    });

    test('a sleeping program stops, and keeps the variables', async () => {
      assert.match(await blocks.stop('sleeper'), /^Stopped after .* variables are kept/);
    });

    test('a flood stays responsive, is capped with a clear line, and stops', async () => {
      await blocks.click('flood', 'Run');
      await page.until(`document.querySelector('#flood .output-text')?.textContent.length > 1000`);
      await page.evaluate(
        `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))`,
      );
      assert.equal(await blocks.status('flood'), 'Running', 'the page draws while the flood goes on');
      await blocks.click('flood', 'Stop');
      await blocks.settled('flood');
      assert.match(await blocks.text('flood', '.output-note'), /more characters, which are not shown/);
    });

    test('what does not obey is ended, Python restarts by itself, and the page says what was lost', async () => {
      await blocks.click('deaf', 'Run');
      await page.until(`${state('deaf')} === 'Running'`);
      await blocks.click('deaf', 'Stop');
      await blocks.settled('deaf', 10);
      assert.match(await blocks.status('deaf'), /Python was restarted, and all variables are gone/);
      assert.match(await blocks.run('plain'), /^Same as the page/);
    });

    test('two tabs have a Python each: neither waits for the other, nor is it restarted with it', async () => {
      await blocks.click('slow', 'Run');
      await page.until(`${state('slow')} === 'Running'`);
      const other = await page.tab();
      const there = snippets(other);
      try {
        await other.goto(`${site.address}lessons/trouble.html`);
        assert.match(await there.run('plain'), /^Same as the page/);
        // The background tab finishes its run and shows the result while hidden.
        await page.until(`${state('slow')}?.startsWith('Same as the page')`);
        await there.click('deaf', 'Run');
        await other.until(`${state('deaf')} === 'Running'`);
        await there.click('deaf', 'Stop');
        await there.settled('deaf', 10);
        assert.match(await there.status('deaf'), /Python was restarted, and all variables are gone/);
        assert.match(await there.run('plain'), /^Same as the page/);
      } finally {
        await other.close();
      }
      assert.match(await blocks.status('slow'), /^Same as the page/);
      assert.match(await blocks.run('plain'), /^Same as the page/);
    });

    test('a crash of the interpreter costs its own run only', async () => {
      await blocks.click('deep', 'Run');
      // Some engines take minutes to run out of stack, so the program is then stopped.
      await blocks.settled('deep', 20).catch(() => blocks.click('deep', 'Stop'));
      await blocks.settled('deep', 20);
      assert.match(await blocks.status('deep'), /Python crashed|RecursionError|restarted/);
      assert.match(await blocks.run('plain'), /^Same as the page/);
    });

    test('a worker that dies while it starts says so, and the next try starts another', async () => {
      await open();
      await page.evaluate(`(() => {
        const Healthy = self.Worker;
        self.Worker = class extends Healthy {
          constructor(url) {
            super(url);
            // Before a stored snapshot can be read, because with one the next worker would start by itself.
            queueMicrotask(() => this.dispatchEvent(new ErrorEvent('error', { message: 'it died' })));
          }
        };
        self.heal = () => void (self.Worker = Healthy);
      })()`);
      await blocks.run('plain');
      assert.match(await blocks.text('plain', '[role=alert]'), /worker failed: it died/);
      await page.evaluate('self.heal()');
      await blocks.click('plain', 'Try again');
      await page.until(`${state('plain')}?.startsWith('Same as the page')`, 60);
    });

    test('who stops waiting for a turn is let go at once, and never gets it', async () => {
      await blocks.click('sleeper', 'Run');
      await page.until(`${state('sleeper')} === 'Running'`);
      await blocks.click('plain', 'Run');
      await page.until(`${state('plain')} === 'Waiting for its turn'`);
      await blocks.click('plain', 'Stop');
      await page.until(`${state('plain')} === 'Not run'`, 5);
      assert.ok(await page.evaluate(`document.querySelector('#sleeper').hasAttribute('data-busy')`));
      await blocks.click('sleeper', 'Stop');
      await blocks.settled('sleeper', 10);
      assert.equal(await blocks.status('plain'), 'Not run');
      assert.match(await blocks.run('plain'), /^Same as the page/);
    });

    test('many clicks while Python loads: each block runs once, in order, and no state lies', async () => {
      await open();
      await page.evaluate(
        `['slow', 'plain', 'slow', 'plain'].forEach((id) => document.querySelector('#' + id + ' .snippet-run').click())`,
      );
      await page.until(`${state('slow')}`);
      await page.until(
        `![...document.querySelectorAll('py-snippet')].some((block) => block.dataset.busy !== undefined)`,
        60,
      );
      // A second click on a waiting or running block means Stop.
      for (const id of ['slow', 'plain']) assert.match(await blocks.status(id), /Not run|Stopped|Same as the page/);
      assert.match(await blocks.run('slow'), /^Same as the page/);
    });

    test('who saves data is not made to download by hovering', async () => {
      await open();
      await page.evaluate(
        `void Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true })`,
      );
      site.requests.length = 0;
      await page.evaluate(`document.querySelector('#plain').dispatchEvent(new PointerEvent('pointerenter'))`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.ok(!site.requests.some((file) => file.startsWith('py/')));
      assert.match(await blocks.run('plain'), /^Same as the page/);
    });

    // The last test, because Firefox's driver loses track of pages when one is restored from the back/forward cache.
    test('who goes away while a program runs, and comes back, finds a page that works', async () => {
      await open();
      await blocks.click('loop', 'Run');
      await page.until(`${state('loop')} === 'Running'`);
      await page.clickNamed('link', 'Lesson 1Run');
      await page.until(`location.pathname.endsWith('run.html') && document.readyState === 'complete'`);
      await page.evaluate('void setTimeout(() => history.back())');
      await page.until(`location.pathname.endsWith('trouble.html') && document.querySelector('#plain .snippet-run')`);
      // The page may be restored or reloaded; either way the button must match the state.
      const busy = await page.evaluate<boolean>(`document.querySelector('#loop').hasAttribute('data-busy')`);
      if (busy) {
        await blocks.click('loop', 'Stop');
        await blocks.settled('loop');
      }
      assert.match(await blocks.run('plain'), /^Same as the page/);
    });
  });
}
