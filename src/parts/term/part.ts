/** `<Term>`: a word of the glossary. */
import { INERT, type Part } from '../part.ts';

export const term: Part<never> = {
  name: 'Term',
  attributes: { id: 'optional' },
  parents: null,
  ...INERT,
};
