/** `<Aside>`: something beside the way. */
import { INERT, type Part } from '../part.ts';

export const aside: Part<never> = {
  name: 'Aside',
  attributes: { kind: ['note', 'javascript', 'refresher', 'reference'], title: 'optional' },
  parents: null,
  ...INERT,
  component: () => import('./Aside.astro'),
  guide: 'Something beside the way, of one of four kinds.',
};
