/** What a judgement is made of: a verdict with its findings, each explained, placed and ready to be drawn. */

import { say } from '../read/messages.ts';
import type { Match, Statement } from '../read/snippet.ts';
import type { Outcome } from '../result.ts';
import { align } from './alignment.ts';
import { type Cause, causeOf } from './cause.ts';
import { type DiffLine, diffOf } from './diff.ts';

/** What a verdict needs to know of a snippet; a page may carry just this. */
export interface Judged {
  readonly kind: 'python' | 'pycon';
  readonly match: Match;
  readonly raises?: string | undefined;
  readonly stdin?: readonly string[] | undefined;
  readonly expected:
    | { readonly kind: 'nothing' }
    | {
        readonly kind: 'stated';
        readonly output?: { readonly text: string };
        readonly error?: { readonly text: string };
      }
    | { readonly kind: 'transcript'; readonly statements: readonly Statement[] };
}

/** A line of the block's code, or of the fence that states its output or its traceback; counted from 0. */
export interface Where {
  readonly part: 'code' | 'output' | 'error';
  readonly line: number;
  /** In the line, from 0. */
  readonly column?: number;
}

/** One way in which the run is not what the page says. */
export interface Finding {
  readonly kind:
    | 'output'
    | 'traceback'
    | 'raised'
    | 'not-raised'
    | 'input'
    | 'exited'
    | 'timeout'
    | 'crashed'
    | 'stopped';
  readonly where: Where;
  readonly message: string;
  readonly hint?: string;
  readonly cause?: Cause;
  readonly expected: string;
  readonly actual: string;
  readonly diff: readonly DiffLine[];
  /** Number of the transcript's statement, from 0. */
  readonly statement?: number;
}

export type Verdict = { readonly kind: 'same' } | { readonly kind: 'different'; readonly findings: readonly Finding[] };

export interface Judging {
  /** What a script may print for which the page states no output: nothing, or anything. */
  readonly unstated?: 'nothing' | 'anything';
}

/** What the system is told when a program ends itself: a text goes to stderr and counts as failure. */
export function exitStatus(code: number | string | null): number {
  return typeof code === 'string' ? 1 : (code ?? 0);
}

/** A run that was cut short says nothing of the outputs that it did not reach. */
export function cutShort(outcome: Outcome): Pick<Finding, 'kind' | 'message' | 'hint'> | null {
  switch (outcome.kind) {
    case 'timeout':
      return {
        kind: 'timeout',
        message: say('timeout', outcome.seconds),
        hint: 'End the loop, or give the block more time with `timeout=…` (seconds).',
      };
    case 'crashed':
      return {
        kind: 'crashed',
        message: say('crashed', outcome.reason),
        hint: 'Run less deep or with less memory, or show the block with `skip="why"`.',
      };
    case 'stopped':
      return { kind: 'stopped', message: say('stopped'), hint: 'Run it again.' };
    default:
      return null;
  }
}

/** Compares one stated text with what was printed; null when it holds. */
export function compare(
  where: Where,
  kind: 'output' | 'traceback',
  expected: string,
  actual: string,
  match: Match,
): Finding | null {
  const alignment = align(expected, actual, match);
  if (alignment.holds) return null;
  const diff = diffOf(alignment);
  const cause = alignment.givenUp ? null : causeOf(expected, actual);
  const first = diff.find((line) => line.kind === 'expected')?.expectedLine;
  const before = diff
    .slice(
      0,
      diff.findIndex((line) => line.kind !== 'same'),
    )
    .findLast((line) => line.kind === 'same');
  const differs = kind === 'output' ? 'output-differs' : 'traceback-differs';
  return {
    kind,
    where: { ...where, line: where.line + (first ?? before?.expectedLine ?? 0) },
    message: say(alignment.givenUp ? 'too-long' : differs),
    ...(alignment.givenUp && { hint: 'Print less, or write fewer wildcards.' }),
    ...(cause && { cause, hint: cause.says }),
    expected,
    actual,
    diff,
  };
}
