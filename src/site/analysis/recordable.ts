/** What is needed to record one block: the programs of its session, and the lines of input that it reads. */
import { sessionOf } from '../../lesson/read/session.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';
import type { Recordable } from './recordings.ts';

export function recordableOf(lesson: { readonly snippets: readonly Snippet[] }, id: string): Recordable {
  const chain = sessionOf(lesson, id);
  return {
    programs: chain.map(({ id: name, kind, code }) => ({ id: name, kind, code })),
    stdin: chain.at(-1)?.stdin ?? [],
  };
}
