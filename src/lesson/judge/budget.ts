/** How much work a comparison may take: a page's text decides what is compared with what, so nothing else limits it. */

/** Steps for one expected text: a fraction of a second, and far more than any text that a reader could read. */
const STEPS = 20_000_000;

export interface Budget {
  left: number;
}

/** A comparison that would take too long is given up: it says nothing, and is never taken for a match. */
export class TooMuch extends Error {}

export function newBudget(): Budget {
  return { left: STEPS };
}

export function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw new TooMuch('The texts are too long to be compared.');
}
