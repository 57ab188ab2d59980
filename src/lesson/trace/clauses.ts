/** What has happened between two steps, in words: cells read, names bound, cells and lists changed, output written. */
import { referenceOf, type Trace } from './trace.ts';
import { isCell, isWritten } from './variables.ts';
import type { Computed, View } from './view.ts';
import { code, frameWords, functionName, listed, naming, valueWords, type Words } from './words.ts';

/** What has happened since the step before: cells read, names bound, cells and output changed. */
export function clausesOf(trace: Trace, view: View, before: View | undefined): readonly Words[] {
  if (before === undefined) return [];
  const rebound = new Set([...view.changedObjects].filter((id) => before.objects.has(id)));
  const all: Words[] = view.computed
    .filter(({ cell }) => cell !== undefined && !rebound.has(cell))
    .map((read) => readWords(trace, view, before, read));
  if (view.event !== 'call') {
    for (const key of view.changedVariables) {
      const words = boundWords(view, before, Number(key.slice(0, key.indexOf(':'))), key.slice(key.indexOf(':') + 1));
      if (words !== undefined) all.push(words);
    }
  }
  for (const id of view.changedObjects) {
    const words = changeWords(trace, view, before, id);
    if (words !== undefined) all.push(words);
  }
  const printed = view.output.slice(view.newOutput).filter(([stream]) => stream === 0);
  if (printed.length > 0)
    all.push([
      'the output is ',
      code(
        printed
          .map(([, text]) => text)
          .join('')
          .trimEnd()
          .slice(0, 60),
      ),
    ]);
  return all;
}

/** "function `show` is made, and holds the cell `balance`", "`north` now names function `enter`", "`x` is now `5`" */
function boundWords(view: View, before: View, frame: number, name: string): Words | undefined {
  const value = view.frames.get(frame)?.variables.get(name);
  if (value === undefined || isCell(value) || !isWritten(name)) return undefined;
  const object = view.objects.get(referenceOf(value) ?? -1);
  const isNew = !before.objects.has(referenceOf(value) ?? -1);
  if (object?.k === 'function' && isNew && functionName(object.n) === name) {
    const cells = (object.cl ?? []).map(([free]): Words => [code(free)]);
    const holds: Words =
      cells.length === 0 ? [] : [`, and holds the cell${cells.length > 1 ? 's' : ''} `, ...listed(cells)];
    return ['function ', code(name), ' is made', ...holds];
  }
  const shown = code(name.replace('@comp', ''));
  if (object?.k === 'function' || object?.k === 'class') return [shown, ' now names ', ...valueWords(view, value)];
  const known = before.frames.get(frame)?.variables.has(name);
  return [shown, known ? ' is now ' : ' is ', ...valueWords(view, value)];
}

/** "it reads `balance`, a cell that belongs to the first call of `open_account`: `10`" */
function readWords(trace: Trace, view: View, before: View, { place, value, cell }: Computed): Words {
  const object = before.objects.get(cell ?? -1) ?? view.objects.get(cell ?? -1);
  const name = object?.k === 'cell' ? (object.n ?? '?') : (nameAt(trace, place) ?? '?');
  const owner = object?.k === 'cell' && object.own !== undefined ? view.frames.get(object.own) : undefined;
  const reader = view.event === 'call' ? view.stack.at(-2) : view.stack.at(-1);
  if (owner !== undefined && owner.id === reader) return [code(name), ' is read: ', ...valueWords(view, value)];
  const whose: Words = owner === undefined ? [] : [' that belongs to ', ...frameWords(trace, owner)];
  const by = view.frames.get(reader ?? -1);
  return [
    ...(by === undefined ? ['it'] : naming(by)),
    ' reads ',
    code(name),
    ', a cell',
    ...whose,
    ': ',
    ...valueWords(view, value),
  ];
}

function nameAt(trace: Trace, place: number): string | undefined {
  const [block = 0, line = 1, column = 0, , end = 0] = trace.places[place] ?? [];
  return trace.sources[block]?.split('\n')[line - 1]?.slice(column, end);
}

function changeWords(trace: Trace, view: View, before: View, id: number): Words | undefined {
  const [old, now] = [before.objects.get(id), view.objects.get(id)];
  if (old === undefined || now === undefined) return undefined;
  if (now.k === 'cell') {
    const name = code(now.n ?? '?');
    const owner = now.own === undefined ? undefined : view.frames.get(now.own);
    const whose: Words =
      owner === undefined || owner.id === view.stack.at(-1) ? [] : [' of ', ...frameWords(trace, owner)];
    if (now.v === undefined) return ['the cell ', name, ...whose, ' is emptied'];
    const from: Words = old.k === 'cell' && old.v !== undefined ? [' from ', ...valueWords(before, old.v)] : [];
    const verb = from.length > 0 ? ' changes' : ' is filled with ';
    return [
      'the cell ',
      name,
      ...whose,
      verb,
      ...(from.length > 0 ? [...from, ' to '] : []),
      ...valueWords(view, now.v),
    ];
  }
  if (now.k === 'list' || now.k === 'dict' || now.k === 'set')
    return [...valueWords(before, [id]), ' becomes ', ...valueWords(view, [id]).slice(-1)];
  return undefined;
}
