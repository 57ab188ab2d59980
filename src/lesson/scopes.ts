/** Where the names of a program live, and how that is said. src/python/scopes.py finds it out, for the page and for edited code alike. */

export type NameKind = 'local' | 'enclosing' | 'global' | 'builtin';

export interface ScopeName {
  /** From 1. */
  readonly line: number;
  /** From 0, in UTF-16 code units, as is the length. */
  readonly column: number;
  readonly length: number;
  readonly kind: NameKind;
  /** Index of its variable. */
  readonly variable: number;
  /** Whether the variable gets a value here. */
  readonly binds: boolean;
}

export interface Owner {
  readonly kind:
    | 'module'
    | 'function'
    | 'lambda'
    | 'class'
    | 'comprehension'
    | 'generator'
    | 'annotations'
    | 'type parameters'
    | 'type variable'
    | 'type alias';
  /** Empty for what has no name. */
  readonly name: string;
  readonly line: number;
}

export interface ScopeVariable {
  readonly name: string;
  /** Null for what Python brings. */
  readonly owner: Owner | null;
  /** Whoever holds the variable's cell. */
  readonly sharers: readonly Owner[];
}

export interface Scopes {
  readonly names: readonly ScopeName[];
  readonly variables: readonly ScopeVariable[];
  /** Why there are none: Python refuses the program. */
  readonly error?: string;
}

/** An owner as the page carries it; a function needs no word for its kind. */
type CarriedOwner = readonly [line: number, name: string, kind?: Owner['kind']];

/** What the page carries of a variable, by the number on its names. Its own name stands there, unless Python knows it by another. */
export type CarriedVariable = readonly [owner: CarriedOwner | null, sharers: readonly CarriedOwner[], name?: string];

export function carriedVariable({ name, owner, sharers }: ScopeVariable): CarriedVariable {
  const carried = ({ kind, name, line }: Owner): CarriedOwner =>
    kind === 'function' ? [line, name] : [line, name, kind];
  // A private name of a class is one that Python writes with the name of the class before it.
  const other = name.includes('__') ? ([name] as const) : ([] as const);
  return [owner && carried(owner), sharers.map(carried), ...other];
}

/** `written` is the name as it stands in the code. */
export function variableFrom([owner, sharers, name]: CarriedVariable, written: string): ScopeVariable {
  const uncarried = ([line, name, kind = 'function']: CarriedOwner): Owner => ({ kind, name, line });
  return { name: name ?? written, owner: owner && uncarried(owner), sharers: sharers.map(uncarried) };
}

function called({ kind, name, line }: Owner): string {
  switch (kind) {
    case 'module':
      return 'the module';
    case 'function':
      return `\`${name}\``;
    case 'lambda':
      return `the lambda in line ${line}`;
    case 'class':
      return `the body of class \`${name}\``;
    case 'comprehension':
      return `the comprehension in line ${line}`;
    case 'generator':
      return `the generator expression in line ${line}`;
    case 'annotations':
      return name === '' ? 'the annotations' : `the annotations of \`${name}\``;
    default:
      return `\`${name}\``;
  }
}

/** One sentence about a variable; code stands between backticks. */
export function sentenceFor({ name, owner, sharers }: ScopeVariable): string {
  const subject = `\`${name}\``;
  if (owner === null) return `${subject} is built in: Python brings it for every module.`;
  const held = sharers.length === 0 ? '' : `; ${cellWords(sharers)}`;
  switch (owner.kind) {
    case 'module':
      return `${subject} is global: it belongs to the module.`;
    case 'class':
      return name === '__class__'
        ? `${subject} is a cell that every class provides for its methods${held}.`
        : `${subject} belongs to ${called(owner)}; functions inside do not see it.`;
    case 'comprehension':
    case 'generator':
      return `${subject} belongs to ${called(owner)} alone${held}.`;
    case 'type parameters':
      return `${subject} is a type parameter of ${called(owner)}${held}.`;
    default:
      return `${subject} belongs to the call of ${called(owner)}${held}.`;
  }
}

function cellWords(sharers: readonly Owner[]): string {
  const words = [...new Set(sharers.map(called))];
  if (sharers.length === 1) return `${words[0]} ${sharers[0]?.kind === 'annotations' ? 'hold' : 'holds'} its cell`;
  if (words.length === 1) return `${sharers.length} functions called ${words[0]} share its cell`;
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)} share its cell`;
}
