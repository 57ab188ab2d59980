/** Which printed line is which line of the page. Everything that compares reads this: the verdict, the difference, the cause, the update, and whether a block is stable. */

import type { Match } from '../read/snippet.ts';
import { isStar, type Pair, pairsInOrder, pairsUnordered, type Table } from './alignment-pairs.ts';
import { withSortedBraces } from './braces.ts';
import { type Budget, newBudget, spend, TooMuch } from './budget.ts';
import { type Item, itemsOf, linesOfText } from './match.ts';
import { rolesOf } from './traceback.ts';

export interface Alignment {
  /** The printed text is what the page says. */
  readonly holds: boolean;
  /** The comparison would have taken too long: it does not hold, and nobody knows more. */
  readonly givenUp: boolean;
  readonly match: Match;
  readonly items: readonly Item[];
  /** The printed lines. */
  readonly printed: readonly string[];
  /** Items (numbers in `items`) with the printed lines that they accept, by item and by line; wildcards may have several. */
  pairs(): readonly Pair[];
}

function tableOf(items: readonly Item[], printed: readonly string[], match: Match, budget: Budget): Table {
  const lines = match === 'unordered' ? printed.map(withSortedBraces) : printed;
  let roles: ReturnType<typeof rolesOf> | null = null;
  return {
    items,
    lines,
    fits(item, line) {
      const one = items[item];
      spend(budget, 1);
      if (one?.kind === 'line') return one.pattern.accepts(lines[line] ?? '', budget);
      if (one?.kind !== 'frames') return one !== undefined;
      roles ??= rolesOf(lines);
      return roles[line] === 'frame' || roles[line] === 'dots';
    },
  };
}

/** Does the whole text match, in order? All ways are followed at once: no wildcard makes the checker go back. */
function matchesInOrder({ items, lines, fits }: Table): boolean {
  if (!items.some(isStar)) return items.length === lines.length && items.every((_, index) => fits(index, index));
  /** Adds an item that may come next, and those behind it if it may stand for nothing. */
  const add = (to: Set<number>, item: number): void => {
    for (let at = item; !to.has(at); at += 1) {
      to.add(at);
      if (!isStar(items[at])) return;
    }
  };
  let next = new Set<number>();
  add(next, 0);
  for (const line of lines.keys()) {
    const after = new Set<number>();
    for (const item of next)
      if (item < items.length && fits(item, line)) add(after, isStar(items[item]) ? item : item + 1);
    if (after.size === 0) return false;
    next = after;
  }
  return next.has(items.length);
}

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | null = null;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

/** Compares a text of the page with what was printed. */
export function align(expected: string, actual: string, match: Match): Alignment {
  const budget = newBudget();
  let givenUp = false;
  const unlessTooMuch = <T>(otherwise: T, ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      givenUp = true;
      return otherwise;
    }
  };
  const items = itemsOf(expected, match);
  const printed = linesOfText(actual);
  const table = tableOf(items, printed, match, budget);
  const pairs = once(() =>
    unlessTooMuch<readonly Pair[]>([], () => (match === 'unordered' ? pairsUnordered(table) : pairsInOrder(table))),
  );
  const isWhole = (): boolean => {
    if (match !== 'unordered') return matchesInOrder(table);
    const paired = pairs();
    const met = new Set(paired.map(([item]) => item));
    return paired.length === printed.length && items.every((item, index) => isStar(item) || met.has(index));
  };
  const holds = unlessTooMuch(false, isWhole);
  return {
    holds,
    get givenUp() {
      return givenUp;
    },
    match,
    items,
    printed,
    pairs,
  };
}

/** Is `actual` what `expected` says? */
export function textMatches(expected: string, actual: string, match: Match): boolean {
  return align(expected, actual, match).holds;
}
