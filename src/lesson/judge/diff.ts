/** The difference between what a page says and what Python printed, as data that a terminal and a page can both draw. */
import type { Alignment } from './alignment.ts';
import { isStar } from './alignment-pairs.ts';
import { type Item, linesOfText } from './match.ts';

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

/** All lines of both texts, in the order of the page where they are the same. */
export function diffOf({ items, printed, match, pairs }: Alignment): readonly DiffLine[] {
  const only = (item: Item): DiffLine => ({ kind: 'expected', text: item.text, expectedLine: item.line });
  const extra = (line: number): DiffLine => ({ kind: 'actual', text: printed[line] ?? '', actualLine: line });
  const lines: DiffLine[] = [];
  const used = new Set(pairs().map(([, line]) => line));
  let nextItem = 0;
  let nextLine = 0;
  const skipTo = (item: number, line: number): void => {
    for (const skipped of items.slice(nextItem, item)) if (!isStar(skipped)) lines.push(only(skipped));
    for (; match !== 'unordered' && nextLine < line; nextLine += 1) lines.push(extra(nextLine));
  };
  for (const [item, line] of pairs()) {
    skipTo(item, line);
    const kept = items[item];
    const text = printed[line] ?? '';
    if (kept !== undefined) lines.push({ kind: 'same', text, expectedLine: kept.line, actualLine: line });
    nextItem = isStar(kept) ? item : item + 1;
    nextLine = line + 1;
  }
  skipTo(items.length, printed.length);
  if (match === 'unordered') for (const line of printed.keys()) if (!used.has(line)) lines.push(extra(line));
  return withMarks(lines);
}

/** The difference to nothing at all: everything that was printed, or nothing that was. */
export function wholeDiff(kind: 'expected' | 'actual', text: string): readonly DiffLine[] {
  return linesOfText(text).map((line, index) =>
    kind === 'expected' ? { kind, text: line, expectedLine: index } : { kind, text: line, actualLine: index },
  );
}
