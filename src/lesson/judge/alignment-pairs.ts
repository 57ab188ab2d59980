/** Which printed lines stand for which lines of the page, where the two are not the same. */
import type { Item } from './match.ts';

export type Pair = readonly [item: number, line: number];

/** Items of the page, printed lines, and which of them accept which. */
export interface Table {
  readonly items: readonly Item[];
  readonly lines: readonly string[];
  fits(item: number, line: number): boolean;
}

/** Beyond this many cells a difference is not looked for line by line. */
const MOST_CELLS = 4_000_000;

/** Stands for any number of lines. */
export const isStar = (item: Item | undefined): boolean => item?.kind === 'many' || item?.kind === 'frames';

/** The cheapest way from the page to the print, between the lines that are the same at both ends. */
export function pairsInOrder(table: Table): readonly Pair[] {
  const { items, lines, fits } = table;
  const isSame = (item: number, line: number): boolean => items[item]?.kind === 'line' && fits(item, line);
  let start = 0;
  while (start < Math.min(items.length, lines.length) && isSame(start, start)) start += 1;
  let end = 0;
  const most = Math.min(items.length, lines.length) - start;
  while (end < most && isSame(items.length - 1 - end, lines.length - 1 - end)) end += 1;
  const inside: Table = {
    items: items.slice(start, items.length - end),
    lines: lines.slice(start, lines.length - end),
    fits: (item, line) => fits(start + item, start + line),
  };
  return [
    ...Array.from({ length: start }, (_, index): Pair => [index, index]),
    ...cheapest(inside).map(([item, line]): Pair => [start + item, start + line]),
    ...Array.from({ length: end }, (_, index): Pair => [items.length - end + index, lines.length - end + index]),
  ];
}

function cheapest({ items, lines, fits }: Table): readonly Pair[] {
  const columns = lines.length + 1;
  if ((items.length + 1) * columns > MOST_CELLS) return [];
  const cost = new Uint32Array((items.length + 1) * columns);
  const fitting = new Uint8Array(cost.length);
  const at = (item: number, line: number): number => cost[item * columns + line] ?? 0;
  for (let item = items.length; item >= 0; item -= 1) {
    for (let line = lines.length; line >= 0; line -= 1) {
      const current = items[item];
      const good = current !== undefined && line < lines.length && fits(item, line);
      if (good) fitting[item * columns + line] = 1;
      let least: number;
      if (current === undefined) least = lines.length - line;
      else if (isStar(current)) least = good ? Math.min(at(item + 1, line), at(item, line + 1)) : at(item + 1, line);
      else if (line === lines.length) least = 1 + at(item + 1, line);
      else {
        const paired = at(item + 1, line + 1) + (good ? 0 : 1);
        least = Math.min(paired, 1 + Math.min(at(item + 1, line), at(item, line + 1)));
      }
      // A star that cannot take this line may still stand above one that is too many.
      if (isStar(current) && line < lines.length) least = Math.min(least, 1 + at(item, line + 1));
      cost[item * columns + line] = least;
    }
  }
  const pairs: Pair[] = [];
  let item = 0;
  let line = 0;
  while (item < items.length && line < lines.length) {
    const good = fitting[item * columns + line] === 1;
    const here = at(item, line);
    if (isStar(items[item])) {
      if (here === at(item + 1, line)) item += 1;
      else if (good && here === at(item, line + 1)) pairs.push([item, line++]);
      else line += 1;
    } else if (good && here === at(item + 1, line + 1)) pairs.push([item++, line++]);
    // A changed line rather than one gone and another new: a wildcard next to it must not swallow the change.
    else if (here === 1 + at(item + 1, line + 1)) {
      item += 1;
      line += 1;
    } else if (here === 1 + at(item + 1, line)) item += 1;
    else line += 1;
  }
  return pairs;
}

/** Pairs lines regardless of their order, those first that leave nothing open: they have only one counterpart. */
export function pairsUnordered({ items, lines, fits }: Table): readonly Pair[] {
  const pairs: Pair[] = [];
  const unused = new Set(lines.keys());
  const ranks = [...items.keys()].map((item) => ({ item, rank: rankOf(items[item]) }));
  for (const { item, rank } of ranks.sort((a, b) => a.rank - b.rank)) {
    for (const line of unused) {
      if (!fits(item, line)) continue;
      pairs.push([item, line]);
      unused.delete(line);
      if (rank < MANY) break;
    }
  }
  return pairs.sort(([a, b], [c, d]) => a - c || b - d);
}

const MANY = 3;

function rankOf(item: Item | undefined): number {
  if (isStar(item)) return MANY;
  return item?.kind === 'any' ? 2 : item?.kind === 'line' && !item.pattern.isLiteral ? 1 : 0;
}
