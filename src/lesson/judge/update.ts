/** Rewrites expected outputs to what Python prints, as edits by offset: no byte outside the outputs changes, wildcards and the file's own habits stay. */

import type { Fence } from '../read/fence.ts';
import type { Match, Snippet } from '../read/snippet.ts';
import { outputLines } from '../read/transcript.ts';
import { diffOf } from './diff.ts';
import { itemsOf, linesOfText, textMatches } from './match.ts';
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
  const lines: NewLine[] = [];
  const elided = itemsOf(expected, match).flatMap(({ kind, line }) => (kind === 'many' ? [line] : []));
  const keep = (line: number): void => {
    for (const wildcard of elided)
      if (wildcard < line && !lines.includes(wildcard) && isAfter(wildcard)) lines.push(wildcard);
    if (!lines.includes(line)) lines.push(line);
  };
  const isAfter = (line: number): boolean => lines.every((each) => typeof each === 'string' || each < line);
  for (const { kind, text, expectedLine } of diffOf(expected, actual, match)) {
    if (kind === 'same' && expectedLine !== undefined) keep(expectedLine);
    else if (kind === 'actual') lines.push(text);
  }
  const printed = linesOfText(actual);
  const old = linesOfText(expected);
  const result = lines.map((line) => (typeof line === 'number' ? (old[line] ?? '') : line));
  // What does not hold after all (a wildcard on the wrong side of a change) gives way to the plain output.
  return textMatches(result.map((line) => `${line}\n`).join(''), actual, match) ? lines : printed;
}

/** The expectation as an update would leave it. */
export function updatedText(expected: string, actual: string, match: Match): string {
  const old = linesOfText(expected);
  return updatedLines(expected, actual, match)
    .map((line) => `${typeof line === 'number' ? (old[line] ?? '') : line}\n`)
    .join('');
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

function updateClaim(place: Place, expected: string, actual: string, match: Match): Edit[] {
  const lines = updatedLines(expected, actual, match);
  return [replaceLines(place, 0, place.fence.lines.length, lines), ...lengthened(place, lines)];
}

/** What a run gave for the parts of a snippet that state something; undefined leaves the part alone. */
export interface Printed {
  readonly output?: string;
  readonly error?: string;
  /** Of a transcript: one text for each statement. */
  readonly statements?: readonly string[];
}

/** The edits that make the snippet's fences say what was printed. */
export function editsFor(source: string, snippet: Snippet, printed: Printed): readonly Edit[] {
  const { expected, match } = snippet;
  const edits: Edit[] = [];
  if (expected.kind === 'transcript') {
    const place = { source, fence: snippet.fence };
    const all: NewLine[] = [];
    for (const [index, statement] of expected.statements.entries()) {
      const actual = printed.statements?.[index];
      if (actual === undefined || statementHolds(statement, actual, match)) continue;
      const [from, to] = statement.outputLines;
      const text = actual === '' || actual.endsWith('\n') ? actual : `${actual}\n`;
      const lines = updatedLines(statement.expected, text, match);
      const spelled = outputLines(lines.map((line) => (typeof line === 'string' ? `${line}\n` : 'x\n')).join(''));
      const written = lines.map((line, at) => (typeof line === 'string' ? (spelled[at] ?? line) : line));
      edits.push(replaceLines(place, from, to, written));
      all.push(...written);
    }
    return edits.length === 0 || snippet.fence.marker === '' ? edits : [...edits, ...lengthened(place, all)];
  }
  if (expected.kind !== 'stated') return [];
  for (const part of ['output', 'error'] as const) {
    const claim = expected[part];
    const actual = printed[part];
    if (claim === undefined || actual === undefined || textMatches(claim.text, actual, match)) continue;
    edits.push(...updateClaim({ source, fence: claim.fence }, claim.text, actual, match));
  }
  return edits;
}

/** The source with the edits made; they may not overlap. */
export function withEdits(source: string, edits: readonly Edit[]): string {
  let text = source;
  for (const { start, end, text: inserted } of edits.toSorted((a, b) => b.start - a.start || b.end - a.end)) {
    text = text.slice(0, start) + inserted + text.slice(end);
  }
  return text;
}
