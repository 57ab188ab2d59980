/** What the code that runs would call an object: by a variable it sees, or by an attribute or an entry of one. */

import { shortName } from './text.ts';
import { MODULE_FRAME, referenceOf, type Value } from './trace.ts';
import { heldBy, isWritten } from './variables.ts';
import { ranIn, type View } from './view.ts';
import { atomText } from './words.ts';

/** `queue`, `self.items`, `stock['pears']`; undefined for an object that no name leads to in two steps. */
export function nameOf(view: View, id: number): string | undefined {
  const object = view.objects.get(id);
  const seen = variablesSeen(view);
  for (const [name, value] of seen) if (referenceOf(heldBy(view, value)) === id) return name;
  if (object?.k === 'class') return shortName(object.n);
  for (const [name, value] of seen) {
    const within = pathWithin(view, referenceOf(heldBy(view, value)), id);
    if (within !== undefined) return name + within;
  }
  return undefined;
}

/** Variables of the frame that ran, then the module's. */
function variablesSeen(view: View): readonly (readonly [string, Value])[] {
  const frame = ranIn(view);
  const own = [...(frame?.variables ?? [])].filter(([name]) => isWritten(name) && !name.includes('@'));
  if (frame === undefined || frame.id === MODULE_FRAME) return own;
  const taken = new Set(own.map(([name]) => name));
  const module = [...(view.frames.get(MODULE_FRAME)?.variables ?? [])];
  return [...own, ...module.filter(([name]) => isWritten(name) && !name.includes('@') && !taken.has(name))];
}

function pathWithin(view: View, holder: number | undefined, id: number): string | undefined {
  const object = view.objects.get(holder ?? -1);
  if (object === undefined) return undefined;
  if (object.k === 'list' || object.k === 'tuple') {
    const index = (object.v ?? []).findIndex((item) => referenceOf(item) === id);
    return index === -1 ? undefined : `[${index}]`;
  }
  if (!('at' in object)) return undefined;
  const key = object.at?.find(([, value]) => referenceOf(value) === id)?.[0];
  if (key === undefined) return undefined;
  if (object.k !== 'dict') return typeof key === 'string' ? `.${key}` : undefined;
  const text = atomText(key);
  return text === undefined ? undefined : `[${text}]`;
}
