/** Where Python finds a name that is not a plain local one: in a cell of an enclosing function, or in the module. */

import { codeText, isOnlyCall } from './names.ts';
import { code, ordinal, shortName, type Words } from './text.ts';
import { type HeapObject, type Label, MODULE_FRAME, type Trace } from './trace.ts';
import { type Computed, type Frame, ranIn, type View, viewAt } from './view.ts';
import { valueWords } from './words.ts';

export interface Lookup {
  readonly name: string;
  /** Where the name stands, as an index of the trace's places. */
  readonly place: number;
  readonly scope: 'enclosing' | 'module';
  /** The frame that reads it. */
  readonly frame: number;
  readonly cell: number | undefined;
  /** "`n`: not local, not enclosing → the module's, `2`" */
  readonly words: Words;
}

const found = new WeakMap<Trace, readonly (readonly Lookup[])[]>();

/** What has been looked up since the step before. A call tells of a name once, and again when its value is another. */
export function lookupsAt(trace: Trace, index: number): readonly Lookup[] {
  const known = found.get(trace) ?? lookupsOf(trace);
  found.set(trace, known);
  return known[index] ?? [];
}

function lookupsOf(trace: Trace): readonly (readonly Lookup[])[] {
  const told = new Map<string, string>();
  return trace.steps.map((_, index) => {
    const view = viewAt(trace, index);
    const reader = ranIn(view);
    if (reader === undefined) return [];
    return view.computed.flatMap((read) => {
      const lookup = lookupOf(view, reader, read);
      const key = `${reader.id}:${lookup?.name}`;
      const value = JSON.stringify(read.value);
      if (lookup === undefined || told.get(key) === value) return [];
      told.set(key, value);
      return [lookup];
    });
  });
}

function lookupOf(view: View, reader: Frame, read: Computed): Lookup | undefined {
  const { place, found: where, cell: id, value } = read;
  const name = nameAt(view.trace, place);
  if (where === undefined || name === undefined) return undefined;
  // What a list held when it was read, not what it has become since.
  const then = view.index > 0 ? viewAt(view.trace, view.index - 1) : view;
  const common = { name, place, frame: reader.id, cell: id };
  if (id === undefined) {
    const words = [...moduleWords(view, reader, name, where === 'h'), ...valueAtRead(view, then, value)];
    return { ...common, scope: 'module', words };
  }
  const cell = view.objects.get(id) ?? then.objects.get(id);
  // `super()` reads `__class__`, which stands nowhere; and a function's own variable needs no look-up.
  if (cell?.k !== 'cell' || cell.n !== name || (cell.own === reader.id && reader.id !== MODULE_FRAME)) return undefined;
  const words: Words = [
    code(name),
    ': not local → ',
    ...ownerWords(view, cell),
    ', ',
    ...valueAtRead(view, then, value),
  ];
  return { ...common, scope: 'enclosing', words };
}

function valueAtRead(view: View, then: View, value: Label): Words {
  const isKnown = Array.isArray(value) && value[0] === 'r' && then.objects.has(value[1]);
  return valueWords(isKnown ? then : view, value);
}

function moduleWords(view: View, reader: Frame, name: string, hidesBuiltin: boolean): Words {
  const whose = hidesBuiltin ? ' → the module’s, which hides the builtin: ' : ' → the module’s, ';
  if (reader.code.globals?.includes(name)) return [code(name), ': declared ', code('global'), whose];
  if (reader.code.kind === 'class' && !reader.variables.has(name))
    return [code(name), ': not in the class body', whose];
  const body = classAround(view, reader, name);
  const passed: Words = body === undefined ? [] : [' (the body of class ', code(body), ' does not count)'];
  return [code(name), ': not local, not enclosing', ...passed, whose];
}

/** The class whose body binds the name and is written around its reader: functions do not look there. */
function classAround(view: View, reader: Frame, name: string): string | undefined {
  if (reader.code.kind === 'class') return shortName(reader.code.name);
  for (let of = view.trace.codes[reader.code.parent ?? -1]; of !== undefined; of = view.trace.codes[of.parent ?? -1]) {
    const qualified = of.name;
    if (of.kind !== 'class') continue;
    const made = [...view.objects.values()].find((object) => object.k === 'class' && object.n === qualified);
    if (made?.k === 'class' && made.at?.some(([key]) => key === name)) return shortName(qualified);
  }
  return undefined;
}

type Cell = Extract<HeapObject, { k: 'cell' }>;

/** "the enclosing `turnstile`'s cell (first call)" */
function ownerWords(view: View, cell: Cell): Words {
  const owner = cell.own === undefined ? undefined : view.frames.get(cell.own);
  if (owner === undefined) return ['a cell from before'];
  if (owner.id === MODULE_FRAME) return ['the comprehension’s cell'];
  const call = isOnlyCall(view.trace, owner) ? '' : ` (${ordinal(owner.call)} call)`;
  if (owner.code.kind === 'class') return ['the cell of the body of class ', code(shortName(owner.code.name))];
  return ['the enclosing ', code(codeText(view.trace, owner.code)), `’s cell${call}`];
}

/** The name that stands at a place; undefined when something else does. */
function nameAt(trace: Trace, place: number): string | undefined {
  const [block = 0, line = 1, column = 0, endLine, end = 0] = trace.places[place] ?? [];
  if (endLine !== line) return undefined;
  const text = trace.sources[block]?.split('\n')[line - 1]?.slice(column, end) ?? '';
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) ? text : undefined;
}
