/** Checks files: reads, runs, judges, and – when asked – rewrites outputs. Everything that the command line, the watcher and the tests share. */
import { glossaryFile, glossaryProblems } from '../course/glossary.ts';
import { pythonVersion } from '../course/python-version.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import { runPage } from './blocks.ts';
import type { ResultCache } from './cache.ts';
import { printed } from './files.ts';
import { judgePage, unreadable } from './judgement.ts';
import type { Options } from './options.ts';
import { isLesson, type Page, readPage } from './page.ts';
import type { Python } from './python.ts';
import { type FileReport, type Report, totalsOf } from './report.ts';
import { readSource } from './source.ts';
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

interface CheckedFile {
  readonly report: FileReport;
  readonly updated: number;
}

async function checkFile(file: string, checking: Checking): Promise<CheckedFile> {
  const { options, cache } = checking;
  const path = printed(file);
  const source = readSource(file, path);
  if (typeof source !== 'string') return { report: { path, blocks: [unreadable(source)] }, updated: 0 };
  const pageCache = cache.page(file);
  const parts = options.filter === null || path.includes(options.filter);
  const look = async (text: string) => {
    const page = readPage(path, text, options);
    const wants = wanted(page, options.filter);
    const run = await runPage(page, checking.python, pageCache, { wants, parts });
    return { page, run, report: { path, blocks: judgePage(page, run, wants, options, parts) } };
  };
  let { page, run, report } = await look(source);
  const update = options.update ? updatePage(file, page, run, options) : null;
  // What was written is judged by reading it again, from the cache's results if nothing else changed.
  if (update !== null && update.blocks > 0) ({ report } = await look(update.text));
  pageCache.save(!parts);
  if (update?.refusal !== undefined) report = { path, blocks: [unreadable(update.refusal), ...report.blocks] };
  return { report, updated: update?.blocks ?? 0 };
}

/** The glossary is part of what lessons show; it is told of only when something is wrong. */
function glossaryReport(): readonly FileReport[] {
  const path = printed(glossaryFile);
  const blocks = glossaryProblems(path).map(unreadable);
  return blocks.length === 0 ? [] : [{ path, blocks }];
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
  checking.cache.prune();
  if (files.some(isLesson)) reports.push(...glossaryReport());
  const report: Report = {
    version: 1,
    python: pythonVersion(),
    files: reports,
    totals: totalsOf(reports),
    milliseconds: Math.round(performance.now() - start),
  };
  return { report, updated };
}
