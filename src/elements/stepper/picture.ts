/** What the picture of one moment consists of: boxes for frames and objects, their rows, and what each row points at. */
import { type HeapObject, MODULE_FRAME, referenceOf, type Trace, type Value } from '../../lesson/trace/trace.ts';
import { isCell, isWritten } from '../../lesson/trace/variables.ts';
import {
  definedIn,
  type Frame,
  type FrameStatus,
  type View,
  variablesOf,
  visibleFrames,
} from '../../lesson/trace/view.ts';
import { atomText, codeName, functionName, isOnlyCall, shortName, valueText } from '../../lesson/trace/words.ts';

/** A value as it stands in a row. `to` is the box it points at: `o5` an object, `c7` a cell. */
export interface Chip {
  readonly text: string;
  readonly to?: string;
}

export interface Row {
  readonly name: string;
  readonly scope: 'local' | 'enclosing' | 'global' | 'own' | 'plain';
  readonly chips: readonly Chip[];
  /** The cell that this row is, when a frame owns it. */
  readonly cell?: string;
  readonly changed: boolean;
  /** A remark after the value: `empty`, `comprehension`. */
  readonly remark?: string;
}

export interface Box {
  readonly id: string;
  readonly kind: 'frame' | 'object' | 'cell';
  /** A sign that tells kinds apart without colour: `ƒ`, `[ ]`, … */
  readonly sign: string;
  readonly title: string;
  /** Which call of its code a frame is, when there are several. */
  readonly call?: string;
  readonly note: string;
  readonly status?: FrameStatus;
  /** The frame in which a frame's function was defined. */
  readonly parent?: string;
  readonly rows: readonly Row[];
  readonly changed: boolean;
}

export interface Picture {
  readonly frames: readonly Box[];
  readonly objects: readonly Box[];
}

const MOST_ROWS = 8;
const MOST_CHIPS = 6;

export function pictureOf(trace: Trace, view: View): Picture {
  const owned = new Set<number>();
  const frames = [...visibleFrames(view)].flatMap(([id, status]) => {
    const frame = view.frames.get(id);
    return frame === undefined ? [] : [frameBox(trace, view, frame, status, owned)];
  });
  const objects = [...view.objects]
    .filter(([id, object]) => !owned.has(id) && !isFurniture(object))
    .map(([id, object]) => objectBox(view, id, object));
  return { frames, objects };
}

/** Boxes that would only distract: their whole content stands where they are used. */
function isFurniture(object: HeapObject): boolean {
  return object.k === 'opaque' || object.k === 'iterator';
}

function frameBox(trace: Trace, view: View, frame: Frame, status: FrameStatus, owned: Set<number>): Box {
  const isModule = frame.id === MODULE_FRAME;
  const rows: Row[] = [];
  for (const [name, value] of variablesOf(view, frame, status)) {
    if (!isWritten(name)) continue;
    rows.push(variableRow(view, frame, name, value, owned));
  }
  for (const [id, object] of view.objects) {
    if (object.k === 'cell' && object.own === frame.id && !owned.has(id) && isNamed(object)) {
      rows.push(cellRow(view, id, object.n ?? '?', owned, 'no longer named here'));
    }
  }
  const temporaries = [...frame.variables].filter(([name, value]) => name.startsWith('#') && !same(value, view.value));
  if (status !== 'returned' && temporaries.length > 0) {
    const chips = temporaries.map(([, value]) => chipOf(view, value)).filter(({ to }) => to !== undefined);
    if (chips.length > 0) rows.push({ name: 'at work on', scope: 'plain', chips, changed: false });
  }
  const parent = isModule ? undefined : definedIn(view, frame);
  const where = status === 'running' || status === 'waiting' ? parentText(trace, view, frame, parent) : undefined;
  if (where !== undefined)
    rows.unshift({ name: 'defined in', scope: 'plain', chips: [{ text: where }], changed: false });
  const isOneOfMany = frame.code.kind !== 'module' && frame.code.kind !== 'class' && !isOnlyCall(trace, frame);
  return {
    id: `f${frame.id}`,
    kind: 'frame',
    sign: '',
    title: frame.code.kind === 'class' ? `class ${codeName(frame)}` : codeName(frame),
    ...(isOneOfMany && { call: `call ${frame.call}` }),
    note: '',
    status,
    ...(parent === undefined ? {} : { parent: `f${parent}` }),
    rows,
    changed: status === 'running' && (view.event === 'call' || view.event === 'resume'),
  };
}

/** The interpreter keeps an unnamed, empty cell where a comprehension has been. */
function isNamed(object: Extract<HeapObject, { k: 'cell' }>): boolean {
  return object.n !== undefined && object.v !== undefined;
}

/** Most functions are the module's: the line at the left says so, words would only be noise. */
function parentText(trace: Trace, view: View, frame: Frame, parent: number | undefined): string | undefined {
  if (frame.code.kind !== 'function' && frame.code.kind !== 'lambda') return undefined;
  const where = parent === undefined ? undefined : view.frames.get(parent);
  if (where === undefined) return 'unknown';
  if (where.id === MODULE_FRAME) return undefined;
  return isOnlyCall(trace, where) ? codeName(where) : `${codeName(where)}, call ${where.call}`;
}

function variableRow(view: View, frame: Frame, name: string, value: Value, owned: Set<number>): Row {
  const inComprehension = name.endsWith('@comp');
  const shown = inComprehension ? name.slice(0, -'@comp'.length) : name;
  const changed = view.changedVariables.has(`${frame.id}:${name}`);
  if (isCell(value)) {
    const cell = view.objects.get(value[1]);
    if (cell?.k === 'cell' && cell.own === frame.id) {
      return cellRow(view, value[1], shown, owned, inComprehension ? 'in the comprehension' : undefined);
    }
    return { name: shown, scope: 'enclosing', chips: [{ text: heldText(view, cell), to: `c${value[1]}` }], changed };
  }
  if (Array.isArray(value) && value[0] === '?') {
    return {
      name: shown,
      scope: 'enclosing',
      chips: [chipOf(view, value[1] as Value)],
      changed,
      remark: 'cell unknown',
    };
  }
  return {
    name: shown,
    scope: frame.id === MODULE_FRAME && !inComprehension ? 'global' : 'local',
    chips: [chipOf(view, value)],
    changed,
    ...(inComprehension && { remark: 'in the comprehension' }),
  };
}

function cellRow(view: View, id: number, name: string, owned: Set<number>, remark: string | undefined): Row {
  owned.add(id);
  const cell = view.objects.get(id);
  const value = cell?.k === 'cell' ? cell.v : undefined;
  return {
    name,
    scope: 'own',
    cell: `c${id}`,
    chips: value === undefined ? [] : [chipOf(view, value)],
    changed: view.changedObjects.has(id),
    ...(value === undefined ? { remark: 'empty' } : remark === undefined ? {} : { remark }),
  };
}

function heldText(view: View, cell: HeapObject | undefined): string {
  return cell?.k === 'cell' && cell.v !== undefined ? valueText(view, cell.v, 0) : 'empty';
}

/** A value: its text when it is shown in place, else a pointer to its box, with a short name for it. */
export function chipOf(view: View, value: Value): Chip {
  const id = referenceOf(value);
  if (id === undefined) return { text: atomText(value) ?? valueText(view, value) };
  const object = view.objects.get(id);
  if (object === undefined || isFurniture(object)) return { text: valueText(view, value) };
  return { text: nameOf(view, id, object), to: object.k === 'cell' ? `c${id}` : `o${id}` };
}

function nameOf(view: View, id: number, object: HeapObject): string {
  if (object.k === 'function') return `ƒ ${functionName(object.n)}`;
  if (object.k === 'list' || object.k === 'dict' || object.k === 'tuple' || object.k === 'set')
    return object.n ?? object.k;
  if (object.k === 'class') return shortName(object.n);
  if (object.k === 'instance') return shortName(object.n);
  return valueText(view, [id], 0);
}

function objectBox(view: View, id: number, object: HeapObject): Box {
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
  const pairs = (items: readonly (readonly [Value, Value])[] = []): Row[] =>
    items.map(([key, value]) => row(typeof key === 'string' ? key : valueText(view, key, 0), value));
  const items = (values: readonly Value[] = [], length = values.length): Row[] => {
    const chips = values.slice(0, MOST_CHIPS).map((value) => chipOf(view, value));
    if (length > chips.length) chips.push({ text: `… ${length} items` });
    return chips.length === 0 ? [] : [{ name: '', scope: 'plain', chips, changed: false }];
  };
  switch (object.k) {
    case 'cell':
      return box(
        '',
        object.n ?? 'cell',
        'cell',
        object.v === undefined ? [{ ...row(''), remark: 'empty' }] : [row('', object.v)],
      );
    case 'function': {
      const closure = (object.cl ?? []).map(([name, value]): Row => ({ ...row(name, value), scope: 'enclosing' }));
      const defaults = [...pairs(object.df), ...pairs(object.kd)].map((each): Row => ({ ...each, remark: 'default' }));
      return box('ƒ', functionName(object.n) + object.sig, closure.length > 0 ? 'closure' : '', [
        ...closure,
        ...defaults,
        ...pairs(object.at),
      ]);
    }
    case 'generator':
    case 'coroutine':
    case 'async generator':
      return box(
        '',
        `${object.k} ${functionName(object.n)}`,
        object.s,
        object.from === undefined ? [] : [row('from', object.from)],
      );
    case 'method':
      return box('ƒ', valueText(view, object.f, 0), 'bound method', [row('self', object.s), row('function', object.f)]);
    case 'property':
    case 'staticmethod':
    case 'classmethod':
      return box('', object.k, '', [row('function', object.f)]);
    case 'lru_cache':
      return box('', 'lru_cache', `${object.hits} hits, ${object.misses} misses`, [row('function', object.f)]);
    case 'partial':
      return box('', 'partial', '', [row('function', object.f), ...items(object.v), ...pairs(object.at)]);
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

function limited(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= MOST_ROWS) return rows;
  const rest = `… ${rows.length - MOST_ROWS + 1} more`;
  return [...rows.slice(0, MOST_ROWS - 1), { name: '', scope: 'plain', chips: [{ text: rest }], changed: false }];
}

function same(a: Value, b: Value | undefined): boolean {
  const id = referenceOf(a);
  return id !== undefined && id === referenceOf(b);
}
