/** Rewrites expected outputs to what Python prints, as edits by offset: no byte outside the outputs changes, wildcards and the file's own habits stay. */

import type { Fence } from '../read/fence.ts';
import type { Match, Snippet } from '../read/snippet.ts';
import { outputLines } from '../read/transcript.ts';
import { align, textMatches } from './alignment.ts';
import { isStar } from './alignment-pairs.ts';
import { diffOf } from './diff.ts';
import { linesOfText } from './match.ts';
import type { Printed } from './printed.ts';
import { statementHolds } from './transcript-verdict.ts';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A line of the new output: one of the old lines, as it stands, or a new text. */
type NewLine = number | string;

/** The new lines of an output; those that hold, wildcards included, are kept as they stand. */
export function updatedLines(expected: string, actual: string, match: Match): readonly NewLine[] {
  const alignment = align(expected, actual, match);
  const lines: NewLine[] = [];
  const stars = alignment.items.flatMap((item) => (isStar(item) ? [item.line] : []));
  const kept = new Set<number>();
  let last = -1;
  const keep = (line: number): void => {
    if (kept.has(line)) return;
    kept.add(line);
    lines.push(line);
    last = Math.max(last, line);
  };
  for (const { kind, text, expectedLine } of diffOf(alignment)) {
    if (kind === 'same' && expectedLine !== undefined) {
      for (const star of stars) if (last < star && star < expectedLine) keep(star);
      keep(expectedLine);
    } else if (kind === 'actual') lines.push(withoutAddresses(text));
  }
  // What does not hold after all (a wildcard on the wrong side of a change) gives way to the plain output.
  return textMatches(textOf(lines, expected), actual, match) ? lines : linesOfText(actual).map(withoutAddresses);
}

/** Addresses are others in every run. */
const withoutAddresses = (line: string): string => line.replace(/(?<= at )0x[0-9a-f]{4,}/g, '0x...');

function textOf(lines: readonly NewLine[], expected: string): string {
  const old = linesOfText(expected);
  return lines.map((line) => `${typeof line === 'number' ? (old[line] ?? '') : line}\n`).join('');
}

/** The expectation as an update would leave it. */
export function updatedText(expected: string, actual: string, match: Match): string {
  return textOf(updatedLines(expected, actual, match), expected);
}

interface Place {
  readonly source: string;
  readonly fence: Fence;
}

/** Start of the line that an offset stands in, and of the next one. */
function lineAround(source: string, offset: number): readonly [start: number, next: number] {
  const start = Math.max(source.lastIndexOf('\n', offset - 1), source.lastIndexOf('\r', offset - 1)) + 1;
  const end = /\r\n|\n|\r/g;
  end.lastIndex = offset;
  const found = end.exec(source);
  return [start, found === null ? source.length : found.index + found[0].length];
}

/** What stands in front of each line of the fence's content: indentation, quote marks. */
function prefixOf({ source, fence }: Place): string {
  for (const [index, line] of fence.code.split('\n').entries()) {
    const point = fence.lines[index];
    if (line.trim() !== '' && point !== undefined)
      return source.slice(lineAround(source, point.offset)[0], point.offset);
  }
  const [start] = lineAround(source, fence.span.end.offset);
  return /^[ \t>]*/.exec(source.slice(start, fence.span.end.offset))?.[0] ?? '';
}

function endOfLine({ source, fence }: Place): string {
  return /\r\n|\n|\r/.exec(source.slice(fence.span.start.offset))?.[0] ?? '\n';
}

/** Start of line `index` of the fence's content; one beyond the last is the closing fence's line. */
function startOfLine({ source, fence }: Place, index: number): number {
  const point = fence.lines[index];
  if (point !== undefined) return lineAround(source, point.offset)[0];
  const last = fence.lines.at(-1);
  return lineAround(source, last === undefined ? fence.span.start.offset : last.offset)[1];
}

/** Replaces the lines `from` to `to` of the fence's content. `old` is the number of the first of them. */
function replaceLines(place: Place, from: number, to: number, lines: readonly NewLine[]): Edit {
  const { source, fence } = place;
  const prefix = prefixOf(place);
  const eol = endOfLine(place);
  const text = lines
    .map((line) => {
      if (typeof line === 'string') return `${line === '' ? prefix.trimEnd() : prefix + line}${eol}`;
      const point = fence.lines[from + line];
      if (point === undefined) return '';
      return source.slice(...lineAround(source, point.offset));
    })
    .join('');
  return { start: startOfLine(place, from), end: startOfLine(place, to), text };
}

/** Longer fences when the new text holds something that would close this one. */
function lengthened({ source, fence }: Place, lines: readonly NewLine[]): Edit[] {
  const char = fence.marker[0] ?? '`';
  const longest = Math.max(
    0,
    ...lines
      .map((line) => (typeof line === 'string' ? (/^ {0,3}(`+|~+)\s*$/.exec(line)?.[1] ?? '') : ''))
      .map((run) => (run.startsWith(char) ? run.length : 0)),
  );
  if (longest < fence.marker.length) return [];
  const marker = char.repeat(longest + 1);
  const closing = new RegExp(`\\${char}+$`).exec(source.slice(0, fence.span.end.offset).trimEnd())?.[0] ?? fence.marker;
  const end = source.slice(0, fence.span.end.offset).trimEnd().length;
  const { offset } = fence.span.start;
  return [
    { start: offset, end: offset + fence.marker.length, text: marker },
    { start: end - closing.length, end, text: marker },
  ];
}

/** One text of a page that is to be rewritten. */
export interface Rewriting {
  readonly expected: string;
  readonly actual: string;
  /** Old lines by number, and new texts. */
  readonly lines: readonly NewLine[];
  /** Number of the transcript's statement, from 0. */
  readonly statement?: number;
  readonly edits: readonly Edit[];
}

/** What must be rewritten so that the snippet's fences say what was printed. */
export function rewritingsFor(source: string, snippet: Snippet, printed: Printed): readonly Rewriting[] {
  const { expected, match } = snippet;
  if (expected.kind === 'transcript') {
    const place = { source, fence: snippet.fence };
    return expected.statements.flatMap((statement, index): Rewriting[] => {
      const actual = printed.statements[index]?.text ?? '';
      if (statementHolds(statement, actual, match)) return [];
      const [from, to] = statement.outputLines;
      const lines = updatedLines(statement.expected, actual, match);
      const spelled = outputLines(lines.map((line) => (typeof line === 'string' ? `${line}\n` : 'x\n')).join(''));
      const written = lines.map((line, at) => (typeof line === 'string' ? (spelled[at] ?? line) : line));
      const edits = [replaceLines(place, from, to, written)];
      return [{ expected: statement.expected, actual, lines: written, statement: index, edits }];
    });
  }
  if (expected.kind !== 'stated') return [];
  return (['output', 'error'] as const).flatMap((part): Rewriting[] => {
    const claim = expected[part];
    const actual = printed[part];
    if (claim === undefined || textMatches(claim.text, actual, match)) return [];
    const place = { source, fence: claim.fence };
    const lines = updatedLines(claim.text, actual, match);
    const edits = [replaceLines(place, 0, claim.fence.lines.length, lines), ...lengthened(place, lines)];
    return [{ expected: claim.text, actual, lines, edits }];
  });
}

/** The edits of a snippet's rewritings; a transcript's fence grows once for all of its statements. */
export function editsOf(
  source: string,
  { fence, expected }: Snippet,
  rewritings: readonly Rewriting[],
): readonly Edit[] {
  const edits = rewritings.flatMap((each) => each.edits);
  if (expected.kind !== 'transcript' || edits.length === 0 || fence.marker === '') return edits;
  return [
    ...edits,
    ...lengthened(
      { source, fence },
      rewritings.flatMap(({ lines }) => lines),
    ),
  ];
}

/** The source with the edits made; they may not overlap. */
export function withEdits(source: string, edits: readonly Edit[]): string {
  let text = source;
  for (const { start, end, text: inserted } of edits.toSorted((a, b) => b.start - a.start || b.end - a.end)) {
    text = text.slice(0, start) + inserted + text.slice(end);
  }
  return text;
}
