/** Boxes for objects: what each holds, in a few rows. */

import { codeText, functionText, placeWords } from '../../lesson/trace/names.ts';
import { plain, shortName } from '../../lesson/trace/text.ts';
import { type HeapObject, referenceOf, type Value } from '../../lesson/trace/trace.ts';
import type { View } from '../../lesson/trace/view.ts';
import { atomText, heldText, valueText } from '../../lesson/trace/words.ts';
import type { Box, Chip, Row } from './picture-boxes.ts';

const MOST_ROWS = 8;
const MOST_CHIPS = 6;

type Pairs = readonly (readonly [Value, Value])[];
type FunctionObject = Extract<HeapObject, { k: 'function' }>;

/** Boxes that would only distract: their whole content stands where they are used, or is the library's own business. */
function isFurniture(view: View, object: HeapObject): boolean {
  if (object.k === 'opaque' || object.k === 'iterator') return true;
  return isOfLibrary(view, object) && !partsOf(object).some(([, value]) => leadsToProgram(view, value));
}

function isOfLibrary(view: View, object: HeapObject): boolean {
  if (object.k === 'function' || object.k === 'instance') return object.lib === 1;
  if (object.k !== 'partial') return false;
  const inner = view.objects.get(referenceOf(object.f) ?? -1);
  return inner === undefined || isOfLibrary(view, inner);
}

/** Everything that an object's rows would show, by name. */
function partsOf(object: HeapObject): Pairs {
  const closure = object.k === 'function' ? (object.cl ?? []) : [];
  return [...closure, ...('at' in object ? (object.at ?? []) : [])];
}

/** Whether a value is something that the program has made, or a cell with such a thing in it. */
function leadsToProgram(view: View, value: Value): boolean {
  const object = view.objects.get(referenceOf(value) ?? -1);
  if (object === undefined) return false;
  if (object.k === 'cell')
    return object.own !== undefined || (object.v !== undefined && leadsToProgram(view, object.v));
  if (object.k === 'function') return object.c !== undefined;
  if (object.k === 'instance') return object.lib !== 1;
  return object.k === 'class' || ('fr' in object && object.fr !== undefined);
}

/** A value: its text when it is shown in place, else a pointer to its box, with a short name for it. */
export function chipOf(view: View, value: Value): Chip {
  const id = referenceOf(value);
  if (id === undefined) return { text: atomText(value) ?? valueText(view, value) };
  const object = view.objects.get(id);
  if (object === undefined || isFurniture(view, object)) return { text: valueText(view, value) };
  return { text: nameOf(view, id, object), to: object.k === 'cell' ? `c${id}` : `o${id}` };
}

function nameOf(view: View, id: number, object: HeapObject): string {
  if (object.k === 'function') return `ƒ ${functionText(view.trace, object)}`;
  if (object.k === 'list' || object.k === 'dict' || object.k === 'tuple' || object.k === 'set')
    return object.n ?? object.k;
  if (object.k === 'class') return shortName(object.n);
  if (object.k === 'instance') return shortName(object.n);
  return valueText(view, [id], 0);
}

export function objectBox(view: View, id: number, object: HeapObject): Box {
  const changed = view.changedObjects.has(id);
  const box = (sign: string, title: string, note: string, rows: readonly Row[]): Box => ({
    id: object.k === 'cell' ? `c${id}` : `o${id}`,
    kind: object.k === 'cell' ? 'cell' : 'object',
    sign,
    title,
    note,
    rows: limited(rows),
    changed,
  });
  const row = (name: string, ...values: readonly Value[]): Row => ({
    name,
    scope: 'plain',
    chips: values.map((value) => chipOf(view, value)),
    changed: false,
  });
  const ofLibrary = isOfLibrary(view, object);
  /** Of the library's own objects, only what leads back to the program. */
  const told = (items: Pairs): Pairs => (ofLibrary ? items.filter(([, value]) => leadsToProgram(view, value)) : items);
  const pairs = (items: Pairs = []): Row[] =>
    told(items).map(([key, value]) => row(typeof key === 'string' ? key : valueText(view, key, 0), value));
  const items = (values: readonly Value[] = [], length = values.length): Row[] => {
    const chips = values.slice(0, MOST_CHIPS).map((value) => chipOf(view, value));
    if (length > chips.length) chips.push({ text: `… ${length} items` });
    return chips.length === 0 ? [] : [{ name: '', scope: 'plain', chips, changed: false }];
  };
  const named = (name: string, value: Value | undefined): Row[] => (value === undefined ? [] : [row(name, value)]);
  switch (object.k) {
    case 'cell':
      return box(
        '',
        object.n ?? 'cell',
        'cell',
        object.v === undefined ? [{ ...row(''), remark: 'empty' }] : [row('', object.v)],
      );
    case 'function': {
      const closure = (object.cl ?? [])
        .filter(([, value]) => !ofLibrary || leadsToProgram(view, value))
        .map(([name, value]) => closureRow(view, name, value));
      const defaults = [...pairs(object.df), ...pairs(object.kd)].map((each): Row => ({ ...each, remark: 'default' }));
      return box('ƒ', signatureOf(view, object), functionNote(view, object), [
        ...closure,
        ...defaults,
        ...pairs(object.at),
      ]);
    }
    case 'generator':
    case 'coroutine':
    case 'async generator':
      return box('', valueText(view, [id]), object.s, object.from === undefined ? [] : [row('from', object.from)]);
    case 'method':
      return box('ƒ', valueText(view, object.f, 0), 'bound method', [row('self', object.s), row('function', object.f)]);
    case 'property':
      return box('', 'property', '', [
        ...named('getter', object.f),
        ...named('setter', object.set),
        ...named('deleter', object.del),
      ]);
    case 'staticmethod':
    case 'classmethod':
      return box('', object.k, '', [row('function', object.f)]);
    case 'lru_cache':
      return box('', 'lru_cache', `${object.hits} hits, ${object.misses} misses`, [row('function', object.f)]);
    case 'partial':
      return box('', 'partial', '', [
        row('function', object.f),
        ...items(ofLibrary ? [] : object.v),
        ...pairs(object.at),
      ]);
    case 'class':
      return box('', `class ${shortName(object.n)}`, '', [
        ...(object.b ?? []).map((base) => row('base', base)),
        ...pairs(object.at),
      ]);
    case 'exception':
      return box('', shortName(object.n), 'exception', [...items(object.v), ...pairs(object.at)]);
    case 'instance': {
      const base = object.base;
      const content =
        base === undefined || base.k === 'atom' || base.k === 'opaque'
          ? []
          : [...items(base.k === 'dict' ? [] : base.v, base.len), ...(base.k === 'dict' ? pairs(base.at) : [])];
      return box('', shortName(object.n), 'instance', [
        ...(base?.k === 'atom' ? [row('', base.v)] : content),
        ...pairs(object.at),
      ]);
    }
    case 'dict':
      return box('', object.n ?? 'dict', (object.len ?? object.at?.length ?? 0) === 0 ? 'empty' : '', pairs(object.at));
    case 'atom':
    case 'opaque':
      return box('', object.k === 'opaque' ? object.n : 'value', '', []);
    default:
      return box(
        '',
        object.n ?? object.k,
        (object.len ?? object.v?.length ?? 0) === 0 ? 'empty' : '',
        items(object.v, object.len),
      );
  }
}

/** A captured variable: what the cell holds, and an arrow to the cell. */
function closureRow(view: View, name: string, value: Value): Row {
  const id = referenceOf(value);
  const text = id === undefined ? valueText(view, value) : heldText(view, id, 0);
  return {
    name,
    scope: 'enclosing',
    chips: [{ text, ...(id !== undefined && { to: `c${id}` }) }],
    changed: false,
  };
}

function signatureOf(view: View, object: FunctionObject): string {
  const own = view.trace.codes[object.c ?? -1];
  return (own === undefined || own.kind === 'lambda' ? shortOf(object) : codeText(view.trace, own)) + object.sig;
}

function shortOf({ n }: FunctionObject): string {
  const name = shortName(n);
  return name === '<lambda>' ? 'lambda' : name;
}

/** "closure", "of line 3", "named hello": what tells a function from others. */
function functionNote(view: View, object: FunctionObject): string {
  const own = view.trace.codes[object.c ?? -1];
  if (own === undefined) return '';
  const alias = shortName(object.n) === shortName(own.name) ? '' : `named ${shortName(object.n)}`;
  const closure = (object.cl ?? []).length > 0 ? 'closure' : '';
  return [closure, alias, plain(placeWords(view.trace, own)).trim()].filter((part) => part !== '').join(', ');
}

function limited(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= MOST_ROWS) return rows;
  const rest = `… ${rows.length - MOST_ROWS + 1} more`;
  return [...rows.slice(0, MOST_ROWS - 1), { name: '', scope: 'plain', chips: [{ text: rest }], changed: false }];
}
