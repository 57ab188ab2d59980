/** Questions about one cell: who holds it, and what it has held. */

import { functionText, ownerWords } from './names.ts';
import { code, listed, type Words } from './text.ts';
import { type HeapObject, referenceOf, type Trace, type Value } from './trace.ts';
import { type View, viewAt, visibleFrames } from './view.ts';
import { valueWords } from './words.ts';

export interface Sharers {
  /** Functions whose closure holds the cell, by object number. */
  readonly functions: readonly number[];
  /** Frames with a variable in the cell. */
  readonly frames: readonly number[];
}

export function sharersOf(view: View, cell: number): Sharers {
  const functions = [...view.objects]
    .filter(([, object]) => object.k === 'function' && object.cl?.some(([, value]) => referenceOf(value) === cell))
    .map(([id]) => id);
  const frames = [...visibleFrames(view).keys()].filter((id) =>
    [...(view.frames.get(id)?.variables.values() ?? [])].some((value) => isIn(value, cell)),
  );
  return { functions, frames };
}

function isIn(value: Value, cell: number): boolean {
  return Array.isArray(value) && value[0] === '&' && value[1] === cell;
}

/** "`balance` belongs to the first call of `open_account`; functions `deposit` and `show` hold it." */
export function sharersWords(trace: Trace, view: View, cell: number): Words {
  const object = view.objects.get(cell);
  if (object?.k !== 'cell') return [];
  const owner = object.own === undefined ? undefined : view.frames.get(object.own);
  const { functions } = sharersOf(view, cell);
  const names = functions.map((id): Words => [code(nameOf(trace, view.objects.get(id)))]);
  const start: Words = [
    'The cell ',
    code(object.n ?? '?'),
    ...(owner === undefined ? [' was made outside of this recording'] : [' belongs to ', ...ownerWords(trace, owner)]),
  ];
  if (names.length === 0) return [...start, '; no function holds it.'];
  const distinct = new Set(names.map((words) => JSON.stringify(words)));
  const shared: Words =
    distinct.size === 1 && names.length > 1
      ? [`${names.length} functions named `, ...(names[0] ?? []), ' share it']
      : names.length === 1
        ? ['function ', ...(names[0] ?? []), ' holds it']
        : ['functions ', ...listed(names), ' share it'];
  return [...start, '; ', ...shared, '.'];
}

function nameOf(trace: Trace, object: HeapObject | undefined): string {
  return object?.k === 'function' ? functionText(trace, object) : '?';
}

export interface Past {
  readonly step: number;
  /** Undefined while the cell is empty. */
  readonly value: Words | undefined;
}

const pasts = new WeakMap<Trace, Map<number, readonly Past[]>>();

/** What a cell has held, and since which step; the whole recording, not only up to now. */
export function historyOf(trace: Trace, cell: number): readonly Past[] {
  const known = pasts.get(trace) ?? new Map<number, readonly Past[]>();
  pasts.set(trace, known);
  const found = known.get(cell);
  if (found !== undefined) return found;
  const history: Past[] = [];
  for (const [index, step] of trace.steps.entries()) {
    const object = step.ob?.[cell];
    if (object?.k !== 'cell') continue;
    const view = viewAt(trace, index);
    history.push({ step: index, value: object.v === undefined ? undefined : valueWords(view, object.v) });
  }
  const distinct = history.filter(
    ({ value }, index) => index === 0 || JSON.stringify(value) !== JSON.stringify(history[index - 1]?.value),
  );
  known.set(cell, distinct);
  return distinct;
}
