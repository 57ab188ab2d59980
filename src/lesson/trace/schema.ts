/**
 * Reads a recording as data from a stranger: the program that was recorded can have replaced the recorder. What does not have the
 * shape of trace.ts is refused here, before anything draws it.
 */
import * as v from 'valibot';
import type { Recording, Value } from './trace.ts';

/** Far above what src/python/trace_limits.py allows. */
const MOST = 20_000;

const number = v.pipe(v.number(), v.safeInteger());
const count = v.pipe(number, v.minValue(0));
const list = <Item extends v.GenericSchema>(item: Item) => v.pipe(v.array(item), v.maxLength(MOST), v.readonly());

const text = v.string();

const value: v.GenericSchema<Value> = v.lazy(() => v.union([...plain, v.strictTuple([count])]));

/** Every value but an object. */
const plain = [
  v.null(),
  v.boolean(),
  number,
  text,
  v.strictTuple([v.picklist(['i', 'f', 'a', 'b', 't', 'm', '…']), text]),
  v.strictTuple([v.literal('s'), text, count]),
  v.strictTuple([v.literal('&'), count]),
  v.strictTuple([v.literal('?'), value]),
] as const;

/** A described object, or any value but an object. */
const label = v.union([...plain, v.strictTuple([v.literal('r'), count, text])]);

/** Where a name was found. */
const found = v.union([count, v.picklist(['m', 'h'])]);

const pairs = list(v.strictTuple([value, value]));
const details = { at: v.optional(pairs), v: v.optional(list(value)), len: v.optional(count) };
const flag = v.optional(v.literal(1));

const contents = [
  v.strictObject({
    k: v.picklist(['list', 'tuple', 'set', 'frozenset', 'deque', 'dict', 'bytearray', 'iterator']),
    n: v.optional(text),
    fields: v.optional(list(text)),
    ...details,
  }),
  v.strictObject({ k: v.literal('atom'), v: value }),
  v.strictObject({ k: v.literal('opaque'), n: text }),
] as const;

const object = v.variant('k', [
  v.strictObject({
    k: v.literal('cell'),
    n: v.optional(text),
    own: v.optional(count),
    v: v.optional(value),
    empty: flag,
  }),
  v.strictObject({
    k: v.literal('function'),
    n: text,
    sig: text,
    c: v.optional(count),
    lib: flag,
    cl: v.optional(list(v.strictTuple([text, value]))),
    df: v.optional(pairs),
    kd: v.optional(pairs),
    at: v.optional(pairs),
  }),
  v.strictObject({
    k: v.picklist(['generator', 'coroutine', 'async generator']),
    n: text,
    s: v.picklist(['created', 'running', 'suspended', 'closed']),
    fr: v.optional(count),
    from: v.optional(value),
  }),
  v.strictObject({ k: v.literal('method'), f: value, s: value }),
  v.strictObject({ k: v.literal('property'), f: v.optional(value), set: v.optional(value), del: v.optional(value) }),
  v.strictObject({ k: v.picklist(['staticmethod', 'classmethod']), f: value }),
  v.strictObject({ k: v.literal('lru_cache'), f: value, hits: count, misses: count, size: count }),
  v.strictObject({ k: v.literal('partial'), f: value, ...details }),
  v.strictObject({ k: v.literal('class'), n: text, b: v.optional(list(value)), meta: v.optional(value), ...details }),
  v.strictObject({ k: v.literal('exception'), n: text, t: v.optional(value), ...details }),
  v.strictObject({
    k: v.literal('instance'),
    n: text,
    t: v.optional(value),
    lib: flag,
    base: v.optional(v.variant('k', contents)),
    ...details,
  }),
  ...contents,
]);

/** Keys are numbers of frames or objects. */
const byNumber = <Item extends v.GenericSchema>(item: Item) => v.record(v.pipe(text, v.regex(/^\d+$/)), item);

const step = v.strictObject({
  e: v.picklist([
    'line',
    'call',
    'return',
    'yield',
    'wait',
    'resume',
    'throw',
    'raise',
    'unwind',
    'echo',
    'error',
    'end',
  ]),
  l: count,
  p: v.optional(count),
  v: v.optional(value),
  t: v.optional(v.picklist(['apply', 'bind', 'leave', 'on', 'again'])),
  st: v.optional(list(count)),
  fr: v.optional(
    byNumber(
      v.strictObject({
        c: v.optional(count),
        fn: v.optional(value),
        g: v.optional(value),
        v: v.optional(v.record(text, value)),
        x: v.optional(list(text)),
      }),
    ),
  ),
  ob: v.optional(byNumber(object)),
  x: v.optional(list(count)),
  s: v.optional(list(v.union([v.strictTuple([count, label]), v.strictTuple([count, label, found])]))),
});

const recording = v.strictObject({
  format: v.literal(1),
  python: v.pipe(text, v.maxLength(40)),
  cells: v.picklist(['exact', 'unknown']),
  end: v.strictObject({
    stopped: v.optional(v.picklist(['ticks', 'seconds'])),
    cut: v.optional(v.picklist(['steps', 'size', 'internal'])),
    error: v.optional(text),
    ticks: count,
  }),
  codes: list(
    v.strictObject({
      name: text,
      kind: v.picklist(['module', 'function', 'lambda', 'class', 'comprehension', 'annotations']),
      block: count,
      line: count,
      parent: v.optional(count),
      cells: v.optional(list(text)),
      free: v.optional(list(text)),
      globals: v.optional(list(text)),
      args: v.optional(text),
    }),
  ),
  places: list(v.strictTuple([count, count, count, count, count])),
  steps: v.pipe(v.array(step), v.minLength(1), v.maxLength(MOST)),
});

/** Throws a sentence for the reader when the data is no recording. */
export function readRecording(data: unknown): Recording {
  const read = v.safeParse(recording, data, { abortEarly: true });
  if (read.success) return read.output as Recording;
  const [issue] = read.issues;
  throw new Error(
    `The recording is not usable (at ${v.getDotPath(issue) ?? 'its top'}: ${issue.message}). Something in the program has changed the recorder.`,
  );
}
