/** Tests whether memory grows with the number of runs on one page: the page's heap, nodes and listeners, the worker's heap, and Python's memory. */
import { type BenchBrowser, withPage } from './run-browsers.ts';
import { click, settled, show } from './run-page.ts';

export interface Growth {
  readonly name: string;
  readonly values: readonly number[];
  readonly unit: string;
  /** The rise of the fitted line over all runs, relative to the first value. */
  readonly trend: number;
}

const BETWEEN = 50;
/** Runs during which the browser still compiles hot code (195 kB of machine code in Chromium); afterwards memory must stay level. */
const WARM_UP = 700;
/** Python's own figures: its objects, the highest address used by small allocations, and the size of the memory. */
const ASK_PYTHON = `import gc
import pyodide_js
gc.collect()
module = pyodide_js._module
free = module._malloc(1_000_000)
module._free(free)
print(len(gc.get_objects()), free, module.HEAP8.length)
`;

/** Figures that are counts rather than bytes. */
const COUNTS = ['Python objects', 'page nodes', 'page listeners'];

/** Least-squares fit over the run numbers: the end of the line minus its start. */
export function trendOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const slope =
    values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0) /
    values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return (slope * (values.length - 1)) / (values[0] ?? 1);
}

export async function soak(browser: BenchBrowser, lesson: string, runs: number): Promise<readonly Growth[]> {
  const series = new Map<string, number[]>();
  const note = (name: string, value: number): void => {
    series.set(name, [...(series.get(name) ?? []), value]);
  };
  await withPage(browser, async (page) => {
    await page.goto(lesson);
    await page.evaluate(click('inner-function'));
    await page.evaluate(settled('inner-function'));
    await page.evaluate(show(ASK_PYTHON));
    for (let done = -WARM_UP; done <= runs; done += BETWEEN) {
      await page.evaluate(
        `(async () => { for (let n = 0; n < ${BETWEEN}; n += 1) { await ${settled('inner-function')}; await ${click('inner-function')}; } await ${settled('inner-function')}; })()`,
      );
      await page.evaluate(click('caller'));
      await page.evaluate(settled('caller'));
      const said = await page.evaluate<string>(
        `[...document.querySelectorAll('#caller .output-text')].map((part) => part.textContent).join('')`,
      );
      if (done < 0) continue;
      const figures = /^(\d+) (\d+) (\d+)$/.exec(said.trim())?.slice(1).map(Number);
      if (figures === undefined) throw new Error(`Python was asked for its memory, and said: ${said}`);
      const [objects = 0, taken = 0, memory = 0] = figures;
      note('Python objects', objects);
      note('used by Python', taken / 1e6);
      note('interpreter memory', memory / 1e6);
      const heaps = await page.heaps();
      if (heaps.page !== undefined) note("page's JavaScript heap", heaps.page / 1e6);
      if (heaps.worker !== undefined) note("worker's JavaScript heap", heaps.worker / 1e6);
      if (heaps.nodes !== undefined) note('page nodes', heaps.nodes);
      if (heaps.listeners !== undefined) note('page listeners', heaps.listeners);
    }
  });
  return [...series].map(([name, values]) => ({
    name,
    values,
    unit: COUNTS.includes(name) ? '' : 'MB',
    trend: trendOf(values),
  }));
}
