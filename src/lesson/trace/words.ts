/** How values, frames and functions of a trace are called in text: Python's own notation for values, plain words for things. */
import type { Content, HeapObject, Label, Trace, Value } from './trace.ts';
import { MODULE_FRAME } from './trace.ts';
import type { Frame, View } from './view.ts';

/** Text in which code stands between backticks, as parts: a page sets `code` parts in the face of code. */
export type Words = readonly (string | { readonly code: string })[];

const MOST_ITEMS = 4;
const MOST_CHARACTERS = 40;

export const code = (text: string): { readonly code: string } => ({ code: text });

/** Words as plain text: code without any marks, as it should be spoken. */
export function plain(words: Words): string {
  return words.map((part) => (typeof part === 'string' ? part : part.code)).join('');
}

/** `open_account.<locals>.deposit` → `deposit` */
export function shortName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf('.') + 1);
}

/** A string as Python writes it. */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
  return mark + inner + mark;
}

/** A value that is shown where it is used; undefined for an object with a box of its own. */
export function atomText(value: Value | Label): string | undefined {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  switch (value[0]) {
    case 's':
      return `${quoted(value[1]).slice(0, -1)}…`;
    case 'i':
    case 'f':
    case 'a':
    case 'b':
    case 't':
    case 'm':
      return value[1];
    case '…':
      return `${value[1]}(…)`;
    case '?':
      return atomText(value[1] as Value);
    default:
      return undefined;
  }
}

/** A value in one short piece of code: `15`, `[1, 2]`, `deposit`, `Ship(…)`. */
export function valueText(view: View, value: Value | Label, depth = 1): string {
  const atom = atomText(value);
  if (atom !== undefined || !Array.isArray(value)) return atom ?? '';
  if (value[0] === 'r') return view.objects.has(value[1]) ? objectText(view, value[1], depth) : labelText(value[2]);
  if (value[0] === '?') return valueText(view, value[1] as Value, depth);
  const id = (value[0] === '&' ? value[1] : value[0]) as number;
  return objectText(view, id, depth);
}

function labelText(label: string): string {
  return label.startsWith('function ') ? functionName(label.slice('function '.length)) : label;
}

export function functionName(qualified: string): string {
  const name = shortName(qualified);
  return name === '<lambda>' ? 'lambda' : name;
}

function objectText(view: View, id: number, depth: number): string {
  const object = view.objects.get(id);
  if (object === undefined) return '…';
  switch (object.k) {
    case 'cell':
      return object.v === undefined ? 'empty' : valueText(view, object.v, depth);
    case 'function':
      return functionName(object.n);
    case 'class':
      return shortName(object.n);
    case 'generator':
    case 'coroutine':
    case 'async generator':
      return `${object.k} ${functionName(object.n)}`;
    case 'method':
      return Array.isArray(object.f) && object.f.length === 1
        ? valueText(view, object.f, 0)
        : (atomText(object.f) ?? 'method');
    case 'exception':
      return `${shortName(object.n)}(${(object.v ?? []).map((item) => valueText(view, item, 0)).join(', ')})`;
    case 'instance':
      return object.base === undefined ? `${shortName(object.n)}(…)` : contentText(view, object.base, depth);
    case 'property':
    case 'staticmethod':
    case 'classmethod':
      return `${object.k} ${valueText(view, object.f, 0)}`;
    case 'lru_cache':
    case 'partial':
      return `${object.k}(${valueText(view, object.f, 0)})`;
    default:
      return contentText(view, object, depth);
  }
}

const BRACKETS: Partial<Record<Content['k'], readonly [string, string]>> = {
  list: ['[', ']'],
  tuple: ['(', ')'],
  set: ['{', '}'],
  frozenset: ['frozenset({', '})'],
  deque: ['deque([', '])'],
};

function contentText(view: View, content: Content, depth: number): string {
  if (content.k === 'atom') return valueText(view, content.v, depth);
  if (content.k === 'opaque') return content.n;
  if (content.k === 'bytearray' || content.k === 'iterator') return content.n ?? content.k;
  const items =
    content.k === 'dict'
      ? (content.at ?? []).map(([key, item]) => `${valueText(view, key, 0)}: ${valueText(view, item, depth - 1)}`)
      : (content.v ?? []).map((item) => valueText(view, item, depth - 1));
  const [open, close] = content.k === 'dict' ? ['{', '}'] : (BRACKETS[content.k] ?? ['[', ']']);
  const total = content.len ?? items.length;
  if (depth < 0 && total > 0) return `${open}…${close}`;
  if (content.k === 'set' && total === 0) return 'set()';
  const shown = items.slice(0, MOST_ITEMS);
  const text = shown.join(', ') + (total > shown.length ? ', …' : content.k === 'tuple' && total === 1 ? ',' : '');
  return text.length > MOST_CHARACTERS ? `${open}${text.slice(0, MOST_CHARACTERS)}…${close}` : open + text + close;
}

/** A value in words: "`15`", "function `deposit`", "the list `[1, 2]`", "a new `Ship`". */
export function valueWords(view: View, value: Value | Label): Words {
  const id = Array.isArray(value) && (value.length === 1 ? value[0] : value[0] === 'r' ? value[1] : undefined);
  const object = typeof id === 'number' ? view.objects.get(id) : undefined;
  if (object === undefined) return [code(valueText(view, value))];
  const text = valueText(view, value);
  switch (object.k) {
    case 'function':
      return text === 'lambda' ? ['a ', code('lambda'), ' function'] : ['function ', code(text)];
    case 'class':
      return ['class ', code(text)];
    case 'instance':
      return [object.lib === 1 ? 'a ' : 'an instance of ', code(shortName(object.n))];
    case 'generator':
    case 'coroutine':
    case 'async generator':
      return [`${/^[aeiou]/.test(object.k) ? 'an' : 'a'} ${object.k} of `, code(functionName(object.n))];
    case 'list':
    case 'tuple':
    case 'dict':
    case 'set':
      return [`the ${object.k} `, code(text)];
    default:
      return [code(text)];
  }
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

const totals = new WeakMap<Trace, ReadonlyMap<number, number>>();

/** How often each code is called in the whole recording. */
function callsOf(trace: Trace): ReadonlyMap<number, number> {
  const known = totals.get(trace);
  if (known !== undefined) return known;
  const first = new Map<string, number>();
  for (const step of trace.steps) {
    for (const [frame, { c }] of Object.entries(step.fr ?? {})) if (c !== undefined) first.set(frame, c);
  }
  const counts = new Map<number, number>();
  for (const index of first.values()) counts.set(index, (counts.get(index) ?? 0) + 1);
  totals.set(trace, counts);
  return counts;
}

export function isOnlyCall(trace: Trace, frame: Frame): boolean {
  return (callsOf(trace).get(trace.codes.indexOf(frame.code)) ?? 1) <= 1;
}

/** "the first call of `open_account`", "the call of `open_account`", "the module". */
export function frameWords(trace: Trace, frame: Frame): Words {
  if (frame.id === MODULE_FRAME) return ['the module'];
  const name = codeName(frame);
  if (frame.code.kind === 'class') return ['the body of class ', code(name)];
  if (frame.code.kind === 'comprehension') return ['the generator expression'];
  const number = ORDINALS[frame.call - 1] ?? `${frame.call}th`;
  return isOnlyCall(trace, frame) ? ['the call of ', code(name)] : [`the ${number} call of `, code(name)];
}

/** The bare name for a frame's title: `open_account`, `lambda`. */
export function codeName(frame: Pick<Frame, 'code'>): string {
  return frame.code.kind === 'module' ? 'module' : functionName(frame.code.name);
}

/** A frame as the subject of a sentence: "`deposit`", "the `lambda`", "the module". */
export function naming(frame: Frame): Words {
  if (frame.id === MODULE_FRAME) return ['the module'];
  if (frame.code.kind === 'class') return ['the body of class ', code(codeName(frame))];
  if (frame.code.kind === 'comprehension') return ['the generator expression'];
  return frame.code.kind === 'lambda' ? ['the ', code('lambda')] : [code(codeName(frame))];
}

export function capital(words: Words): Words {
  const [first, ...rest] = words;
  return typeof first === 'string' ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : words;
}

/** "function `show` and a `lambda` function": names joined as in a sentence. */
export function listed(items: readonly Words[]): Words {
  return items.flatMap((item, index) =>
    index === 0 ? item : [index === items.length - 1 ? (items.length > 2 ? ', and ' : ' and ') : ', ', ...item],
  );
}

export function kindName(object: HeapObject): string {
  if (object.k === 'instance' || object.k === 'opaque') return shortName(object.n);
  return 'n' in object && object.n !== undefined && isContent(object) ? object.n : object.k;
}

function isContent(object: HeapObject): object is Content {
  return ['list', 'tuple', 'dict', 'set', 'frozenset', 'deque', 'iterator'].includes(object.k);
}
