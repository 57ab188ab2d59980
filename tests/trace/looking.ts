/** Finds frames, functions and cells of a recording by identity, not only by name or value. */
import assert from 'node:assert/strict';
import { type HeapObject, MODULE_FRAME, referenceOf, type Trace, type Value } from '../../src/lesson/trace/trace.ts';
import { type Frame, type View, viewAt } from '../../src/lesson/trace/view.ts';

type KindOf<O, K> = O extends { k: infer L } ? (K extends L ? O : never) : never;
type Kind<K extends HeapObject['k']> = KindOf<HeapObject, K>;

export const views = (trace: Trace): readonly View[] => trace.steps.map((_, i) => viewAt(trace, i));
export const last = (trace: Trace): View => viewAt(trace, trace.steps.length - 1);
export const calls = (trace: Trace, name: string): readonly View[] =>
  views(trace).filter((view) => view.event === 'call' && top(view).code.name.split('.').at(-1) === name);

export function top(view: View): Frame {
  const frame = view.frames.get(view.stack.at(-1) ?? MODULE_FRAME);
  assert.ok(frame);
  return frame;
}

export function variable(view: View, frame: number, name: string): Value {
  const value = view.frames.get(frame)?.variables.get(name);
  assert.notEqual(value, undefined, `frame ${frame} has no ${name} at step ${view.index}`);
  return value as Value;
}

export function object<K extends HeapObject['k']>(view: View, value: Value | undefined, kind: K): Kind<K> {
  const found = view.objects.get(referenceOf(value) ?? -1);
  assert.equal(found?.k, kind);
  return found as Kind<K>;
}

export function items(view: View, value: Value | undefined): readonly Value[] {
  const found = view.objects.get(referenceOf(value) ?? -1);
  assert.ok(found && 'v' in found && Array.isArray(found.v));
  return found.v as readonly Value[];
}

/** The number of the cell for a name in a function's closure. */
export function captured(view: View, value: Value | undefined, name: string): number {
  const cell = object(view, value, 'function').cl?.find(([free]) => free === name)?.[1];
  assert.notEqual(cell, undefined, `the function captures no ${name}`);
  return referenceOf(cell) as number;
}

export const cellsOf = (view: View): readonly Kind<'cell'>[] =>
  [...view.objects.values()].filter((o): o is Kind<'cell'> => o.k === 'cell');
