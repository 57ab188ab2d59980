/** Rebuilds what a moment of a trace looks like: the stack, every frame that still matters, every object, the output so far. */
import {
  type Code,
  type Event,
  type Found,
  type HeapObject,
  type Label,
  MODULE_FRAME,
  referenceOf,
  type Step,
  type Trace,
  type Turn,
  type Value,
} from './trace.ts';

export interface Frame {
  readonly id: number;
  readonly code: Code;
  /** Which call of this code it is, from 1, in the order of this recording. */
  readonly call: number;
  /** The function object it runs; undefined when unknown or none. */
  readonly runs: number | undefined;
  readonly generator: number | undefined;
  readonly variables: ReadonlyMap<string, Value>;
  /** Where it stands: the line, and the place of the expression in progress. */
  readonly line: number;
  readonly place: number | undefined;
}

export type FrameStatus = 'running' | 'waiting' | 'suspended' | 'returned';

export interface Computed {
  readonly place: number;
  readonly value: Label;
  readonly cell: number | undefined;
  /** Where a name was found that was looked up. */
  readonly found: Found | undefined;
}

export interface View {
  readonly trace: Trace;
  readonly index: number;
  readonly event: Event;
  readonly line: number;
  /** The program of the session whose text is shown. */
  readonly block: number;
  readonly place: number | undefined;
  readonly value: Value | undefined;
  readonly turn: Turn | undefined;
  /** Frames on the call stack, the module first. */
  readonly stack: readonly number[];
  /** Every frame seen so far; `visibleFrames` says which to show. */
  readonly frames: ReadonlyMap<number, Frame>;
  readonly objects: ReadonlyMap<number, HeapObject>;
  /** The frame in which each function object was made, where that is known. */
  readonly makers: ReadonlyMap<number, number>;
  readonly computed: readonly Computed[];
  readonly output: readonly (readonly [stream: 0 | 1, text: string])[];
  /** Index in `output` of the first piece that is new. */
  readonly newOutput: number;
  /** What this step changed: `frame:name` for variables, numbers for objects. */
  readonly changedVariables: ReadonlySet<string>;
  readonly changedObjects: ReadonlySet<number>;
  /** Variables that are gone since the step before, as `frame:name`. */
  readonly removedVariables: ReadonlySet<string>;
}

const made = new WeakMap<Trace, View[]>();

/** The moment after step `index`; indexes beyond either end are clamped. Views of one trace share what did not change. */
export function viewAt(trace: Trace, index: number): View {
  const views = made.get(trace) ?? [];
  made.set(trace, views);
  const wanted = Math.max(0, Math.min(index, trace.steps.length - 1));
  for (let i = views.length; i <= wanted; i++) {
    const step = trace.steps[i];
    if (step === undefined) break;
    views.push(next(trace, views[i - 1], step));
  }
  const view = views[wanted];
  if (view === undefined) throw new Error('This trace has no steps: there is nothing to show.');
  return view;
}

function next(trace: Trace, before: View | undefined, step: Step): View {
  const stack = stackAfter(before?.stack ?? [], step);
  const top = stack.at(-1) ?? MODULE_FRAME;
  const changedVariables = new Set<string>();
  const removedVariables = new Set<string>();
  const frames = framesAfter(trace, before?.frames, step, changedVariables, removedVariables);
  const running = frames.get(top);
  const caller = stack.at(-2);
  if (running !== undefined && step.l > 0) frames.set(top, { ...running, line: step.l, place: undefined });
  if (step.e === 'call' && step.p !== undefined && caller !== undefined) {
    const waiting = frames.get(caller);
    if (waiting !== undefined) frames.set(caller, { ...waiting, place: step.p });
  }
  const changed = Object.keys(step.ob ?? {}).map(Number);
  const objects = objectsAfter(before?.objects, step);
  const isCode = running !== undefined && top !== MODULE_FRAME;
  return {
    trace,
    index: (before?.index ?? -1) + 1,
    event: step.e,
    line: step.l,
    block: isCode ? running.code.block : trace.sources.length - 1,
    place: step.p,
    value: step.v,
    turn: step.t,
    stack,
    frames,
    objects,
    makers: makersAfter(trace, before, { stack, frames, objects, event: step.e }, changed),
    computed: (step.s ?? []).map(([place, value, found]) => ({
      place,
      value,
      found,
      cell: typeof found === 'number' ? found : undefined,
    })),
    output: step.o === undefined ? (before?.output ?? []) : [...(before?.output ?? []), ...step.o],
    newOutput: before?.output.length ?? 0,
    changedVariables,
    changedObjects: new Set(changed),
    removedVariables,
  };
}

function stackAfter(before: readonly number[], step: Step): readonly number[] {
  if (step.st === undefined) return before;
  const [kept = 0, ...added] = step.st;
  return [...before.slice(0, kept), ...added];
}

function framesAfter(
  trace: Trace,
  before: ReadonlyMap<number, Frame> | undefined,
  step: Step,
  changed: Set<string>,
  removed: Set<string>,
): Map<number, Frame> {
  const frames = new Map(before);
  for (const [key, delta] of Object.entries(step.fr ?? {})) {
    const id = Number(key);
    const known = frames.get(id);
    const code = delta.c === undefined ? undefined : trace.codes[delta.c];
    // A code index says that the frame is told from the start, even when it was known once.
    const variables = new Map(code === undefined ? known?.variables : undefined);
    for (const name of delta.x ?? []) {
      variables.delete(name);
      removed.add(`${id}:${name}`);
    }
    for (const [name, value] of Object.entries(delta.v ?? {})) {
      variables.set(name, value);
      if (!isSame(known?.variables.get(name), value)) changed.add(`${id}:${name}`);
    }
    const base = known ?? newFrame(frames, id, code, delta.fn, delta.g);
    frames.set(id, { ...base, variables });
  }
  return frames;
}

export function isSame(a: Value | undefined, b: Value | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The frame whose code has run since the step before: the caller, when the step enters a frame. */
export function ranIn(view: View): Frame | undefined {
  const entered = view.event === 'call' || view.event === 'resume' || view.event === 'throw';
  return view.frames.get(view.stack.at(entered ? -2 : -1) ?? MODULE_FRAME);
}

function newFrame(
  frames: ReadonlyMap<number, Frame>,
  id: number,
  code: Code | undefined,
  runs: Value | undefined,
  generator: Value | undefined,
): Frame {
  if (code === undefined) throw new Error(`The trace is damaged: frame ${id} appears without its code.`);
  let call = 1;
  for (const frame of frames.values()) if (frame.code === code) call++;
  return {
    id,
    code,
    call,
    runs: referenceOf(runs),
    generator: referenceOf(generator),
    variables: new Map(),
    line: code.kind === 'module' ? 0 : code.line,
    place: undefined,
  };
}

function objectsAfter(
  before: ReadonlyMap<number, HeapObject> | undefined,
  step: Step,
): ReadonlyMap<number, HeapObject> {
  if (step.ob === undefined && step.x === undefined) return before ?? new Map();
  const objects = new Map(before);
  for (const gone of step.x ?? []) objects.delete(gone);
  for (const [key, object] of Object.entries(step.ob ?? {})) objects.set(Number(key), object);
  return objects;
}

/**
 * A function object is made by the code it is written in, so the frame that ran just before the function first appears made it,
 * provided that this frame runs that code. Otherwise its maker stays unknown; a module has only one frame.
 */
function makersAfter(
  trace: Trace,
  before: View | undefined,
  now: Pick<View, 'stack' | 'frames' | 'objects' | 'event'>,
  changed: readonly number[],
): ReadonlyMap<number, number> {
  const news: [number, number][] = [];
  for (const id of changed) {
    const object = now.objects.get(id);
    if (object?.k !== 'function' || object.c === undefined || before?.makers.has(id)) continue;
    const parent = trace.codes[trace.codes[object.c]?.parent ?? -1];
    if (parent === undefined) continue;
    const entered = now.event === 'call' || now.event === 'resume' || now.event === 'throw';
    const ran = now.stack.at(entered ? -2 : -1);
    const owner = ownerOfClosure(object, parent, now);
    if (parent.kind === 'module') news.push([id, MODULE_FRAME]);
    else if (owner !== undefined) news.push([id, owner]);
    else if (ran !== undefined && now.frames.get(ran)?.code === parent && !before?.objects.has(id))
      news.push([id, ran]);
  }
  return news.length === 0 ? (before?.makers ?? new Map()) : new Map([...(before?.makers ?? []), ...news]);
}

/** A cell that the parent's own call made says exactly which call that was. */
function ownerOfClosure(
  object: Extract<HeapObject, { k: 'function' }>,
  parent: Code,
  now: Pick<View, 'frames' | 'objects'>,
): number | undefined {
  for (const [, value] of object.cl ?? []) {
    const cell = now.objects.get(referenceOf(value) ?? -1);
    if (cell?.k === 'cell' && cell.own !== undefined && now.frames.get(cell.own)?.code === parent) return cell.own;
  }
  return undefined;
}

/** The frames a picture shows, in the order they were made: on the stack, asleep in a generator, or gone but with a living cell. */
export function visibleFrames(view: View): ReadonlyMap<number, FrameStatus> {
  const found = new Map<number, FrameStatus>();
  const top = view.stack.at(-1);
  for (const id of view.stack) found.set(id, id === top ? 'running' : 'waiting');
  for (const object of view.objects.values()) {
    if (
      (object.k === 'generator' || object.k === 'coroutine' || object.k === 'async generator') &&
      object.fr !== undefined
    ) {
      if (object.s !== 'closed' && !found.has(object.fr) && view.frames.has(object.fr))
        found.set(object.fr, 'suspended');
    }
  }
  for (const object of view.objects.values()) {
    if (object.k === 'cell' && object.own !== undefined && !found.has(object.own) && view.frames.has(object.own)) {
      found.set(object.own, 'returned');
    }
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** Variables that a frame still has: after its return, only those whose cell lives on. */
export function variablesOf(view: View, frame: Frame, status: FrameStatus): readonly (readonly [string, Value])[] {
  const all = [...frame.variables];
  if (status !== 'returned') return all;
  return all.filter(([, value]) => Array.isArray(value) && value[0] === '&' && view.objects.has(value[1] as number));
}

/** The frame in which the function that a frame runs was defined: its parent in the text, not its caller. */
export function definedIn(view: View, frame: Frame): number | undefined {
  if (frame.runs !== undefined) return view.makers.get(frame.runs);
  // A class body or a comprehension runs where it is written.
  const below = view.stack[view.stack.indexOf(frame.id) - 1];
  return frame.code.kind === 'class' ? below : undefined;
}
