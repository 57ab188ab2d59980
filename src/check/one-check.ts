/** One check as the command and the watcher make it: progress while it runs, the report at its end. */
import type { ResultCache } from './cache.ts';
import { checkFiles } from './check.ts';
import type { Found, Wanted } from './files.ts';
import type { Options } from './options.ts';
import type { Python } from './python.ts';
import { exitCode, type Report } from './report.ts';
import { colours, type Environment, wantsColours } from './reporters/colours.ts';
import { githubText, junitText } from './reporters/machines.ts';
import { fileText, passedOverText, summaryText } from './reporters/pretty.ts';
import { type Ask, rewrite } from './rewrite.ts';
import type { Settings } from './settings.ts';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Standard error is a terminal: a progress line may be drawn over and over. */
  readonly isTerminal: boolean;
  readonly isOutTerminal: boolean;
  readonly columns: number;
  readonly env: Environment;
  /** Asks whoever sits there; missing where nobody does. */
  readonly ask?: Ask;
}

function progressLine(terminal: Terminal, reporter: Options['reporter']) {
  const c = colours(wantsColours(terminal.env, terminal.isTerminal));
  let failed = 0;
  const clear = terminal.isTerminal ? '\r\u001b[K' : '';
  return {
    clear: () => terminal.err(clear),
    file(report: Report['files'][number], done: number, total: number): void {
      failed += report.blocks.filter(({ status }) => status === 'failed' || status === 'error').length;
      if (terminal.isTerminal) {
        const line = `${done}/${total} ${report.path}${failed > 0 ? `, ${failed} failed` : ''}`;
        terminal.err(`${clear}${c.dim(line.slice(0, Math.max(20, terminal.columns - 1)))}`);
      } else if (reporter !== 'pretty' && total > 20 && done % 20 === 0) terminal.err(`${done}/${total} files\n`);
    },
  };
}

function reportText(report: Report, reporter: Options['reporter'], terminal: Terminal): string {
  const c = colours(wantsColours(terminal.env, terminal.isOutTerminal));
  switch (reporter) {
    case 'json':
      return `${JSON.stringify(report)}\n`;
    case 'junit':
      return junitText(report);
    case 'github':
      return `${githubText(report)}${summaryText(report, colours(false))}`;
    case 'pretty':
      return report.files.map((file) => fileText(file, c)).join('') + summaryText(report, c);
  }
}

/** What was rewritten, what would be, and what was left alone and why. */
function updateText({ files }: Report, how: Options['update']): string {
  const verb = how === 'show' ? 'would rewrite' : 'rewrote';
  return files
    .flatMap(({ path, update }) => [
      ...(update?.changed ?? []).map(({ id, line }) => `${path}:${line}: ${verb} the output of ${id}\n`),
      ...(update?.left ?? []).map(({ id, line, reason }) => `${path}:${line}: left ${id} alone: ${reason}\n`),
    ])
    .join('');
}

export interface Session {
  readonly options: Options;
  readonly python: Python;
  readonly cache: ResultCache;
  readonly settings?: Settings;
  readonly wanted?: Wanted;
}

/** One check with its report; gives the exit code. */
export async function checkOnce(
  { files, passedOver }: Found,
  { options, python, cache, settings }: Session,
  terminal: Terminal,
): Promise<number> {
  const line = progressLine(terminal, options.reporter);
  const checked = await checkFiles(files, {
    options,
    python,
    cache,
    ...(settings && { settings }),
    passedOver,
    progress: line,
  });
  line.clear();
  const { report, patch } = await rewrite(checked, options.update, terminal.ask ?? (async () => null));
  if (report.totals.blocks === 0) {
    const what =
      options.filter === null
        ? 'holds a Python block'
        : `has a block with \`${options.filter}\` in its id, path or code`;
    terminal.err(`Nothing was checked: none of ${files.length} file${files.length === 1 ? '' : 's'} ${what}.\n`);
    terminal.err(passedOverText(report, colours(false)));
    if (options.reporter === 'json') terminal.out(reportText(report, 'json', terminal));
    return 2;
  }
  terminal.err(updateText(report, options.update));
  (options.reporter === 'pretty' ? terminal.out : terminal.err)(patch);
  terminal.out(reportText(report, options.reporter, terminal));
  if (report.totals.blocks === report.totals.skipped) {
    terminal.err('Nothing was checked: every block is skipped, and checking nothing is no success.\n');
  }
  return exitCode(report.totals);
}
