/** Measures Run: from the click to the first output, against stock `loadPyodide` in a worker on the same server, in real browsers. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { openOutput } from '../../src/build/output.ts';
import { outputDirectory } from '../../src/build/places.ts';
import { buildPython } from '../../src/build/python/python-parts.ts';
import { findBrowser } from '../browsers.ts';
import { isBuilt } from '../site-build.ts';
import { serve } from '../static-server.ts';
import { type BenchBrowser, type BenchPage, withPage } from './run-browsers.ts';

export const about =
  'click to output, stop, editor, memory, bytes (--samples 5, --browsers chromium,firefox, --soak 500)';

const LESSON = 'lessons/closures-in-one-sitting.html';
const STOCK = path.dirname(fileURLToPath(import.meta.resolve('pyodide')));
const BUILD = path.join(import.meta.dirname, '../build.ts');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** The floor: what Pyodide's manual says, and nothing else. */
const FLOOR: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>floor</title><button>Run</button><pre></pre>',
  'worker.mjs': `import { loadPyodide } from './pyodide.mjs';
self.onmessage = async () => {
  const python = await loadPyodide({ stdout: (line) => self.postMessage(line) });
  await python.runPythonAsync('print("one")');
};`,
};

const CLICK_FLOOR = `new Promise((done) => {
  const from = performance.now();
  const worker = new Worker('worker.mjs', { type: 'module' });
  worker.onmessage = ({ data }) => { document.querySelector('pre').textContent = data; done(performance.now() - from); };
  worker.postMessage(0);
})`;

/** Resolves with the milliseconds from the click to the first output of a block. */
const click = (id: string): string => `new Promise((done) => {
  const block = document.getElementById('${id}');
  const voice = block.querySelector('.output-voice');
  if (voice) voice.textContent = '';
  for (const old of block.querySelectorAll('.output-text')) old.dataset.old = '';
  const from = performance.now();
  const seen = () => {
    if (![...block.querySelectorAll('.output-text:not([data-old])')].some((part) => part.textContent !== '')) return;
    watch.disconnect();
    done(performance.now() - from);
  };
  const watch = new MutationObserver(seen);
  watch.observe(block, { subtree: true, childList: true, characterData: true });
  block.querySelector('.snippet-run').click();
})`;

const settled = (id: string): string => `new Promise((done) => {
  const block = document.getElementById('${id}');
  const look = () => block.hasAttribute('data-busy') ? setTimeout(look, 2) : done();
  setTimeout(look, 2);
})`;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const row = (name: string, value: string, goal = ''): void => {
  process.stdout.write(`  ${name.padEnd(46)} ${value.padEnd(22)} ${goal}\n`);
};

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      samples: { type: 'string', default: '5' },
      browsers: { type: 'string', default: 'chromium,firefox' },
      soak: { type: 'string', default: '500' },
    },
  });
  // In a process of its own: what a build leaves running would be measured with the rest.
  if (!isBuilt() && spawnSync(process.execPath, [BUILD], { stdio: 'inherit' }).status !== 0) process.exit(1);
  await bytes();
  const server = await serve(outputDirectory, { intercept: stock });
  try {
    for (const browser of values.browsers.split(',') as BenchBrowser[]) {
      if (!findBrowser(browser)) continue;
      process.stdout.write(`\n${browser}, ${values.samples} samples each, ${cpus().length} cores\n`);
      await speed(browser, server.address, Number(values.samples));
      if (browser === 'chromium') await soak(server.address, Number(values.soak));
    }
  } finally {
    await server.close();
  }
}

/** Files of the floor stand beside the site, on the same server. */
function stock(file: string, response: ServerResponse): boolean {
  if (!file.startsWith('stock/')) return false;
  const name = file.slice('stock/'.length) || 'index.html';
  response.writeHead(200, { 'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream' });
  response.end(FLOOR[name] ?? readFileSync(path.join(STOCK, path.basename(name))));
  return true;
}

async function bytes(): Promise<void> {
  process.stdout.write('Bytes\n');
  const output = openOutput(outputDirectory);
  const page = output.text(LESSON);
  const scripts = [...page.matchAll(/<script defer[^>]* src="\.\.\/([^"]+)"/g)].map((match) => match[1] ?? '');
  const before = scripts.reduce((sum, file) => sum + gzipSync(output.bytes(file), { level: 9 }).length, 0);
  row(
    `own scripts before interaction, gzipped (${scripts.length})`,
    `${(before / 1000).toFixed(1)} kB`,
    'goal: 10 kB, one request',
  );
  const { parts } = await buildPython();
  const first = [parts.worker, parts.wasm, parts.library[0]];
  for (const part of first) row(`  ${part.file}.bin`, `${part.bytes.toLocaleString('en')} B`);
  const lazy = output.files().filter((file) => /assets\/(?:blocks|chunk)\..*\.js$/.test(file));
  row(
    'first Run, on the wire',
    `${(first.reduce((sum, part) => sum + part.bytes, 0) / 1e6).toFixed(2)} MB`,
    'goal: 5.6 MB',
  );
  row(
    '  scripts that come with it, gzipped, at most',
    `${(lazy.reduce((sum, file) => sum + gzipSync(output.bytes(file)).length, 0) / 1000).toFixed(1)} kB`,
  );
  for (const part of parts.library.slice(1))
    row(`later, when imported: ${part.file}.bin`, `${part.bytes.toLocaleString('en')} B`);
}

async function speed(browser: BenchBrowser, address: string, samples: number): Promise<void> {
  const all = new Map<string, number[]>();
  const note = (name: string, value: number): void => {
    all.set(name, [...(all.get(name) ?? []), value]);
  };
  const lesson = `${address}${LESSON}`;
  const floor = `${address}stock/index.html`;
  for (let sample = 0; sample < samples; sample += 1) {
    await withPage(browser, async (page) => {
      await page.goto(floor);
      note('floor, first', await page.evaluate(CLICK_FLOOR));
      await page.goto(floor);
      note('floor, later', await page.evaluate(CLICK_FLOOR));
    });
    await withPage(browser, async (page) => {
      await page.goto(lesson);
      note('first', await page.evaluate(click('caller')));
      await settledAfterIdle(page);
      await page.goto(lesson);
      note('later', await page.evaluate(click('caller')));
      await page.evaluate(settled('caller'));
      for (let again = 0; again < 10; again += 1) {
        note('running', await page.evaluate(click('inner-function')));
        await page.evaluate(settled('inner-function'));
      }
    });
    await withPage(browser, (page) => intent(page, lesson, note));
    await withPage(browser, (page) => stops(page, lesson, note));
  }
  const value = (name: string): number => median(all.get(name) ?? []);
  const ratio = (name: string, base: string): string =>
    `${ms(value(name))}  ${(value(name) / value(base)).toFixed(2)}x`;
  row('stock loadPyodide, first visit / later', `${ms(value('floor, first'))} / ${ms(value('floor, later'))}`);
  row('click to first output, first visit', ratio('first', 'floor, first'), 'goal: 0.35x');
  row('click to first output, later visit', ratio('later', 'floor, later'), 'goal: 0.22x');
  row('click to output, Python running', ms(value('running')), 'goal: 20 ms');
  row('intent to ready', ms(value('ready')));
  row('click 500 ms after the intent, to output', ms(value('after intent')));
  row('soft stop of a Python loop', ms(value('soft')), 'goal: 150 ms');
  row('hard stop, until ready again', ms(value('hard')), 'goal: 1 s');
  row('editor opens, loaded before', ms(value('editor')), 'goal: 150 ms');
}

/** What is done when the reader does nothing may be over before the page is left. */
async function settledAfterIdle(page: BenchPage): Promise<void> {
  await page.evaluate(settled('caller'));
  await page.evaluate('new Promise((done) => setTimeout(done, 3000))');
}

type Note = (name: string, value: number) => void;

async function intent(page: BenchPage, lesson: string, note: Note): Promise<void> {
  await page.goto(lesson);
  await page.evaluate(`document.getElementById('caller').dispatchEvent(new PointerEvent('pointerenter'))`);
  await page.evaluate('new Promise((done) => setTimeout(done, 500))');
  note('after intent', await page.evaluate(click('caller')));
  await page.evaluate(settled('caller'));
  await page.goto(lesson);
  note(
    'ready',
    await page.evaluate(`new Promise((done) => {
      const from = performance.now();
      const { Worker } = self;
      self.Worker = class extends Worker {
        constructor(url) {
          super(url);
          this.addEventListener('message', ({ data }) => { if (data.type === 'booted') done(performance.now() - from); });
        }
      };
      document.getElementById('caller').dispatchEvent(new PointerEvent('pointerenter'));
    })`),
  );
}

/** Shows other code in a block, as a link with code does. */
const show = (code: string): string => `(async () => {
  const stream = new Blob([${JSON.stringify(code)}]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  location.hash = '#caller~code=' + btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  while (!document.querySelector('#caller .snippet-origin')) await new Promise((done) => setTimeout(done, 5));
})()`;

const stop = (until: string): string => `(async () => {
  const block = document.getElementById('caller');
  const status = () => block.querySelector('.snippet-status').textContent;
  block.querySelector('.snippet-run').click();
  while (status() !== 'Running') await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 300));
  const from = performance.now();
  block.querySelector('.snippet-run').click();
  while (!(${until})) await new Promise((done) => setTimeout(done, 2));
  return performance.now() - from;
})()`;

async function stops(page: BenchPage, lesson: string, note: Note): Promise<void> {
  await page.goto(lesson);
  await page.evaluate(`self.booted = 0; (() => {
    const { Worker } = self;
    self.Worker = class extends Worker {
      constructor(url) { super(url); this.addEventListener('message', ({ data }) => { if (data.type === 'booted') self.booted += 1; }); }
    };
  })()`);
  await page.evaluate(click('caller'));
  await page.evaluate(settled('caller'));
  await page.evaluate(
    `[...document.querySelectorAll('#tide-alert .snippet-actions button')].find((b) => b.textContent === 'Edit').click()`,
  );
  await page.evaluate(`new Promise((done) => setTimeout(done, 1000))`);
  note(
    'editor',
    await page.evaluate(`(async () => {
      const from = performance.now();
      [...document.querySelectorAll('#inner-function .snippet-actions button')].find((b) => b.textContent === 'Edit').click();
      while (!document.querySelector('#inner-function .snippet-editor')?.shadowRoot.querySelector('.cm-line')) await new Promise(requestAnimationFrame);
      return performance.now() - from;
    })()`),
  );
  await page.evaluate(show('while True: pass\n'));
  note('soft', await page.evaluate(stop(`!block.hasAttribute('data-busy')`)));
  await page.evaluate(`document.querySelector('#caller .snippet-origin')?.remove()`);
  await page.evaluate(show('while True:\n    try:\n        while True: pass\n    except BaseException: pass\n'));
  note('hard', await page.evaluate(stop('self.booted === 2')));
}

/** Whether memory grows with the number of runs, as the page's own heap and Python's see it. */
async function soak(address: string, runs: number): Promise<void> {
  if (runs === 0) return;
  const heaps = await withPage('chromium', async (page) => {
    await page.goto(`${address}${LESSON}`);
    await page.evaluate(click('inner-function'));
    const sizes: number[] = [];
    for (let done = 0; done < runs; done += 100) {
      await page.evaluate(
        `(async () => { for (let n = 0; n < 100; n += 1) { await ${settled('inner-function')}; await ${click('inner-function')}; } })()`,
      );
      sizes.push(await page.evaluate<number>(`gc?.(), performance.memory.usedJSHeapSize`));
    }
    return sizes;
  });
  row(
    `page heap after each 100 of ${runs} runs`,
    heaps.map((size) => (size / 1e6).toFixed(1)).join(' '),
    'MB; goal: no trend',
  );
}
