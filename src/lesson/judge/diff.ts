/** The difference between what a page says and what Python printed, as data that a terminal and a page can both draw. */

import type { Match } from '../read/snippet.ts';
import { type Item, itemsOf, linesOfText, pairUnordered } from './match.ts';

export interface DiffLine {
  /** `same`: on the page and printed (wildcards filled in). `expected`: only on the page. `actual`: only printed. */
  readonly kind: 'same' | 'expected' | 'actual';
  readonly text: string;
  /** Line in the expected text, from 0. */
  readonly expectedLine?: number;
  /** Line in the printed text, from 0. */
  readonly actualLine?: number;
  /** Parts that differ from the counterpart, as character offsets; the end is exclusive. */
  readonly marks?: readonly (readonly [from: number, to: number])[];
}

const MOST_CELLS = 4_000_000;

/** The cheapest way from the expectation to the print: which items keep which line. */
function align(items: readonly Item[], actual: readonly string[]): readonly (readonly [item: number, line: number])[] {
  const columns = actual.length + 1;
  if ((items.length + 1) * columns > MOST_CELLS) return [];
  const cost = new Uint32Array((items.length + 1) * columns);
  const at = (item: number, line: number): number => cost[item * columns + line] ?? 0;
  const fits = (item: Item, line: number): boolean =>
    item.kind === 'any' || (item.kind === 'line' && item.accepts(actual[line] ?? ''));
  for (let item = items.length; item >= 0; item -= 1) {
    for (let line = actual.length; line >= 0; line -= 1) {
      const current = items[item];
      let least: number;
      if (current === undefined) least = actual.length - line;
      else if (current.kind === 'many') {
        least = line < actual.length ? Math.min(at(item + 1, line), at(item, line + 1)) : at(item + 1, line);
      } else if (line === actual.length) least = 1 + at(item + 1, line);
      else {
        const paired = at(item + 1, line + 1) + (fits(current, line) ? 0 : 1);
        least = Math.min(paired, 1 + Math.min(at(item + 1, line), at(item, line + 1)));
      }
      cost[item * columns + line] = least;
    }
  }
  const kept: [number, number][] = [];
  let item = 0;
  let line = 0;
  while (item < items.length && line < actual.length) {
    const current = items[item];
    if (current === undefined) break;
    if (current.kind === 'many') {
      if (at(item, line) === at(item + 1, line)) item += 1;
      else kept.push([item, line++]);
    } else if (fits(current, line) && at(item, line) === at(item + 1, line + 1)) kept.push([item++, line++]);
    // A changed line rather than one gone and another new: a wildcard next to it must not swallow the change.
    else if (at(item, line) === 1 + at(item + 1, line + 1)) {
      item += 1;
      line += 1;
    } else if (at(item, line) === 1 + at(item + 1, line)) item += 1;
    else line += 1;
  }
  return kept;
}

/** The middle of two lines, where they differ. */
function marksOf(a: string, b: string): { a: DiffLine['marks']; b: DiffLine['marks'] } {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  // Half a character is no character: do not cut a surrogate pair.
  if (start > 0 && /[\uD800-\uDBFF]/.test(a[start - 1] ?? '')) start -= 1;
  if (end > 0 && /[\uDC00-\uDFFF]/.test(a[a.length - end] ?? '')) end -= 1;
  const range = (text: string): DiffLine['marks'] =>
    text.length - end > start ? [[start, text.length - end]] : undefined;
  return { a: range(a), b: range(b) };
}

/** Marks what differs within lines that stand for each other. */
function withMarks(lines: readonly DiffLine[]): readonly DiffLine[] {
  const result: DiffLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const from = at;
    while (at < lines.length && lines[at]?.kind !== 'same') at += 1;
    const hunk = lines.slice(from, at);
    const expected = hunk.filter(({ kind }) => kind === 'expected');
    const actual = hunk.filter(({ kind }) => kind === 'actual');
    const marked = new Map<DiffLine, DiffLine['marks']>();
    for (const [index, line] of expected.entries()) {
      const other = actual[index];
      if (other === undefined) break;
      const marks = marksOf(line.text, other.text);
      marked.set(line, marks.a).set(other, marks.b);
    }
    for (const line of [...expected, ...actual]) {
      const marks = marked.get(line);
      result.push(marks === undefined ? line : { ...line, marks });
    }
    const same = lines[at];
    if (same !== undefined) result.push(same);
    at += 1;
  }
  return result;
}

/** All lines of both texts, in the order of the expected text where they are the same. */
export function diffOf(expected: string, actual: string, match: Match): readonly DiffLine[] {
  const items = itemsOf(expected, match);
  const printed = linesOfText(actual);
  const only = (item: Item): DiffLine => ({ kind: 'expected', text: item.text, expectedLine: item.line });
  const extra = (line: number): DiffLine => ({ kind: 'actual', text: printed[line] ?? '', actualLine: line });
  const same = (item: Item, line: number): DiffLine => ({
    kind: 'same',
    text: printed[line] ?? '',
    expectedLine: item.line,
    actualLine: line,
  });
  const lines: DiffLine[] = [];
  if (match === 'unordered') {
    const { pairs, unused } = pairUnordered(items, printed);
    for (const item of items) {
      const line = pairs.get(item);
      if (line !== undefined) lines.push(same(item, line));
      else if (item.kind !== 'many') lines.push(only(item));
    }
    lines.push(...unused.map(extra));
    return withMarks(lines);
  }
  let nextItem = 0;
  let nextLine = 0;
  const skipTo = (item: number, line: number): void => {
    for (const skipped of items.slice(nextItem, item)) if (skipped.kind !== 'many') lines.push(only(skipped));
    for (let index = nextLine; index < line; index += 1) lines.push(extra(index));
  };
  for (const [item, line] of align(items, printed)) {
    skipTo(item, line);
    const kept = items[item];
    if (kept !== undefined) lines.push(same(kept, line));
    nextItem = kept?.kind === 'many' ? item : item + 1;
    nextLine = line + 1;
  }
  skipTo(items.length, printed.length);
  return withMarks(lines);
}
