/** `<Asked>`: questions in readers’ words that search alone knows; src/course/asked.ts reads them. */
import { INERT, type Part } from '../part.ts';

export const asked: Part<never> = {
  name: 'Asked',
  attributes: {},
  parents: null,
  ...INERT,
  component: () => import('./Asked.astro'),
  guide: 'What readers would ask in their own words; only search knows it. See “What readers ask”.',
};
