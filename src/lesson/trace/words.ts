/** How values of a trace are written: Python's own notation for values, plain words for things. Never more than a line of them. */

import { codeText, functionText, functionWords } from './names.ts';
import { article, code, quoted, shortened, shortName, type Words } from './text.ts';
import type { Content, HeapObject, Label, Value } from './trace.ts';
import type { View } from './view.ts';

export type { Words } from './text.ts';

const MOST_ITEMS = 4;
const MOST_CHARACTERS = 40;
const MOST_OF_A_STRING = 60;

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

/** Objects that a text is in the middle of, so that one which holds itself ends. */
type Within = readonly number[];

/** A value in one short piece of code: `15`, `[1, 2]`, `deposit`, `Ship(…)`. */
export function valueText(view: View, value: Value | Label, depth = 1, within: Within = []): string {
  if (typeof value === 'string') return quoted(shortened(value, MOST_OF_A_STRING));
  if (Array.isArray(value) && value[0] === 's') return quoted(`${value[1].slice(0, MOST_OF_A_STRING - 1)}…`);
  const atom = atomText(value);
  if (atom !== undefined || !Array.isArray(value)) return atom ?? '';
  if (value[0] === 'r')
    return view.objects.has(value[1]) ? objectText(view, value[1], depth, within) : labelText(value[2]);
  if (value[0] === '?') return valueText(view, value[1] as Value, depth, within);
  if (value[0] === '&') return heldText(view, value[1] as number, depth, within);
  return objectText(view, value[0] as number, depth, within);
}

function labelText(label: string): string {
  const name = shortName(label.replace(/^function /, ''));
  return name === '<lambda>' ? 'lambda' : name;
}

/** What a cell holds. */
export function heldText(view: View, cell: number, depth: number, within: Within = []): string {
  const object = view.objects.get(cell);
  if (object?.k !== 'cell' || object.v === undefined) return 'empty';
  return within.includes(cell) ? '…' : valueText(view, object.v, depth, [...within, cell]);
}

function objectText(view: View, id: number, depth: number, within: Within): string {
  const object = view.objects.get(id);
  if (object === undefined) return '…';
  if (within.includes(id)) return bracketed(object, '…');
  const inner = (value: Value): string => valueText(view, value, depth - 1, [...within, id]);
  switch (object.k) {
    case 'cell':
      return `<cell: ${heldText(view, id, depth - 1, within)}>`;
    case 'function':
      return functionText(view.trace, object);
    case 'class':
      return shortName(object.n);
    case 'generator':
    case 'coroutine':
    case 'async generator':
      return generatorText(view, object);
    case 'method':
      return inner(object.f);
    case 'exception':
      return `${shortName(object.n)}(${(object.v ?? []).slice(0, MOST_ITEMS).map(inner).join(', ')})`;
    case 'instance':
      return object.base === undefined
        ? `${shortName(object.n)}(…)`
        : contentText(view, object.base, depth, [...within, id]);
    case 'property':
      return 'property';
    case 'staticmethod':
    case 'classmethod':
    case 'lru_cache':
    case 'partial':
      return `${object.k}(${inner(object.f)})`;
    default:
      return contentText(view, object, depth, [...within, id]);
  }
}

type Generator = Extract<HeapObject, { s: 'created' | 'running' | 'suspended' | 'closed' }>;

function generatorText(view: View, object: Generator): string {
  const frame = view.frames.get(object.fr ?? -1);
  const name = frame === undefined ? shortName(object.n) : codeText(view.trace, frame.code);
  return isExpression(object) ? `${object.k} expression` : `${object.k} ${name}`;
}

function isExpression({ n }: Generator): boolean {
  return shortName(n) === '<genexpr>';
}

const BRACKETS: Partial<Record<HeapObject['k'], readonly [string, string]>> = {
  list: ['[', ']'],
  tuple: ['(', ')'],
  dict: ['{', '}'],
  set: ['{', '}'],
  frozenset: ['frozenset({', '})'],
  deque: ['deque([', '])'],
};

function bracketed(object: HeapObject, text: string): string {
  const [open, close] = BRACKETS[object.k] ?? ['', ''];
  return open + text + close;
}

function contentText(view: View, content: Content, depth: number, within: Within): string {
  if (content.k === 'atom') return valueText(view, content.v, depth, within);
  if (content.k === 'opaque') return content.n;
  if (content.k === 'bytearray' || content.k === 'iterator') return content.n ?? content.k;
  const isDict = content.k === 'dict';
  const total = content.len ?? (isDict ? content.at : content.v)?.length ?? 0;
  if (depth < 0 && total > 0) return bracketed(content, '…');
  if (content.k === 'set' && total === 0) return 'set()';
  const item = (value: Value): string => valueText(view, value, depth - 1, within);
  const shown = isDict
    ? (content.at ?? []).slice(0, MOST_ITEMS).map(([key, value]) => `${item(key)}: ${item(value)}`)
    : (content.v ?? []).slice(0, MOST_ITEMS).map(item);
  const text = shown.join(', ');
  if (text.length > MOST_CHARACTERS) return bracketed(content, shortened(text, MOST_CHARACTERS));
  return bracketed(content, text + (total > shown.length ? ', …' : content.k === 'tuple' && total === 1 ? ',' : ''));
}

/** A value in words: "`15`", "function `deposit`", "the list `[1, 2]`", "an instance of `Ship`". */
export function valueWords(view: View, value: Value | Label): Words {
  const atom = namedAtom(value);
  if (atom !== undefined) return atom;
  const id = Array.isArray(value) && (value.length === 1 ? value[0] : value[0] === 'r' ? value[1] : undefined);
  const object = typeof id === 'number' ? view.objects.get(id) : undefined;
  if (object === undefined || typeof id !== 'number') return [code(valueText(view, value))];
  const text = valueText(view, value);
  switch (object.k) {
    case 'cell':
      return object.v === undefined ? ['an empty cell'] : ['a cell that holds ', code(heldText(view, id, 0))];
    case 'function':
      return functionWords(view.trace, object);
    case 'class':
      return ['class ', code(text)];
    case 'instance':
      return instanceWords(object, text);
    case 'method':
      return ['method ', code(text), ' of ', code(valueText(view, object.s, 0))];
    case 'property':
      return ['a property'];
    case 'generator':
    case 'coroutine':
    case 'async generator':
      return isExpression(object)
        ? [`${article(object.k)}${object.k} expression`]
        : [`${article(object.k)}${object.k} of `, code(shortName(object.n))];
    case 'list':
    case 'tuple':
    case 'dict':
    case 'set':
    case 'deque':
      return [`the ${object.n ?? object.k} `, code(text)];
    case 'opaque':
    case 'iterator':
      return [article(object.n ?? object.k), code(object.n ?? object.k)];
    default:
      return [code(text)];
  }
}

function instanceWords(object: Extract<HeapObject, { k: 'instance' }>, text: string): Words {
  const name = shortName(object.n);
  if (object.base !== undefined) return [article(name), code(name), ': ', code(text)];
  return object.lib === 1 ? [article(name), code(name)] : ['an instance of ', code(name)];
}

/** "module `math`", "class `OrderedDict`", "the builtin `len`" */
function namedAtom(value: Value | Label): Words | undefined {
  if (!Array.isArray(value) || typeof value[1] !== 'string') return undefined;
  if (value[0] === 'm') return ['module ', code(value[1])];
  if (value[0] === 't') return ['class ', code(shortName(value[1]))];
  if (value[0] === 'b') return ['function ', code(shortName(value[1]))];
  return undefined;
}
