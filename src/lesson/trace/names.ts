/** What functions and calls are named, so that no two of a program are taken for one another. */

import { code, ordinal, shortName, type Words } from './text.ts';
import { type Code, type HeapObject, MODULE_FRAME, type Trace } from './trace.ts';
import type { Frame } from './view.ts';

type FunctionObject = Extract<HeapObject, { k: 'function' }>;

/** `deposit`, `lambda x`, and `Car.__init__` where several codes have one short name. */
export function codeText(trace: Trace, of: Code): string {
  const name = shortName(of.name);
  if (of.kind === 'module') return 'module';
  if (of.kind === 'lambda') return of.args ? `lambda ${of.args}` : 'lambda';
  if (of.kind === 'comprehension') return 'generator expression';
  const parent = trace.codes[of.parent ?? -1];
  return parent?.kind === 'class' && namesakesOf(trace, of).length > 1 ? `${shortName(parent.name)}.${name}` : name;
}

/** " of line 12" where the name alone would not tell two functions of the program apart, " of line 12 (the second)" where that does not either. */
export function placeWords(trace: Trace, of: Code): Words {
  const text = codeText(trace, of);
  const same = namesakesOf(trace, of).filter((other) => codeText(trace, other) === text);
  if (same.length <= 1) return [];
  const there = same.filter(({ line }) => line === of.line);
  return [` of line ${of.line}${there.length > 1 ? ` (the ${ordinal(there.indexOf(of) + 1)})` : ''}`];
}

const namesakes = new WeakMap<Trace, ReadonlyMap<string, readonly Code[]>>();

/** Codes of the same program and kind that have one short name. */
function namesakesOf(trace: Trace, of: Code): readonly Code[] {
  const key = ({ block, kind, name }: Code): string => `${block} ${kind} ${shortName(name)}`;
  const known = namesakes.get(trace) ?? Map.groupBy(trace.codes, key);
  namesakes.set(trace, known);
  return known.get(key(of)) ?? [];
}

/** The short name of a code, without parameters: `lambda`, `deposit`. */
export function codeName(of: Pick<Code, 'kind' | 'name'>): string {
  if (of.kind === 'module' || of.kind === 'lambda') return of.kind;
  return shortName(of.name);
}

/** A function in one piece of code: `deposit`, `lambda x`, `wrapper as hello` where another name was put on it. */
export function functionText(trace: Trace, object: FunctionObject): string {
  const own = trace.codes[object.c ?? -1];
  const name = shortName(object.n);
  if (own === undefined) return name === '<lambda>' ? 'lambda' : name;
  return isRenamed(object, own) ? `${codeText(trace, own)} as ${name}` : codeText(trace, own);
}

function isRenamed(object: FunctionObject, own: Code): boolean {
  return shortName(object.n) !== shortName(own.name);
}

/** "function `deposit`", "a `lambda x` function of line 3", "function `wrapper`, named `hello`". */
export function functionWords(trace: Trace, object: FunctionObject): Words {
  const own = trace.codes[object.c ?? -1];
  if (own === undefined) return ['function ', code(functionText(trace, object))];
  const where = placeWords(trace, own);
  const alias: Words = isRenamed(object, own) ? [' (named ', code(shortName(object.n)), ')'] : [];
  if (own.kind === 'lambda') return ['a ', code(codeText(trace, own)), ' function', ...where, ...alias];
  return ['function ', code(codeText(trace, own)), ...where, ...alias];
}

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
  const special = specialWords(frame);
  if (special !== undefined) return special;
  const name: Words = [code(codeText(trace, frame.code)), ...placeWords(trace, frame.code)];
  return isOnlyCall(trace, frame) ? ['the call of ', ...name] : [`the ${ordinal(frame.call)} call of `, ...name];
}

/** The call that a cell belongs to. The module itself has no cells, but a comprehension in it may. */
export function ownerWords(trace: Trace, owner: Frame): Words {
  return owner.id === MODULE_FRAME ? ['a comprehension of the module'] : frameWords(trace, owner);
}

/** A frame as the subject of a sentence: "`deposit`", "the `lambda x` of line 3", "the module". */
export function naming(trace: Trace, frame: Frame): Words {
  const special = specialWords(frame);
  if (special !== undefined) return special;
  const name: Words = [code(codeText(trace, frame.code)), ...placeWords(trace, frame.code)];
  return frame.code.kind === 'lambda' ? ['the ', ...name] : name;
}

function specialWords({ id, code: of }: Frame): Words | undefined {
  if (id === MODULE_FRAME) return ['the module'];
  if (of.kind === 'class') return ['the body of class ', code(shortName(of.name))];
  if (of.kind === 'comprehension') return ['the generator expression'];
  return undefined;
}
