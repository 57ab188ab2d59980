/** What a check found: the JSON report of `npm run check -- --reporter json`, and what all reporters tell. */
import type { DiffLine } from '../lesson/judge/diff.ts';

export interface BlockProblem {
  readonly line: number;
  readonly column: number;
  /** Seen by reading the page, or only by running it. */
  readonly kind: 'reading' | 'running';
  readonly message: string;
  readonly hint?: string;
  /** Advice is shown, and fails nothing. */
  readonly severity?: 'advice';
  /** Lines of this problem, when the block has several. */
  readonly diff?: readonly DiffLine[];
  /** Of a run that was cut short: what it had printed by then. */
  readonly printed?: string;
}

/** A statement that did not run, in a block that did. */
export interface Unchecked {
  readonly line: number;
  readonly column: number;
  /** Its first line. */
  readonly source: string;
  readonly reason: string;
}

/** `failed`: Python gives something else. `error`: the block could not be read, or not be run. */
export type Status = 'passed' | 'failed' | 'skipped' | 'error';

export interface BlockReport {
  readonly id: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly kind: 'python' | 'pycon';
  readonly status: Status;
  /** Why it is skipped, or the first thing that is wrong. */
  readonly reason?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly diff?: readonly DiffLine[];
  readonly problems: readonly BlockProblem[];
  readonly unchecked?: readonly Unchecked[];
  readonly milliseconds: number;
  readonly cached: boolean;
}

/** What an update did with a file, or would do. */
export interface FileUpdate {
  readonly changed: readonly { readonly id: string; readonly line: number }[];
  /** Blocks and statements that print something else and were left as they are. */
  readonly left: readonly { readonly id: string; readonly line: number; readonly reason: string }[];
}

/** Something that looks like Python or like a session, and is not checked. */
export interface PassedOverText {
  readonly line: number;
  readonly reason: string;
}

export interface FileReport {
  readonly path: string;
  readonly blocks: readonly BlockReport[];
  readonly passedOver?: readonly PassedOverText[];
  readonly update?: FileUpdate;
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly errors: number;
  readonly blocks: number;
  /** Statements, not blocks. */
  readonly unchecked: number;
  /** Problems by kind: a block may have several, of several kinds. */
  readonly problems: { readonly reading: number; readonly running: number; readonly advice: number };
}

export interface Report {
  readonly version: 1;
  readonly python: string;
  readonly files: readonly FileReport[];
  /** Folders, links and files below the given ones that were not looked into. */
  readonly passedOver?: readonly { readonly path: string; readonly reason: string }[];
  readonly totals: Totals;
  readonly milliseconds: number;
}

export function reportOf(
  files: readonly FileReport[],
  passedOver: NonNullable<Report['passedOver']>,
  python: string,
  milliseconds: number,
): Report {
  return {
    version: 1,
    python,
    files,
    ...(passedOver.length > 0 && { passedOver }),
    totals: totalsOf(files),
    milliseconds,
  };
}

export function totalsOf(files: readonly FileReport[]): Totals {
  const blocks = files.flatMap((file) => file.blocks);
  const count = (status: Status): number => blocks.filter((block) => block.status === status).length;
  const problems = blocks.flatMap((block) => block.problems);
  const errors = (of: BlockProblem['kind']): number =>
    problems.filter(({ kind, severity }) => kind === of && severity === undefined).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    errors: count('error'),
    blocks: blocks.length,
    unchecked: blocks.reduce((sum, { unchecked }) => sum + (unchecked?.length ?? 0), 0),
    problems: {
      reading: errors('reading'),
      running: errors('running'),
      advice: problems.filter(({ severity }) => severity === 'advice').length,
    },
  };
}

/** All holds: nothing failed, and something was checked. */
export function exitCode({ failed, errors, skipped, blocks }: Totals): 0 | 1 | 2 {
  if (blocks === skipped) return 2;
  return failed + errors > 0 ? 1 : 0;
}

/** A long text without its middle. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most / 2).replace(/[\uD800-\uDBFF]$/, '');
  const end = text.slice(-most / 2).replace(/^[\uDC00-\uDFFF]/, '');
  return `${start}[… ${text.length - start.length - end.length} characters …]${end}`;
}
