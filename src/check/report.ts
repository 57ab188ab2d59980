/** What a check found: the JSON report of `npm run check -- --reporter json`, and what all reporters tell. */
import type { DiffLine } from '../lesson/diff.ts';

export interface BlockProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
  /** Advice is shown, and fails nothing. */
  readonly severity?: 'advice';
  /** Lines of this problem, when the block has several. */
  readonly diff?: readonly DiffLine[];
}

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
  readonly milliseconds: number;
  readonly cached: boolean;
}

export interface FileReport {
  readonly path: string;
  readonly blocks: readonly BlockReport[];
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly errors: number;
  readonly blocks: number;
}

export interface Report {
  readonly version: 1;
  readonly python: string;
  readonly files: readonly FileReport[];
  readonly totals: Totals;
  readonly milliseconds: number;
}

export function totalsOf(files: readonly FileReport[]): Totals {
  const blocks = files.flatMap((file) => file.blocks);
  const count = (status: Status): number => blocks.filter((block) => block.status === status).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    errors: count('error'),
    blocks: blocks.length,
  };
}

/** All holds: nothing failed, and something was checked. */
export function exitCode({ failed, errors, blocks }: Totals): 0 | 1 | 2 {
  if (blocks === 0) return 2;
  return failed + errors > 0 ? 1 : 0;
}
