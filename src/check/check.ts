/** Checks files: reads, runs, judges, and – when asked – rewrites outputs. Everything that the command line, the watcher and the tests share. */
import { readFileSync } from 'node:fs';
import { pythonVersion } from '../build/course/python-version.ts';
import type { Snippet } from '../lesson/snippet.ts';
import { runPage } from './blocks.ts';
import type { ResultCache } from './cache.ts';
import { printed } from './files.ts';
import { judgePage } from './judgement.ts';
import type { Options } from './options.ts';
import { type Page, readPage } from './page.ts';
import type { Python } from './python.ts';
import { type FileReport, type Report, totalsOf } from './report.ts';
import { updatePage } from './update.ts';

export interface Progress {
  /** A file is done; `done` of `total` are. */
  file(report: FileReport, done: number, total: number): void;
}

export interface Checking {
  readonly options: Pick<Options, 'filter' | 'session' | 'unstated' | 'jobs' | 'update'>;
  readonly python: Python;
  readonly cache: ResultCache;
  readonly progress?: Progress;
}

export interface Checked {
  readonly report: Report;
  /** Outputs that `--update` rewrote, by file. */
  readonly updated: ReadonlyMap<string, number>;
}

function wanted(page: Page, filter: string | null): (snippet: Snippet) => boolean {
  if (filter === null || page.path.includes(filter)) return () => true;
  return ({ id, code }) => id.includes(filter) || code.includes(filter);
}

async function checkFile(
  file: string,
  { options, python, cache }: Checking,
): Promise<{ report: FileReport; updated: number }> {
  const path = printed(file);
  const pageCache = cache.page(file);
  const parts = options.filter === null || path.includes(options.filter);
  const look = async (): Promise<{ page: Page; run: Awaited<ReturnType<typeof runPage>>; report: FileReport }> => {
    const page = readPage(path, readFileSync(file, 'utf8'), options);
    const wants = wanted(page, options.filter);
    const run = await runPage(page, python, pageCache, { wants, parts });
    return { page, run, report: { path, blocks: judgePage(page, run, wants, options, parts) } };
  };
  let { page, run, report } = await look();
  let updated = 0;
  if (options.update) {
    updated = updatePage(file, page, run, options);
    // What was written is judged by reading it again, from the cache's results if nothing else changed.
    if (updated > 0) ({ report } = await look());
  }
  pageCache.save(!parts);
  return { report, updated };
}

/** Checks all files, some at a time, and reports them in the order given. */
export async function checkFiles(files: readonly string[], checking: Checking): Promise<Checked> {
  const start = performance.now();
  const reports: FileReport[] = [];
  const updated = new Map<string, number>();
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < files.length) {
      const index = next;
      next += 1;
      const file = files[index] ?? '';
      const result = await checkFile(file, checking);
      reports[index] = result.report;
      if (result.updated > 0) updated.set(result.report.path, result.updated);
      done += 1;
      checking.progress?.file(result.report, done, files.length);
    }
  };
  // Twice as many as can run: while one is read and judged, another runs.
  await Promise.all(Array.from({ length: Math.min(files.length, 2 * checking.options.jobs) }, work));
  const report: Report = {
    version: 1,
    python: pythonVersion(),
    files: reports,
    totals: totalsOf(reports),
    milliseconds: Math.round(performance.now() - start),
  };
  return { report, updated };
}
