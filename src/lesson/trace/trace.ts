/**
 * A trace: what a program did, as the recorder in src/python/trace_*.py writes it. Each step holds only what differs from
 * the step before; `viewAt` (trace-view.ts) rebuilds any moment. Keys are short because traces travel with every page.
 */
import type { Outcome } from '../result.ts';

/** Beside JSON's own atoms (numbers are Python integers): see src/python/trace_values.py. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly ['i' | 'f' | 'a' | 'b' | 't' | 'm' | '…', string]
  | readonly ['s', start: string, length: number]
  /** A heap object. */
  | readonly [object: number]
  /** A variable that lives in a cell. */
  | readonly ['&', cell: number]
  /** A captured variable whose cell could not be read. */
  | readonly ['?', Value];

/** A value computed on the way: like Value, but an object carries its description, for it may be gone already. */
export type Label = Exclude<Value, readonly [number]> | readonly ['r', object: number, text: string];

type Pairs = readonly (readonly [Value, Value])[];

interface Details {
  /** Attributes, keyword arguments, items of a dict. */
  readonly at?: Pairs;
  /** Items of a sequence, arguments, sources of an iterator. */
  readonly v?: readonly Value[];
  /** How many there are, when not all are shown. */
  readonly len?: number;
}

export type HeapObject =
  | { readonly k: 'cell'; readonly n?: string; readonly own?: number; readonly v?: Value; readonly empty?: 1 }
  | {
      readonly k: 'function';
      readonly n: string;
      readonly sig: string;
      /** Index of its code; absent for a library's function. */
      readonly c?: number;
      readonly lib?: 1;
      /** The closure: each captured name with its cell. */
      readonly cl?: readonly (readonly [string, Value])[];
      /** Defaults, of positional and of keyword-only parameters. */
      readonly df?: Pairs;
      readonly kd?: Pairs;
      readonly at?: Pairs;
    }
  | {
      readonly k: 'generator' | 'coroutine' | 'async generator';
      readonly n: string;
      readonly s: 'created' | 'running' | 'suspended' | 'closed';
      /** Its frame. */
      readonly fr?: number;
      readonly from?: Value;
    }
  | { readonly k: 'method'; readonly f: Value; readonly s: Value }
  | { readonly k: 'property'; readonly f?: Value; readonly set?: Value; readonly del?: Value }
  | { readonly k: 'staticmethod' | 'classmethod'; readonly f: Value }
  | {
      readonly k: 'lru_cache';
      readonly f: Value;
      readonly hits: number;
      readonly misses: number;
      readonly size: number;
    }
  | ({ readonly k: 'partial'; readonly f: Value } & Details)
  | ({ readonly k: 'class'; readonly n: string; readonly b?: readonly Value[]; readonly meta?: Value } & Details)
  | ({ readonly k: 'exception'; readonly n: string; readonly t?: Value } & Details)
  | ({
      readonly k: 'instance';
      readonly n: string;
      readonly t?: Value;
      readonly lib?: 1;
      readonly base?: Content;
    } & Details)
  | Content;

export type Content =
  | ({
      readonly k: 'list' | 'tuple' | 'set' | 'frozenset' | 'deque' | 'dict' | 'bytearray' | 'iterator';
      readonly n?: string;
      readonly fields?: readonly string[];
    } & Details)
  | { readonly k: 'atom'; readonly v: Value }
  | { readonly k: 'opaque'; readonly n: string };

export type CodeKind = 'module' | 'function' | 'lambda' | 'class' | 'comprehension' | 'annotations';

export interface Code {
  /** Qualified name. */
  readonly name: string;
  readonly kind: CodeKind;
  /** Which program of the session it is written in. */
  readonly block: number;
  readonly line: number;
  /** The code it is written in. */
  readonly parent?: number;
  readonly cells?: readonly string[];
  readonly free?: readonly string[];
  /** Names that it binds in the module. */
  readonly globals?: readonly string[];
  /** Parameters of a lambda: `a, *rest`. */
  readonly args?: string;
}

export type Event =
  | 'line'
  | 'call'
  | 'return'
  | 'yield'
  | 'wait'
  | 'resume'
  | 'throw'
  | 'raise'
  | 'unwind'
  | 'echo'
  | 'error'
  | 'end';

/**
 * Why Python comes back to a line: to `apply` a decorator, to `bind` what decorators gave, to `leave` a `with` block, to go `on` with an
 * expression of several lines, or to do a loop within the line `again`.
 */
export type Turn = 'apply' | 'bind' | 'leave' | 'on' | 'again';

/** Where a name was found that is not its function's own: the number of a cell, the module, or the module where it hides a builtin. */
export type Found = number | 'm' | 'h';

export interface FrameDelta {
  readonly c?: number;
  readonly fn?: Value;
  readonly g?: Value;
  readonly v?: Readonly<Record<string, Value>>;
  readonly x?: readonly string[];
}

export interface Step {
  readonly e: Event;
  /** Line in the program of the top frame; 0 when there is none. */
  readonly l: number;
  /** Place: of the call, or of what raises. */
  readonly p?: number;
  /** The value that is returned, yielded, echoed, raised. */
  readonly v?: Value;
  /** How many frames of the stack stay, then the new ones. */
  readonly st?: readonly number[];
  readonly fr?: Readonly<Record<string, FrameDelta>>;
  readonly ob?: Readonly<Record<string, HeapObject>>;
  /** Objects that are gone. */
  readonly x?: readonly number[];
  /** Output since the step before: 0 is stdout, 1 is stderr. */
  readonly o?: readonly (readonly [stream: 0 | 1, text: string])[];
  readonly t?: Turn;
  /** Values computed since the step before, with where the name was found that was read. */
  readonly s?: readonly (readonly [place: number, value: Label, found?: Found])[];
}

/** What ended the recording before the program: a limit of src/python/trace_limits.py, or an error of the recorder's own. */
export type Cut = 'steps' | 'size' | 'internal';

export interface End {
  readonly outcome: Outcome['kind'];
  /** Which limit stopped the program itself. */
  readonly stopped?: 'ticks' | 'seconds';
  readonly cut?: Cut;
  /** Characters of output that were written and are not kept. */
  readonly dropped?: number;
  /** The step from which on they are missing. */
  readonly full?: number;
  readonly error?: string;
  /** What the program wrote after the recording was cut. */
  readonly after?: NonNullable<Step['o']>;
  /** The error that ended the program, as the last line of a traceback. */
  readonly raised?: string;
  readonly ticks: number;
}

export interface Trace {
  readonly format: 1;
  readonly python: string;
  /** Whether the cells of running frames could be read. */
  readonly cells: 'exact' | 'unknown';
  readonly kind: 'python' | 'pycon';
  readonly end: End;
  readonly codes: readonly Code[];
  /** Block, line, column, end line, end column: lines from 1, columns from 0 in UTF-16 code units. */
  readonly places: readonly (readonly [number, number, number, number, number])[];
  readonly steps: readonly Step[];
  /** Texts of the session's programs, root first; the last is the one recorded. */
  readonly sources: readonly string[];
}

/** What Python's recorder writes: a trace without what only the other side knows. */
export type Recording = Omit<Trace, 'kind' | 'sources' | 'end'> & {
  readonly end: Omit<End, 'outcome' | 'dropped' | 'full' | 'after' | 'raised'>;
};

export const MODULE_FRAME = 0;

/** Number of the object or cell that a value refers to. */
export function referenceOf(value: Value | undefined): number | undefined {
  if (!Array.isArray(value)) return undefined;
  if (value.length === 1) return value[0];
  if (value[0] === '&') return value[1];
  return undefined;
}
