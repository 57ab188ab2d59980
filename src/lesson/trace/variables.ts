/** What a frame's variable is: a plain value, a cell of the call's own, or somebody else's cell. */
import type { Value } from './trace.ts';
import type { Frame, View } from './view.ts';

export function isCell(value: Value): value is readonly ['&', number] {
  return Array.isArray(value) && value[0] === '&';
}

/** Whether a frame's variable is somebody else's. */
export function isBorrowed(view: View, frame: Frame, value: Value): boolean {
  if (Array.isArray(value) && value[0] === '?') return true;
  if (!isCell(value)) return false;
  const cell = view.objects.get(value[1]);
  return cell?.k === 'cell' && cell.own !== frame.id;
}

export function isEmpty(view: View, value: Value): boolean {
  return isCell(value) && heldBy(view, value) === undefined;
}

/** What a variable holds, through its cell; undefined when that is empty. */
export function heldBy(view: View, value: Value): Value | undefined {
  if (Array.isArray(value) && value[0] === '?') return value[1] as Value;
  if (!isCell(value)) return value;
  const cell = view.objects.get(value[1]);
  return cell?.k === 'cell' ? cell.v : undefined;
}

/** A name that a reader has written: not the interpreter's own (`.0`), not an object on the evaluation stack (`#0`). */
export function isWritten(name: string): boolean {
  return !name.startsWith('#') && !name.startsWith('.');
}
