/** One check as the command and the watcher make it: progress while it runs, the report at its end. */
import type { ResultCache } from './cache.ts';
import { checkFiles } from './check.ts';
import type { Options } from './options.ts';
import type { Python } from './python.ts';
import { exitCode, type Report } from './report.ts';
import { colours, type Environment, wantsColours } from './reporters/colours.ts';
import { githubText, junitText } from './reporters/machines.ts';
import { fileText, summaryText } from './reporters/pretty.ts';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Standard error is a terminal: a progress line may be drawn over and over. */
  readonly isTerminal: boolean;
  readonly isOutTerminal: boolean;
  readonly columns: number;
  readonly env: Environment;
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

export interface Session {
  readonly options: Options;
  readonly python: Python;
  readonly cache: ResultCache;
}

/** One check with its report; gives the exit code. */
export async function checkOnce(
  files: readonly string[],
  { options, python, cache }: Session,
  terminal: Terminal,
): Promise<number> {
  const line = progressLine(terminal, options.reporter);
  const checked = await checkFiles(files, { options, python, cache, progress: line });
  line.clear();
  const { report, updated } = checked;
  if (report.totals.blocks === 0) {
    const what =
      options.filter === null
        ? 'holds a Python block'
        : `has a block with \`${options.filter}\` in its id, path or code`;
    terminal.err(`Nothing was checked: none of ${files.length} file${files.length === 1 ? '' : 's'} ${what}.\n`);
    if (options.reporter === 'json') terminal.out(reportText(report, 'json', terminal));
    return 2;
  }
  for (const [file, blocks] of updated)
    terminal.err(`${file}: rewrote the output of ${blocks} block${blocks === 1 ? '' : 's'}\n`);
  terminal.out(reportText(report, options.reporter, terminal));
  if (report.totals.blocks === report.totals.skipped) {
    terminal.err('Nothing was checked: every block is skipped, and checking nothing is no success.\n');
  }
  return exitCode(report.totals);
}
