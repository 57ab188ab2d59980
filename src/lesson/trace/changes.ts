/** What has become of objects that were there before: items and attributes that were added, changed and removed. */

import { nameOf } from './holders.ts';
import { article, code, listed, type Words } from './text.ts';
import { type HeapObject, referenceOf, type Value } from './trace.ts';
import { isSame, ranIn, type View } from './view.ts';
import { valueText, valueWords } from './words.ts';

type Pairs = readonly (readonly [Value, Value])[];

/** One clause for each thing that is different: "`7` is appended to `queue`". */
export function changesOf(view: View, before: View, id: number): readonly Words[] {
  const [old, now] = [before.objects.get(id), view.objects.get(id)];
  if (old === undefined || now === undefined || old.k !== now.k) return [];
  const name = nameOf(view, id);
  if (name === undefined && isOfLibrary(now)) return [];
  const content = contentChanges({ view, before, id, name }, old, now);
  return [...content, ...attributeChanges({ view, before, id, name }, old, now)];
}

/** What the library keeps for itself, such as the queue of an event loop. */
function isOfLibrary(object: HeapObject): boolean {
  return object.k === 'deque' || (object.k === 'instance' && object.lib === 1);
}

interface Changed {
  readonly view: View;
  readonly before: View;
  readonly id: number;
  /** What the program itself would call it, when it has a name. */
  readonly name: string | undefined;
}

function contentChanges(what: Changed, old: HeapObject, now: HeapObject): readonly Words[] {
  if (old.k === 'instance' && now.k === 'instance' && old.base !== undefined && now.base !== undefined) {
    return contentChanges(what, old.base, now.base);
  }
  if (old.k === 'lru_cache' && now.k === 'lru_cache') {
    return [[`the cache has ${counted(now.hits, 'hit')} and ${counted(now.misses, 'miss')}`]];
  }
  if (old.k === 'dict' && now.k === 'dict') return entryChanges(what, old.at ?? [], now.at ?? [], now.len);
  if ((old.k === 'list' || old.k === 'deque') && (now.k === 'list' || now.k === 'deque')) {
    return itemChanges(what, old, now);
  }
  if (old.k === 'set' && now.k === 'set') return memberChanges(what, old.v ?? [], now.v ?? [], now.len);
  return [];
}

function counted(number: number, what: 'hit' | 'miss'): string {
  return `${number} ${what}${number === 1 ? '' : what === 'miss' ? 'es' : 's'}`;
}

/** "`queue`", or "the list in progress, now `[1, 2]`" where no name leads to it. */
function named({ view, id, name }: Changed): Words {
  if (name !== undefined) return [code(name)];
  const object = view.objects.get(id);
  const kind = object === undefined || object.k === 'instance' ? 'object' : object.k;
  const isInProgress = [...(ranIn(view)?.variables ?? [])].some(
    ([variable, value]) => variable.startsWith('#') && referenceOf(value) === id,
  );
  const what = isInProgress ? `the ${kind} in progress` : article(kind) + kind;
  return [`${what}, now `, code(valueText(view, [id]))];
}

type Sequence = { readonly v?: readonly Value[]; readonly len?: number };

function itemChanges(what: Changed, old: Sequence, now: Sequence): readonly Words[] {
  const { view, before } = what;
  const [a, b] = [old.v ?? [], now.v ?? []];
  const [lengthBefore, length] = [old.len ?? a.length, now.len ?? b.length];
  const start = sharedStart(a, b);
  const end = sharedEnd(a.slice(start), b.slice(start));
  const gone = a.slice(start, a.length - end);
  const come = b.slice(start, b.length - end);
  if (length !== b.length || lengthBefore !== a.length) return lengthChange(what, lengthBefore, length);
  if (gone.length === 0 && come.length === 0) return [];
  if (gone.length === 0) {
    const verb = end === 0 ? 'appended to' : start === 0 ? 'put before the others in' : 'inserted into';
    return [[...values(view, come, what.id), ` ${are(come)} ${verb} `, ...named(what)]];
  }
  if (come.length === 0) {
    if (b.length === 0) return [[...named(what), ' is emptied']];
    const which = gone.length > 1 ? '' : end === 0 ? 'the last item, ' : start === 0 ? 'the first item, ' : '';
    return [
      [
        which,
        ...values(before, gone, what.id),
        `${which === '' ? '' : ','} ${are(gone)} removed from `,
        ...named(what),
      ],
    ];
  }
  if (gone.length === 1 && come.length === 1) {
    const item: Words =
      what.name === undefined ? [`item ${start} of `, ...named(what)] : [code(`${what.name}[${start}]`)];
    return [[...item, ...fromTo(what, gone[0], come[0])]];
  }
  return [
    [...(what.name === undefined ? ['a list'] : [code(what.name)]), ' is now ', code(valueText(view, [what.id]))],
  ];
}

function lengthChange(what: Changed, before: number, now: number): readonly Words[] {
  if (before === now) return [['items of ', ...named(what), ' change']];
  const verb = now > before ? 'grows' : 'shrinks';
  return [[...named(what), ` ${verb} from ${before} to ${now} items`]];
}

function sharedStart(a: readonly Value[], b: readonly Value[]): number {
  let shared = 0;
  while (shared < Math.min(a.length, b.length) && isSame(a[shared], b[shared])) shared++;
  return shared;
}

function sharedEnd(a: readonly Value[], b: readonly Value[]): number {
  return sharedStart(a.toReversed(), b.toReversed());
}

const MOST_NAMED = 3;

/** `holder` is the object that they are in, and may be among them. */
function values(view: View, items: readonly Value[], holder: number): Words {
  if (items.length > MOST_NAMED) return [`${items.length} items`];
  return listed(items.map((item): Words => [code(valueText(view, item, 0, [holder]))]));
}

function are(items: readonly Value[]): string {
  return items.length === 1 ? 'is' : 'are';
}

function fromTo({ view, before }: Changed, old: Value | undefined, now: Value | undefined): Words {
  if (old === undefined || now === undefined) return [];
  const [a, b] = [valueText(before, old, 0), valueText(view, now, 0)];
  return a === b ? [' is now another object: ', code(b)] : [' changes from ', code(a), ' to ', code(b)];
}

function entryChanges(what: Changed, old: Pairs, now: Pairs, length?: number): readonly Words[] {
  const { view, before } = what;
  const found: Words[] = [];
  for (const [key, value] of now) {
    const was = old.find(([other]) => isSame(other, key));
    const keyText = valueText(view, key, 0);
    if (was === undefined)
      found.push([code(`${keyText}: ${valueText(view, value, 0, [what.id])}`), ' is added to ', ...named(what)]);
    else if (!isSame(was[1], value)) {
      const entry: Words =
        what.name === undefined
          ? ['entry ', code(keyText), ' of ', ...named(what)]
          : [code(`${what.name}[${keyText}]`)];
      found.push([...entry, ...fromTo(what, was[1], value)]);
    }
  }
  const gone = old.filter(([key]) => !now.some(([other]) => isSame(other, key)));
  if (gone.length > 0 && length === undefined) {
    const keys = gone.map(([key]) => key);
    found.push([...values(before, keys, what.id), ` ${are(keys)} removed from `, ...named(what)]);
  }
  return found;
}

function memberChanges(what: Changed, old: readonly Value[], now: readonly Value[], length?: number): readonly Words[] {
  if (length !== undefined) return [['items of ', ...named(what), ' change']];
  const come = now.filter((item) => !old.some((other) => isSame(item, other)));
  const gone = old.filter((item) => !now.some((other) => isSame(item, other)));
  return [
    ...(come.length === 0 ? [] : [[...values(what.view, come, what.id), ` ${are(come)} added to `, ...named(what)]]),
    ...(gone.length === 0
      ? []
      : [[...values(what.before, gone, what.id), ` ${are(gone)} removed from `, ...named(what)]]),
  ];
}

/** "`self.text` is set to `'a'`", "`Shop.count` changes from `1` to `2`" */
function attributeChanges(what: Changed, old: HeapObject, now: HeapObject): readonly Words[] {
  if (!('at' in now) && !('at' in old)) return [];
  if (now.k === 'dict' || now.k === 'partial') return [];
  const a = attributesOf(old).filter(([key]) => isTold(now, key));
  const b = attributesOf(now).filter(([key]) => isTold(now, key));
  const owner = what.name;
  const called = (key: Value): Words => {
    const name = typeof key === 'string' ? key : valueText(what.view, key, 0);
    return owner === undefined ? [code(name), ' of ', ...valueWords(what.view, [what.id])] : [code(`${owner}.${name}`)];
  };
  const found: Words[] = [];
  for (const [key, value] of b) {
    const was = a.find(([other]) => isSame(other, key));
    if (was === undefined) found.push([...called(key), ' is set to ', ...valueWords(what.view, value)]);
    else if (!isSame(was[1], value)) found.push([...called(key), ...fromTo(what, was[1], value)]);
  }
  const gone = a.filter(([key]) => !b.some(([other]) => isSame(other, key)));
  for (const [key] of gone) found.push([...called(key), ' is deleted']);
  return found;
}

/** Names that Python and its library put on an object for themselves are not what the program is about. */
function isTold(object: HeapObject, key: Value): boolean {
  if (typeof key !== 'string') return true;
  if (object.k === 'class') return !/^__\w+__$/.test(key);
  return !(object.k === 'instance' && object.lib === 1 && key.startsWith('_'));
}

function attributesOf(object: HeapObject): Pairs {
  return 'at' in object && object.at !== undefined ? object.at : [];
}
