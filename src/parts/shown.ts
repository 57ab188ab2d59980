/** What others show of the parts: search and notebooks, never an answer; the page's scripts, which part needs them. */
import { PARTS } from './registry.ts';

/** What a fence with this role holds may be seen by whoever has not solved the task. */
export const SHOWN_ROLES: readonly string[] = [
  ...new Set(PARTS.flatMap(({ roles }) => Object.keys(roles).filter((role) => roles[role] === 'shown'))),
];

/** Classes of elements that are records of their own. */
export const SEARCH_RECORDS: ReadonlySet<string> = new Set(PARTS.flatMap(({ search }) => search.record ?? []));
/** Classes of what is not to be found. */
export const NOT_FOR_SEARCH: ReadonlySet<string> = new Set(PARTS.flatMap(({ search }) => search.leavesOut));

export const NOT_FOR_NOTEBOOKS: readonly string[] = [...new Set(PARTS.flatMap(({ notebook }) => notebook.leavesOut))];

export const ELEMENTS = PARTS.flatMap(({ element }) => element ?? []);
