/** Checks files: reads, runs, judges, and – when asked – says what outputs to rewrite. Everything that the command line, the watcher and the tests share. */
import { glossaryFile, glossaryProblems } from '../course/glossary.ts';
import { pythonVersion } from '../course/python-version.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import { type PageRun, runPage } from './blocks.ts';
import type { ResultCache } from './cache.ts';
import { sayOfFile } from './file-messages.ts';
import { type PassedOver, printed } from './files.ts';
import { judgePage, unreadable } from './judgement.ts';
import type { Options } from './options.ts';
import { isLesson, type Page, readPage } from './page.ts';
import { NoPython, type Python } from './python.ts';
import { type FileReport, type Report, reportOf } from './report.ts';
import type { Settings } from './settings.ts';
import { readSource } from './source.ts';
import { type Plan, planFor } from './update.ts';

export interface Progress {
  /** A file is done; `done` of `total` are. */
  file(report: FileReport, done: number, total: number): void;
}

export interface Checking {
  readonly options: Pick<Options, 'filter' | 'session' | 'unstated' | 'jobs' | 'update'>;
  readonly python: Python;
  readonly cache: ResultCache;
  readonly settings?: Settings;
  readonly passedOver?: readonly PassedOver[];
  readonly progress?: Progress;
}

export interface CheckedFile {
  readonly file: string;
  readonly report: FileReport;
  /** What an update would do; null where none was asked for, or nothing could be read. */
  readonly update: { readonly source: string; readonly plan: Plan; judgeAgain(text: string): FileReport } | null;
}

export interface Checked {
  readonly report: Report;
  readonly files: readonly CheckedFile[];
}

function wanted(page: Page, filter: string | null): (snippet: Snippet) => boolean {
  if (filter === null || page.path.includes(filter)) return () => true;
  return ({ id, code }) => id.includes(filter) || code.includes(filter);
}

/** What the same programs gave, for a page of which only outputs have changed. */
function runOf(page: Page, run: PageRun): PageRun {
  const byId = new Map(page.lesson.snippets.map((snippet) => [snippet.id, snippet]));
  return {
    ...run,
    blocks: run.blocks.map((block) => ({ ...block, snippet: byId.get(block.snippet.id) ?? block.snippet })),
  };
}

async function checkFile(file: string, checking: Checking): Promise<CheckedFile> {
  const { options, cache } = checking;
  const path = printed(file);
  const source = readSource(file, path);
  if (typeof source !== 'string') return { file, report: { path, blocks: [unreadable(source)] }, update: null };
  const pageCache = cache.page(file);
  const parts = options.filter === null || path.includes(options.filter);
  const reading = { ...options, ...(checking.settings && { settings: checking.settings }) };
  const page = readPage(path, source, reading);
  const wants = wanted(page, options.filter);
  const run = await runPage(page, checking.python, pageCache, { wants, parts });
  pageCache.save(!parts);
  const reportOn = (read: Page, ran: PageRun): FileReport => ({
    path,
    blocks: judgePage(read, ran, wanted(read, options.filter), read, parts),
    ...(read.passedOver.length > 0 && { passedOver: read.passedOver }),
  });
  const judgeAgain = (text: string): FileReport => {
    const again = readPage(path, text, reading);
    return reportOn(again, runOf(again, run));
  };
  const update = options.update === 'no' ? null : { source, plan: planFor(page, run, reading), judgeAgain };
  return { file, report: reportOn(page, run), update };
}

/** The glossary is part of what lessons show; it is told of only when something is wrong. */
function glossaryReport(): readonly FileReport[] {
  const path = printed(glossaryFile);
  const blocks = glossaryProblems(path).map(unreadable);
  return blocks.length === 0 ? [] : [{ path, blocks }];
}

/** What goes wrong with one file costs that file; that there is no Python costs them all. */
async function checkSafely(file: string, checking: Checking): Promise<CheckedFile> {
  try {
    return await checkFile(file, checking);
  } catch (error) {
    if (error instanceof NoPython) throw error;
    const path = printed(file);
    const why = error instanceof Error ? error.message : String(error);
    const problem = {
      file: path,
      position: { line: 1, column: 1 },
      message: sayOfFile('not-checked', why.slice(0, 300)),
      hint: 'That is a fault of the check: please report it, with the file. The other files are checked all the same.',
    };
    return { file, report: { path, blocks: [unreadable(problem)] }, update: null };
  }
}

/** Checks all files, some at a time, and reports them in the order given. Writes nothing. */
export async function checkFiles(files: readonly string[], checking: Checking): Promise<Checked> {
  const start = performance.now();
  const checked: CheckedFile[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < files.length) {
      const index = next;
      next += 1;
      const result = await checkSafely(files[index] ?? '', checking);
      checked[index] = result;
      done += 1;
      checking.progress?.file(result.report, done, files.length);
    }
  };
  // Twice as many as can run: while one is read and judged, another runs.
  await Promise.all(Array.from({ length: Math.min(files.length, 2 * checking.options.jobs) }, work));
  checking.cache.prune();
  const reports = [...checked.map(({ report }) => report), ...(files.some(isLesson) ? glossaryReport() : [])];
  const milliseconds = Math.round(performance.now() - start);
  return { report: reportOf(reports, checking.passedOver ?? [], pythonVersion(), milliseconds), files: checked };
}
