/** `<Reflect>`: a question without a right answer. */
import { type ElementBlock, hasText } from '../../lesson/read/block.ts';
import { asksNothing, type Part, type Reading, verifiesNothing } from '../part.ts';

export const reflect: Part<ElementBlock> = {
  name: 'Reflect',
  attributes: { id: 'required' },
  parents: null,
  roles: {},
  isChecked: false,
  read: readReflection,
  verify: verifiesNothing,
  questions: asksNothing,
  progress: null,
  setting: null,
  search: { record: null, leavesOut: [] },
  notebook: { leavesOut: ['reflect-note'] },
  component: () => import('./Reflect.astro'),
  element: { tag: 'reflect-note', folder: 'reflect' },
  guide: 'A question without a right answer. What the reader writes stays on the device.',
};

function readReflection(element: ElementBlock, { report }: Reading): ElementBlock {
  if (!hasText(element.children)) report(element.span.start, 'There is no prompt', 'Write it inside `<Reflect>`.');
  return element;
}
