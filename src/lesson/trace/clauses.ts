/** What has happened between two steps, in words: names looked up and bound, cells and objects changed, output written. */

import { changesOf } from './changes.ts';
import { lookupsAt } from './lookups.ts';
import { codeName, ownerWords } from './names.ts';
import { code, listed, shortened, shortName, type Words } from './text.ts';
import { type HeapObject, MODULE_FRAME, referenceOf, type Trace, type Value } from './trace.ts';
import { isCell, isWritten } from './variables.ts';
import { type Frame, isSame, ranIn, type View } from './view.ts';
import { valueWords } from './words.ts';

const MOST_LOOKUPS = 2;
const MOST_CHANGES = 3;
const MOST_OUTPUT = 60;

/** What has happened since the step before. */
export function clausesOf(trace: Trace, view: View, before: View | undefined): readonly Words[] {
  if (before === undefined) return [];
  const rebound = new Set([...view.changedObjects].filter((id) => before.objects.has(id)));
  const lookups = lookupsAt(trace, view.index)
    .filter(({ cell }) => cell === undefined || !rebound.has(cell))
    .map(({ words }) => words);
  const changes = [
    ...(view.event === 'call' ? [] : boundIn(view, before)),
    ...[...view.changedObjects].flatMap((id) => cellChange(trace, view, before, id) ?? changesOf(view, before, id)),
    ...removedIn(view, before),
  ];
  return [
    ...lookups.slice(0, MOST_LOOKUPS),
    ...changes.slice(0, MOST_CHANGES),
    ...(changes.length > MOST_CHANGES ? [[`${changes.length - MOST_CHANGES} more things change`]] : []),
    ...printed(view),
  ];
}

function boundIn(view: View, before: View): readonly Words[] {
  return [...view.changedVariables].flatMap((key) => {
    const words = boundWords(view, before, Number(key.slice(0, key.indexOf(':'))), key.slice(key.indexOf(':') + 1));
    return words === undefined ? [] : [words];
  });
}

/** "function `show` is made, and holds the cell `balance`", "`north` now names function `enter`", "`x` is now `5`" */
function boundWords(view: View, before: View, id: number, name: string): Words | undefined {
  const frame = view.frames.get(id);
  const value = frame?.variables.get(name);
  if (frame === undefined || value === undefined || isCell(value) || !isWritten(name)) return undefined;
  // The parameters of a generator that has not begun are told when it does.
  if (id !== MODULE_FRAME && !view.stack.includes(id)) return undefined;
  const own = name.replace('@comp', '');
  const object = view.objects.get(referenceOf(value) ?? -1);
  const isNew = !before.objects.has(referenceOf(value) ?? -1);
  if (isImported(view, before, value)) return [code(own), ' is imported', ...sourceOf(view, before)];
  if (object?.k === 'function' && isNew && isDefinedAs(view, object.c, own)) return madeWords(view, object);
  if (object?.k === 'class' && isNew && shortName(object.n) === own) return ['class ', code(own), ' is made'];
  const shown: Words = [...(name === own ? whose(view, frame) : ['the comprehension’s ']), code(own)];
  if (object?.k === 'function' || object?.k === 'class') return [...shown, ' now names ', ...valueWords(view, value)];
  const known = before.frames.get(id)?.variables.has(name);
  return [...shown, known ? ' is now ' : ' is ', ...valueWords(view, value)];
}

/** A name of the module that a function binds is not the function's. */
function whose(view: View, frame: Frame): Words {
  return frame.id === MODULE_FRAME && ranIn(view)?.id !== MODULE_FRAME ? ['the module’s '] : [];
}

type Made = Extract<HeapObject, { k: 'function' }>;

function isDefinedAs(view: View, of: number | undefined, name: string): boolean {
  const own = view.trace.codes[of ?? -1];
  return own !== undefined && own.kind === 'function' && codeName(own) === name;
}

/** "function `show` is made, and holds the cell `balance`" */
export function madeWords(view: View, object: Made): Words {
  const own = view.trace.codes[object.c ?? -1];
  const cells = (object.cl ?? []).map(([free]): Words => [code(free)]);
  const holds: Words =
    cells.length === 0 ? [] : [`, and holds the cell${cells.length > 1 ? 's' : ''} `, ...listed(cells)];
  return ['function ', code(own === undefined ? shortName(object.n) : codeName(own)), ' is made', ...holds];
}

const IMPORT = /(?:^|[:;])\s*(?:from\s+(\S+)\s+)?import\b/;

/** The text of the line that has just been executed. */
function executedLine(view: View, before: View): string {
  if (before.event !== 'line' || ranIn(view)?.id !== before.stack.at(-1)) return '';
  const text = view.trace.sources[before.block]?.split('\n')[before.line - 1] ?? '';
  return text.replace(/^\s*(?:>>>|\.\.\.) ?/, '');
}

/** On the line of an import, nothing of the program's own is bound, save by another statement. */
function isImported(view: View, before: View, value: Value): boolean {
  const object = view.objects.get(referenceOf(value) ?? -1);
  return IMPORT.test(executedLine(view, before)) && !(object?.k === 'function' && object.c !== undefined);
}

function sourceOf(view: View, before: View): Words {
  const from = IMPORT.exec(executedLine(view, before))?.[1];
  return from === undefined ? [] : [' from ', code(from)];
}

/** "the cell `count` of the call of `turnstile` changes from `0` to `1`"; undefined for what is no cell. */
function cellChange(trace: Trace, view: View, before: View, id: number): readonly Words[] | undefined {
  const [old, now] = [before.objects.get(id), view.objects.get(id)];
  if (now?.k !== 'cell') return undefined;
  // A cell without a name is the interpreter's own.
  if (old?.k !== 'cell' || now.n === undefined) return [];
  const name = code(now.n);
  const owner = now.own === undefined ? undefined : view.frames.get(now.own);
  const isOwn = owner !== undefined && owner.id === ranIn(view)?.id;
  const of: Words = owner === undefined || isOwn ? [] : [' of ', ...ownerWords(trace, owner)];
  if (now.v === undefined) return old.v === undefined ? [] : [['the cell ', name, ...of, ' is emptied']];
  const made = view.objects.get(referenceOf(now.v) ?? -1);
  if (
    made?.k === 'function' &&
    isOwn &&
    isDefinedAs(view, made.c, now.n) &&
    !before.objects.has(referenceOf(now.v) ?? -1)
  ) {
    return [[...madeWords(view, made), '; the cell ', name, ' holds it']];
  }
  if (old.v === undefined) return [['the cell ', name, ...of, ' is filled with ', ...valueWords(view, now.v)]];
  const [from, to] = [valueWords(before, old.v), valueWords(view, now.v)];
  if (JSON.stringify(from) === JSON.stringify(to)) {
    return isSame(old.v, now.v) ? [] : [['the cell ', name, ...of, ' holds another object: ', ...to]];
  }
  return [['the cell ', name, ...of, ' changes from ', ...from, ' to ', ...to]];
}

/** Other names go by themselves: those of comprehensions, and of errors that were handled. */
function removedIn(view: View, before: View): readonly Words[] {
  if (!/\bdel\b/.test(executedLine(view, before))) return [];
  return [...view.removedVariables].flatMap((key) => {
    const [id, name] = [Number(key.slice(0, key.indexOf(':'))), key.slice(key.indexOf(':') + 1)];
    const frame = view.frames.get(id);
    return frame === undefined || !isWritten(name) ? [] : [[...whose(view, frame), code(name), ' is deleted']];
  });
}

function printed(view: View): readonly Words[] {
  // What a prompt shows is told by the step itself, and so is a traceback.
  if (view.event === 'echo' || view.event === 'error') return [];
  return ([0, 1] as const).flatMap((stream) => {
    const text = view.output
      .slice(view.newOutput)
      .filter(([of]) => of === stream)
      .map(([, piece]) => piece)
      .join('');
    return text === '' ? [] : [[stream === 0 ? 'the output is ' : 'written to stderr is ', ...outputWords(text)]];
  });
}

/** "`Hello`", "`1` and 2 more lines", "an empty line" */
export function outputWords(text: string): Words {
  const [first = '', ...rest] = text.replace(/\n$/, '').split('\n');
  const more = rest.length === 0 ? [] : [` and ${rest.length} more line${rest.length > 1 ? 's' : ''}`];
  return [...(first.trim() === '' ? ['an empty line'] : [code(shortened(first, MOST_OUTPUT))]), ...more];
}
