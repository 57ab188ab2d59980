/** Measures Run from the click to the first output, compared with stock `loadPyodide` and PyScript on the same server, in real browsers. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { outputDirectory } from '../../src/course/places.ts';
import { openOutput } from '../../src/site/output.ts';
import { buildPython } from '../../src/site/pyodide/python-parts.ts';
import { findBrowser } from '../browsers.ts';
import { isBuilt } from '../site-build.ts';
import { serve } from '../static-server.ts';
import { lazyScripts } from './lazy-scripts.ts';
import { type BenchBrowser, type BenchPage, withPage } from './run-browsers.ts';
import { click, INTENT_TO_READY, SETTLED_AFTER_IDLE, settled, show, stop } from './run-page.ts';
import { CLICK_FLOOR, CLICK_PEER, FLOOR, PEER, servePeers } from './run-peers.ts';
import { soak } from './run-soak.ts';

export const about =
  'click to output, stop, editor, memory, bytes (--samples 5, --browsers chromium,firefox, --soak 500; 0 for none)';

const LESSON = 'lessons/closures-in-one-sitting.html';
const BUILD = path.join(import.meta.dirname, '../build.ts');

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

interface Goal {
  readonly text: string;
  readonly met: boolean;
}
const atMost = (value: number, limit: number, text: string): Goal => ({ text, met: value <= limit });

function row(name: string, value: string, goal?: Goal): void {
  const verdict = goal ? `goal: ${goal.text.padEnd(22)} ${goal.met ? 'met' : 'MISSED'}` : '';
  process.stdout.write(`  ${name.padEnd(46)} ${value.padEnd(24)} ${verdict}`.trimEnd().concat('\n'));
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      samples: { type: 'string', default: '5' },
      browsers: { type: 'string', default: 'chromium,firefox' },
      soak: { type: 'string', default: '500' },
    },
  });
  // In a separate process, so that nothing left running by the build affects the measurements.
  if (!isBuilt() && spawnSync(process.execPath, [BUILD], { stdio: 'inherit' }).status !== 0) process.exit(1);
  await bytes();
  const server = await serve(outputDirectory, { intercept: servePeers });
  try {
    for (const browser of values.browsers.split(',') as BenchBrowser[]) {
      if (!findBrowser(browser)) continue;
      process.stdout.write(`\n${browser}, median of ${values.samples}, ${cpus().length} cores\n`);
      if (Number(values.samples) > 0) await speed(browser, server.address, Number(values.samples));
      if (Number(values.soak) > 0) await memory(browser, server.address, Number(values.soak));
    }
  } finally {
    await server.close();
  }
}

async function bytes(): Promise<void> {
  process.stdout.write('Bytes\n');
  const output = openOutput(outputDirectory);
  const page = output.text(LESSON);
  const scripts = [...page.matchAll(/<script defer[^>]* src="\.\.\/([^"]+)"/g)].map((match) => match[1] ?? '');
  const before = scripts.reduce((sum, file) => sum + gzipSync(output.bytes(file), { level: 9 }).length, 0);
  row(`own scripts before interaction, gzipped (${scripts.length})`, `${(before / 1000).toFixed(1)} kB`, {
    text: '10 kB, one request',
    met: before <= 10_000 && scripts.length === 1,
  });
  const { parts } = await buildPython();
  const first = [parts.worker, parts.wasm, parts.library[0]];
  for (const part of first) row(`  ${part.file}.bin`, `${part.bytes.toLocaleString('en')} B`);
  const lazy = lazyScripts(output, scripts[0] ?? '')('blocks');
  const wire = first.reduce((sum, part) => sum + part.bytes, 0) / 1e6;
  row('first Run, on the wire', `${wire.toFixed(2)} MB`, atMost(wire, 5.6, '5.6 MB'));
  row(
    `  scripts that come with it, gzipped (${lazy.length})`,
    `${(lazy.reduce((sum, file) => sum + gzipSync(output.bytes(file)).length, 0) / 1000).toFixed(1)} kB`,
  );
  for (const part of parts.library.slice(1))
    row(`later, when imported: ${part.file}.bin`, `${part.bytes.toLocaleString('en')} B`);
}

type Note = (name: string, value: number) => void;

async function speed(browser: BenchBrowser, address: string, samples: number): Promise<void> {
  const all = new Map<string, number[]>();
  const note: Note = (name, value) => {
    all.set(name, [...(all.get(name) ?? []), value]);
  };
  const lesson = `${address}${LESSON}`;
  for (let sample = 0; sample < samples; sample += 1) {
    await withPage(browser, (page) => twice(page, `${address}${FLOOR}`, CLICK_FLOOR, 'floor', note));
    await withPage(browser, (page) => twice(page, `${address}${PEER}`, CLICK_PEER, 'peer', note));
    await withPage(browser, (page) => visits(page, lesson, note));
    await withPage(browser, (page) => intent(page, lesson, note));
    await withPage(browser, (page) => stops(page, lesson, note));
  }
  const value = (name: string): number => median(all.get(name) ?? []);
  const both = (name: string): string => `${ms(value(`${name}, first`))} / ${ms(value(`${name}, later`))}`;
  const ratio = (name: string, limit: number): void => {
    const part = value(`ours, ${name}`) / value(`floor, ${name}`);
    row(
      `click to first output, ${name} visit`,
      `${ms(value(`ours, ${name}`))}  ${part.toFixed(2)}x`,
      atMost(part, limit, `${limit}x of stock`),
    );
  };
  row('stock loadPyodide, first visit / later', both('floor'));
  row('PyScript py-editor, first visit / later', both('peer'));
  ratio('first', 0.35);
  ratio('later', 0.22);
  if ((all.get('kept') ?? []).includes(0))
    row('  later visits without a snapshot', `${all.get('kept')?.filter((kept) => kept === 0).length}`);
  const goal = (name: string, figure: string, limit: number, text: string): void =>
    row(name, ms(value(figure)), atMost(value(figure), limit, text));
  goal('click to output, Python running', 'running', 20, '20 ms');
  row('intent to ready', ms(value('ready')));
  // Half a second is most of a first visit's start, so that much must be done by then.
  const ahead = value('after intent') / value('ours, first');
  row(
    'click 500 ms after the intent, to output',
    `${ms(value('after intent'))}  ${ahead.toFixed(2)}x`,
    atMost(ahead, 0.75, '0.75x of a first visit'),
  );
  goal('soft stop of a Python loop', 'soft', 150, '150 ms');
  goal('hard stop, until ready again', 'hard', 1000, '1 s');
  goal('editor opens, loaded before', 'editor', 150, '150 ms');
}

/** A peer that does not answer in time gets no figure, and the benchmark continues. */
const TOO_LONG = 'new Promise((done) => setTimeout(done, 30_000, Number.NaN))';

async function twice(page: BenchPage, url: string, run: string, name: string, note: Note): Promise<void> {
  for (const visit of ['first', 'later']) {
    await page.goto(url);
    note(`${name}, ${visit}`, await page.evaluate(`Promise.race([${run}, ${TOO_LONG}])`));
  }
}

async function visits(page: BenchPage, lesson: string, note: Note): Promise<void> {
  await page.goto(lesson);
  note('ours, first', await page.evaluate(click('caller')));
  await page.evaluate(settled('caller'));
  note('kept', (await page.evaluate<boolean>(SETTLED_AFTER_IDLE)) ? 1 : 0);
  await page.goto(lesson);
  note('ours, later', await page.evaluate(click('caller')));
  await page.evaluate(settled('caller'));
  for (let again = 0; again < 10; again += 1) {
    note('running', await page.evaluate(click('inner-function')));
    await page.evaluate(settled('inner-function'));
  }
}

/** Measured on the first visit, before anything is cached. */
async function intent(page: BenchPage, lesson: string, note: Note): Promise<void> {
  await page.goto(lesson);
  await page.evaluate(`document.getElementById('caller').dispatchEvent(new PointerEvent('pointerenter'))`);
  await page.evaluate('new Promise((done) => setTimeout(done, 500))');
  note('after intent', await page.evaluate(click('caller')));
  await page.evaluate(settled('caller'));
  await page.goto(lesson);
  note('ready', await page.evaluate(INTENT_TO_READY));
}

async function stops(page: BenchPage, lesson: string, note: Note): Promise<void> {
  await page.goto(lesson);
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
  await page.evaluate(SETTLED_AFTER_IDLE);
  await page.evaluate(show('while True: pass\n'));
  note('soft', await page.evaluate(stop(`!block.hasAttribute('data-busy')`)));
  await page.evaluate(`document.querySelector('#caller .snippet-origin')?.remove()`);
  await page.evaluate(show('while True:\n    try:\n        while True: pass\n    except BaseException: pass\n'));
  // Ready means that the next program prints: nothing else shows it in every browser.
  note(
    'hard',
    await page.evaluate(
      `${stop(`!block.hasAttribute('data-busy')`)}.then(async (stopped) => stopped + await ${click('inner-function')})`,
    ),
  );
}

async function memory(browser: BenchBrowser, address: string, runs: number): Promise<void> {
  for (const { name, values, unit, trend } of await soak(browser, `${address}${LESSON}`, runs)) {
    const figures = values.map((value) => (unit === '' ? String(value) : value.toFixed(2)));
    row(`${name}, over ${runs} runs`, `${figures[0]} → ${figures.at(-1)} ${unit}  ${(trend * 100).toFixed(1)} %`, {
      text: 'no trend (below 2 %)',
      met: trend < 0.02,
    });
  }
}
