/** An expected text as a row of items: lines that must be there, and wildcards for lines that may. */

import type { Match } from '../read/snippet.ts';
import { isLinesWildcard } from '../read/wildcard.ts';
import { type LinePattern, linePattern } from './line-pattern.ts';
import { rolesOf } from './traceback.ts';

/** `line` is the item's number in the expected text, from 0. */
export type Item =
  | { readonly kind: 'line'; readonly line: number; readonly text: string; readonly pattern: LinePattern }
  /** Any one line. */
  | { readonly kind: 'any'; readonly line: number; readonly text: string }
  /** Any number of lines, or none. */
  | { readonly kind: 'many'; readonly line: number; readonly text: string }
  /** Any number of a traceback's frame lines, or none. */
  | { readonly kind: 'frames'; readonly line: number; readonly text: string };

/** The lines of an expected text; in tracebacks a line of dots stands for frames that are left out. */
export function itemsOf(expected: string, match: Match): readonly Item[] {
  const lines = linesOfText(expected);
  const roles = rolesOf(lines);
  return lines.flatMap((text, line): Item[] => {
    if (roles[line] === 'dots') return [{ kind: 'frames', line, text }];
    if (isLinesWildcard(text)) {
      return [
        { kind: 'any', line, text },
        { kind: 'many', line, text },
      ];
    }
    return [{ kind: 'line', line, text, pattern: linePattern(text, match) }];
  });
}

/** Lines of a text that ends with a newline, or with a line that has none. */
export function linesOfText(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
