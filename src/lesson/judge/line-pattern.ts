/** One line of an expectation: what it says literally, and what its wildcards and its `match` leave open. Matching takes no regular expression made from the page's text. */

import type { Match } from '../read/snippet.ts';
import { withSortedBraces } from './braces.ts';
import { type Budget, spend } from './budget.ts';
import { afterString } from './quoted.ts';

type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** `<...>`: one character or more. */
  | { readonly kind: 'some' }
  | { readonly kind: 'address' }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'number' }
  | { readonly kind: 'string' };

const ADDRESS = /0x[0-9a-fA-F]+/y;
const NUMBER = /(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?/y;
const FLOAT = /(?:(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)/y;

/** What may begin a part that is not literal. */
const START = { exact: /<\.\.\.>|0x\.\.\./g, float: /<\.\.\.>|0x\.\.\.|[.\d]/g, shape: /<\.\.\.>|0x\.\.\.|["'.\d]/g };

/** The end of what the pattern finds at this very place, or -1. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** The part that is not literal and begins at `at`, with its end; null when that text is literal. */
function partAt(line: string, at: number, match: Match): { readonly part: Part; readonly end: number } | null {
  if (line.startsWith('<...>', at)) return { part: { kind: 'some' }, end: at + 5 };
  if (line.startsWith('0x...', at)) return { part: { kind: 'address' }, end: at + 5 };
  const before = line[at - 1] ?? ' ';
  if (match === 'float') {
    const end = /[\w.]/.test(before) ? -1 : endOf(FLOAT, line, at);
    if (end < 0 || /\w/.test(line[end] ?? ' ')) return null;
    return { part: { kind: 'float', value: Number(line.slice(at, end)) }, end };
  }
  if (match !== 'shape') return null;
  const string = afterString(line, at);
  if (string >= 0) return { part: { kind: 'string' }, end: string };
  const address = endOf(ADDRESS, line, at);
  if (address >= 0) return { part: { kind: 'address' }, end: address };
  const number = /[A-Za-z_.]/.test(before) ? -1 : endOf(NUMBER, line, at);
  return number < 0 ? null : { part: { kind: 'number' }, end: number };
}

function partsOf(line: string, match: Match): readonly Part[] {
  const parts: Part[] = [];
  const start = START[match === 'unordered' ? 'exact' : match];
  let from = 0;
  let at = 0;
  for (;;) {
    start.lastIndex = at;
    const found = start.exec(line);
    if (found === null) break;
    const open = partAt(line, found.index, match);
    at = open?.end ?? found.index + 1;
    if (open === null) continue;
    if (found.index > from) parts.push({ kind: 'text', text: line.slice(from, found.index) });
    parts.push(open.part);
    from = at;
  }
  if (from < line.length) parts.push({ kind: 'text', text: line.slice(from) });
  return parts;
}

/** Floats that are the same but for rounding. Of two that are both not 0, how small they are says nothing. */
function isClose(expected: number, actual: number): boolean {
  const most = Math.max(Math.abs(expected), Math.abs(actual));
  if (expected === 0 || actual === 0) return most <= 1e-12;
  return Math.abs(expected - actual) <= 1e-9 * most;
}

/** Where the part ends that begins at `at`, or -1. */
function endAt(part: Exclude<Part, { kind: 'some' }>, actual: string, at: number, budget: Budget): number {
  if (part.kind === 'text') {
    spend(budget, 1 + part.text.length / 16);
    return actual.startsWith(part.text, at) ? at + part.text.length : -1;
  }
  const end =
    part.kind === 'string'
      ? afterString(actual, at)
      : endOf(part.kind === 'address' ? ADDRESS : part.kind === 'float' ? FLOAT : NUMBER, actual, at);
  spend(budget, Math.max(4, end - at));
  return part.kind === 'float' && end >= 0 && !isClose(part.value, Number(actual.slice(at, end))) ? -1 : end;
}

/** Places from `from` on where the part may begin. */
function* startsOf(part: Part, actual: string, from: number, budget: Budget): Generator<number> {
  for (let at = from; at <= actual.length; at += 1) {
    if (part.kind === 'text') {
      const next = actual.indexOf(part.text, at);
      spend(budget, ((next < 0 ? actual.length : next) - at) / 16 + 1);
      if (next < 0) return;
      at = next;
    }
    yield at;
  }
}

/** Follows all ways through the line at once, so that wildcards cost no more than their number times its length. */
function leadsThrough(parts: readonly Part[], actual: string, budget: Budget): boolean {
  /** Where the parts so far may end, in ascending order; behind a wildcard also anywhere after the first of them. */
  let ends: readonly number[] = [0];
  let open = false;
  for (const part of parts) {
    const [first] = ends;
    if (first === undefined) return false;
    if (part.kind === 'some') {
      ends = [first + 1];
      open = true;
      continue;
    }
    const next = new Set<number>();
    for (const start of open ? startsOf(part, actual, first, budget) : ends) {
      const end = endAt(part, actual, start, budget);
      if (end >= 0) next.add(end);
    }
    ends = [...next].sort((a, b) => a - b);
    open = false;
  }
  const [first] = ends;
  if (first === undefined) return false;
  return open ? first <= actual.length : ends.at(-1) === actual.length;
}

export interface LinePattern {
  /** Nothing is left open: the line itself. */
  readonly isLiteral: boolean;
  /** With `match=unordered` the printed line comes with its braces sorted. */
  accepts(actual: string, budget: Budget): boolean;
}

/** A test for one line; wildcards always count, and the rest as `match` says. */
export function linePattern(expected: string, match: Match): LinePattern {
  const text = match === 'unordered' ? withSortedBraces(expected) : expected;
  const parts = partsOf(text, match);
  if (parts.every(({ kind }) => kind === 'text')) {
    return { isLiteral: true, accepts: (actual) => actual === text };
  }
  return { isLiteral: false, accepts: (actual, budget) => leadsThrough(parts, actual, budget) };
}
