/** Turns offsets into lines and columns as editors count them. */
import type { Point } from '../../lesson/read/problem.ts';

export interface Lines {
  readonly count: number;
  /** Offset of the first character of a line, counted from 1. */
  startOf(line: number): number;
  /** The line's text without its end. */
  textOf(line: number): string;
  /** `\n`, `\r\n`, `\r`, or empty for the last line. */
  endOf(line: number): string;
  pointAt(offset: number): Point;
}

/** The lines of a text; a byte-order mark takes an offset but no column, for no editor shows it. */
export function linesOf(source: string): Lines {
  const mark = source.startsWith('\uFEFF') ? 1 : 0;
  const starts = [mark];
  const ends: number[] = [];
  for (const match of source.matchAll(/\r\n|\n|\r/g)) {
    ends.push(match.index);
    starts.push(match.index + match[0].length);
  }
  ends.push(source.length);
  const startOf = (line: number): number => starts[line - 1] ?? source.length;
  const lineAt = (offset: number): number => {
    let low = 1;
    let high = starts.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    count: starts.length,
    startOf,
    textOf: (line) => source.slice(startOf(line), ends[line - 1] ?? source.length),
    endOf: (line) => source.slice(ends[line - 1] ?? source.length, startOf(line + 1)),
    pointAt: (offset) => {
      const line = lineAt(offset);
      return { line, column: Math.max(0, offset - startOf(line)) + 1, offset };
    },
  };
}
