/** When one printed line, or a whole text, is what the page says: exactly, through wildcards, or relaxed in one declared way. */
import type { Match } from '../read/snippet.ts';
import { isLinesWildcard } from '../read/wildcard.ts';

/** One line of an expectation. `line` is its number in the expected text, from 0. */
export type Item =
  | {
      readonly kind: 'line';
      readonly line: number;
      readonly text: string;
      readonly accepts: (actual: string) => boolean;
    }
  /** Any one line. */
  | { readonly kind: 'any'; readonly line: number; readonly text: string }
  /** Any number of lines, or none. */
  | { readonly kind: 'many'; readonly line: number; readonly text: string };

const NUMBER = String.raw`(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?`;
const FLOAT = String.raw`(?:(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)`;
const STRING = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Floats that are the same but for rounding. */
function isClose(expected: number, actual: number): boolean {
  return Math.abs(expected - actual) <= Math.max(1e-9 * Math.max(Math.abs(expected), Math.abs(actual)), 1e-12);
}

/** The elements inside braces and dictionary views, sorted: sets print in no order of their own. */
export function withSortedBraces(line: string): string {
  const stack: { readonly before: string; readonly sorts: boolean; readonly parts: string[] }[] = [];
  let text = '';
  for (const [token] of line.matchAll(/"(?:[^"\\]|\\.)*"|(?<!\w)'(?:[^'\\]|\\.)*'|[\s\S]/g)) {
    const top = stack.at(-1);
    if (token === '(' || token === '[' || token === '{') {
      const sorts = token === '{' || (token === '[' && /dict_(?:keys|values|items)$/.test(top?.before ?? ''));
      stack.push({ before: text + (token === '(' ? '' : token), sorts, parts: [] });
      text = '';
    } else if (token === ',' && top !== undefined) {
      top.parts.push(text);
      text = '';
    } else if ((token === ')' || token === ']' || token === '}') && top !== undefined) {
      stack.pop();
      const parts = [...top.parts, text];
      const inside = top.sorts
        ? parts
            .map((part) => part.replace(/^ /, ''))
            .sort()
            .join(', ')
        : parts.join(',');
      text = `${top.before}${token === ')' ? '(' : ''}${inside}${token}`;
    } else text += token;
  }
  for (const { before, parts } of stack.reverse()) text = `${before}${[...parts, text].join(',')}`;
  return text;
}

/** A test for one line; wildcards always count, and the rest as `match` says. */
export function lineTest(expected: string, match: Match): (actual: string) => boolean {
  const words = ['<\\.\\.\\.>', '0x\\.\\.\\.'];
  if (match === 'float') words.push(`(?<![\\w.])${FLOAT}(?!\\w)`);
  if (match === 'shape') words.push(STRING, '0x[0-9a-fA-F]+', `(?<![A-Za-z_.])${NUMBER}`);
  const text = match === 'unordered' ? withSortedBraces(expected) : expected;
  const floats: number[] = [];
  let source = '';
  let at = 0;
  for (const found of text.matchAll(new RegExp(words.join('|'), 'g'))) {
    source += escaped(text.slice(at, found.index));
    at = found.index + found[0].length;
    if (found[0] === '<...>') source += '.+?';
    else if (found[0] === '0x...' || found[0].startsWith('0x')) source += '0x[0-9a-fA-F]+';
    else if (match === 'float') {
      source += `(${FLOAT})`;
      floats.push(Number(found[0]));
    } else source += /^["']/.test(found[0]) ? `(?:${STRING})` : NUMBER;
  }
  if (at === 0)
    return match === 'unordered' ? (actual) => withSortedBraces(actual) === text : (actual) => actual === text;
  const pattern = new RegExp(`^${source}${escaped(text.slice(at))}$`, 's');
  return (actual) => {
    const found = pattern.exec(match === 'unordered' ? withSortedBraces(actual) : actual);
    return found !== null && floats.every((value, index) => isClose(value, Number(found[index + 1])));
  };
}

const TRACEBACK = /\bTraceback \(most recent call last\):\s*$/;

/** The lines of an expected text as items; in tracebacks a line of dots stands for frames that are left out. */
export function itemsOf(expected: string, match: Match): readonly Item[] {
  const items: Item[] = [];
  let inTraceback = false;
  for (const [line, text] of linesOfText(expected).entries()) {
    if (TRACEBACK.test(text)) inTraceback = true;
    else if (inTraceback && /^[\s|]*\.\.\.\s*$/.test(text)) {
      items.push({ kind: 'many', line, text });
      continue;
    } else if (inTraceback && /^\S/.test(text)) inTraceback = false;
    if (isLinesWildcard(text)) items.push({ kind: 'any', line, text }, { kind: 'many', line, text });
    else items.push({ kind: 'line', line, text, accepts: lineTest(text, match) });
  }
  return items;
}

/** Lines of a text that ends with a newline, or with a line that has none. */
export function linesOfText(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

const accepts = (item: Item, actual: string): boolean =>
  item.kind === 'any' || (item.kind === 'line' && item.accepts(actual));

/** Does the whole text match, in order? */
export function matchesInOrder(items: readonly Item[], actual: readonly string[]): boolean {
  let item = 0;
  let line = 0;
  let star = -1;
  let retry = 0;
  while (line < actual.length) {
    const next = items[item];
    if (next !== undefined && accepts(next, actual[line] ?? '')) {
      item += 1;
      line += 1;
    } else if (next?.kind === 'many') {
      star = item;
      retry = line;
      item += 1;
    } else if (star >= 0) {
      retry += 1;
      line = retry;
      item = star + 1;
    } else return false;
  }
  return items.slice(item).every(({ kind }) => kind === 'many');
}

/** Pairs expected and printed lines regardless of their order; what is left on either side has no counterpart. */
export function pairUnordered(
  items: readonly Item[],
  actual: readonly string[],
): { readonly pairs: ReadonlyMap<Item, number>; readonly unused: readonly number[] } {
  const unused = actual.map((_, index) => index);
  const pairs = new Map<Item, number>();
  // Lines without wildcards first: they have only one counterpart.
  const ranked = [...items].sort(
    (a, b) => Number(a.kind !== 'line') - Number(b.kind !== 'line') || wildness(a) - wildness(b),
  );
  for (const item of ranked) {
    if (item.kind === 'many') {
      unused.length = 0;
      continue;
    }
    const at = unused.findIndex((index) => accepts(item, actual[index] ?? ''));
    if (at < 0) continue;
    pairs.set(item, unused[at] ?? 0);
    unused.splice(at, 1);
  }
  return { pairs, unused };
}

function wildness(item: Item): number {
  return item.text.includes('<...>') || item.text.includes('0x...') ? 1 : 0;
}

/** Is `actual` what `expected` says? */
export function textMatches(expected: string, actual: string, match: Match): boolean {
  const items = itemsOf(expected, match);
  const lines = linesOfText(actual);
  if (match !== 'unordered') return matchesInOrder(items, lines);
  const { pairs, unused } = pairUnordered(items, lines);
  return unused.length === 0 && items.every((item) => item.kind === 'many' || pairs.has(item));
}
