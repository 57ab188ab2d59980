/** Which blocks run before which: a block that continues another sees what that one, and those before it, left behind. */
import type { Lesson } from './lesson.ts';
import type { Snippet } from './snippet.ts';

/** The snippets that run in one namespace, from the first of the chain to `id`; empty when there is no such snippet. */
export function sessionOf<S extends Pick<Snippet, 'id' | 'continues'>>(
  lesson: { readonly snippets: readonly S[] },
  id: string,
): readonly S[] {
  const byId = new Map(lesson.snippets.map((snippet) => [snippet.id, snippet]));
  const chain: S[] = [];
  let next = byId.get(id);
  while (next !== undefined && !chain.includes(next)) {
    chain.unshift(next);
    next = next.continues === undefined ? undefined : byId.get(next.continues);
  }
  return chain;
}

/** The name of the namespace that a chain runs in: its first snippet's. Branches share the name and start it anew. */
export function namespaceOf(chain: readonly { readonly id: string }[]): string {
  return chain[0]?.id ?? '';
}

/** What ran, or is to run, in a namespace: the code counts, for the reader may have changed it. */
export interface Step {
  readonly id: string;
  readonly code: string;
}

export interface Plan {
  /** Start the namespace anew before the first step. */
  readonly fresh: boolean;
  /** Never empty for a chain that is not; the last one is what was asked for. */
  readonly steps: readonly Step[];
}

/** What must run so that the last step of `chain` finds the state the page promises, given what its namespace has run since it was fresh (null: nothing yet). */
export function planFor(chain: readonly Step[], executed: readonly Step[] | null): Plan {
  const steps = chain.map(({ id, code }) => ({ id, code }));
  const before = steps.slice(0, -1);
  const same =
    executed !== null &&
    executed.length > 0 &&
    executed.length <= before.length &&
    executed.every((step, index) => step.id === before[index]?.id && step.code === before[index]?.code);
  return same ? { fresh: false, steps: steps.slice(executed.length) } : { fresh: true, steps };
}

/** The same lesson read as one long session, as most documents elsewhere are written: each block continues the one above. */
export function asOneSession(lesson: Lesson): Lesson {
  let previous: string | undefined;
  const snippets = lesson.snippets.map((snippet) => {
    if (snippet.role !== undefined) return snippet;
    const joined =
      snippet.continues === undefined && previous !== undefined ? { ...snippet, continues: previous } : snippet;
    previous = snippet.id;
    return joined;
  });
  return { ...lesson, snippets };
}
