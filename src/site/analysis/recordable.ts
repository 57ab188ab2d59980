/** What has to run so that one block of a lesson can be recorded: its session, and the lines that it reads. */
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
