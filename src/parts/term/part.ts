/** `<Term>`: a word of the glossary. */
import { INERT, type Part } from '../part.ts';

export const term: Part<never> = {
  name: 'Term',
  attributes: { id: 'optional' },
  parents: null,
  ...INERT,
  component: () => import('./Term.astro'),
  guide: 'A word of the glossary, with its text as a preview; `id` names the term where the words differ.',
};
