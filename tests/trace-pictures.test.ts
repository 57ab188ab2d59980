/** What the picture of each telling program shows: frames, functions and cells by identity, never by name or value alone. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type HeapObject, MODULE_FRAME, referenceOf, type Trace, type Value } from '../src/lesson/trace.ts';
import { definedIn, type Frame, type View, viewAt, visibleFrames } from '../src/lesson/trace-view.ts';
import { bootTracer, fixtures } from './trace/tracer.ts';

type KindOf<O, K> = O extends { k: infer L } ? (K extends L ? O : never) : never;
type Kind<K extends HeapObject['k']> = KindOf<HeapObject, K>;

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
});

async function record(number: string): Promise<Trace> {
  const fixture = fixtures().find(({ name }) => name.startsWith(`${number}-`));
  assert.ok(fixture, `no fixture ${number}`);
  return tracer.trace({ programs: fixture.programs });
}

const views = (trace: Trace): readonly View[] => trace.steps.map((_, i) => viewAt(trace, i));
const last = (trace: Trace): View => viewAt(trace, trace.steps.length - 1);
const calls = (trace: Trace, name: string): readonly View[] =>
  views(trace).filter((view) => view.event === 'call' && top(view).code.name.split('.').at(-1) === name);

function top(view: View): Frame {
  const frame = view.frames.get(view.stack.at(-1) ?? MODULE_FRAME);
  assert.ok(frame);
  return frame;
}

function variable(view: View, frame: number, name: string): Value {
  const value = view.frames.get(frame)?.variables.get(name);
  assert.notEqual(value, undefined, `frame ${frame} has no ${name} at step ${view.index}`);
  return value as Value;
}

function object<K extends HeapObject['k']>(view: View, value: Value | undefined, kind: K): Kind<K> {
  const found = view.objects.get(referenceOf(value) ?? -1);
  assert.equal(found?.k, kind);
  return found as Kind<K>;
}

function items(view: View, value: Value | undefined): readonly Value[] {
  const found = view.objects.get(referenceOf(value) ?? -1);
  assert.ok(found && 'v' in found && Array.isArray(found.v));
  return found.v as readonly Value[];
}

/** Number of the cell that a function's closure holds under a name. */
function captured(view: View, value: Value | undefined, name: string): number {
  const cell = object(view, value, 'function').cl?.find(([free]) => free === name)?.[1];
  assert.notEqual(cell, undefined, `the function captures no ${name}`);
  return referenceOf(cell) as number;
}

const cellsOf = (view: View): readonly Kind<'cell'>[] =>
  [...view.objects.values()].filter((o): o is Kind<'cell'> => o.k === 'cell');

test('1: two counters have two cells, and each call points to its own function and its own cell', async () => {
  const trace = await record('01');
  const end = last(trace);
  const north = captured(end, variable(end, MODULE_FRAME, 'north'), 'count');
  const south = captured(end, variable(end, MODULE_FRAME, 'south'), 'count');
  assert.notEqual(north, south);
  const seen = calls(trace, 'enter').map((view) => {
    const frame = top(view);
    const parent = definedIn(view, frame);
    assert.equal(view.frames.get(parent ?? -1)?.code.name, 'turnstile');
    return { runs: frame.runs, cell: referenceOf(variable(view, frame.id, 'count')), parent };
  });
  assert.deepEqual(
    seen.map(({ cell }) => cell),
    [north, north, south],
  );
  assert.equal(seen[0]?.runs, referenceOf(variable(end, MODULE_FRAME, 'north')));
  assert.equal(seen[2]?.runs, referenceOf(variable(end, MODULE_FRAME, 'south')));
  assert.equal(seen[0]?.parent, seen[1]?.parent);
  assert.notEqual(seen[0]?.parent, seen[2]?.parent);
  for (const view of views(trace))
    for (const frame of view.frames.values()) {
      if (frame.runs !== undefined && frame.code.name.endsWith('enter'))
        assert.ok(definedIn(view, frame) !== undefined);
    }
  assert.deepEqual([...visibleFrames(end).values()], ['running', 'returned', 'returned']);
});

test('2: two functions of one call share one cell', async () => {
  const end = last(await record('02'));
  const deposit = captured(end, variable(end, MODULE_FRAME, 'deposit'), 'balance');
  assert.equal(deposit, captured(end, variable(end, MODULE_FRAME, 'show'), 'balance'));
  assert.equal(object(end, [deposit], 'cell').v, 15);
});

test('3: lambdas of a loop inside a function are three functions with one cell, which ends at 2', async () => {
  const trace = await record('03');
  const view = calls(trace, '<lambda>')[2];
  assert.ok(view);
  const made = [...view.objects].filter(([, o]) => o.k === 'function' && o.n.endsWith('<lambda>'));
  assert.equal(made.length, 3);
  assert.equal(new Set(made.map(([id]) => captured(view, [id], 'i'))).size, 1);
  assert.equal(object(view, [captured(view, [made[0]?.[0] ?? -1], 'i')], 'cell').v, 2);
});

test('4: lambdas of a module-level loop have no cells; there is one global', async () => {
  const trace = await record('04');
  for (const view of views(trace)) assert.equal(cellsOf(view).length, 0);
  const end = last(trace);
  assert.equal(variable(end, MODULE_FRAME, 'i'), 2);
  for (const bell of items(end, variable(end, MODULE_FRAME, 'bells'))) {
    assert.equal(object(end, bell, 'function').cl, undefined);
  }
});

test('5: i=i makes no cells, but three defaults', async () => {
  const trace = await record('05');
  const view = calls(trace, '<lambda>')[2];
  assert.ok(view);
  assert.equal(cellsOf(view).length, 0);
  const defaults = [...view.objects.values()].flatMap((o) => (o.k === 'function' && o.df ? [o.df] : []));
  assert.deepEqual(defaults, [[['i', 0]], [['i', 1]], [['i', 2]]]);
});

test('6: a comprehension has an i of its own beside the outer one', async () => {
  const end = last(await record('06'));
  const [first, second] = items(end, variable(end, MODULE_FRAME, 'inside'));
  const outside = captured(end, variable(end, MODULE_FRAME, 'outside'), 'i');
  assert.equal(captured(end, first, 'i'), captured(end, second, 'i'));
  assert.notEqual(captured(end, first, 'i'), outside);
  assert.equal(object(end, [outside], 'cell').v, 'outer');
});

test('7: an early call finds an empty cell; del empties the same cell', async () => {
  const trace = await record('07');
  const errors = views(trace).filter((view) => view.event === 'raise' && top(view).code.name.endsWith('serve'));
  assert.equal(errors.length, 2);
  const cells = errors.map((view) => variable(view, top(view).id, 'dish'));
  assert.deepEqual(cells[0], cells[1]);
  for (const view of errors) {
    assert.equal(object(view, cells[0], 'cell').empty, 1);
    assert.equal(object(view, view.value, 'exception').n, 'NameError');
  }
  const full = calls(trace, 'serve')[1];
  assert.ok(full);
  assert.equal(object(full, cells[0], 'cell').v, 'soup');
});

test('8: captured parameters of every kind are cells from the first moment', async () => {
  const trace = await record('08');
  const view = calls(trace, 'order')[0];
  assert.ok(view);
  for (const name of ['main', 'sides', 'sauce', 'extras']) {
    assert.equal(object(view, variable(view, top(view).id, name), 'cell').own, top(view).id);
  }
});

test('9: the middle of three levels passes a cell through', async () => {
  const trace = await record('09');
  const [pier] = calls(trace, 'pier');
  const [berth] = calls(trace, 'berth');
  assert.ok(pier && berth);
  const depth = variable(pier, top(pier).id, 'depth');
  assert.equal(object(pier, depth, 'cell').own, calls(trace, 'harbour').map((view) => top(view).id)[0]);
  assert.deepEqual(variable(berth, top(berth).id, 'depth'), depth);
  assert.equal(definedIn(berth, top(berth)), top(pier).id);
});

test('10: a function that calls itself is held by the cell that it holds', async () => {
  const trace = await record('10');
  const view = calls(trace, 'countdown').at(-1);
  assert.ok(view);
  const { runs } = top(view);
  const cell = captured(view, [runs ?? -1], 'countdown');
  assert.equal(referenceOf(object(view, [cell], 'cell').v), runs);
  const frames = calls(trace, 'countdown').map((each) => top(each));
  assert.equal(new Set(frames.map(({ id }) => id)).size, 3);
  assert.equal(new Set(frames.map(({ runs: each }) => each)).size, 1);
});

test('11: a sleeping generator keeps its frame, and shares the cells', async () => {
  const trace = await record('11');
  const view = views(trace).find((each) => each.event === 'line' && each.output.length > 0);
  assert.ok(view);
  const ride = object(view, variable(view, MODULE_FRAME, 'ride'), 'generator');
  assert.equal(ride.s, 'suspended');
  assert.equal(visibleFrames(view).get(ride.fr ?? -1), 'suspended');
  const cell = variable(view, ride.fr ?? -1, 'floors');
  assert.equal(view.frames.get(object(view, cell, 'cell').own ?? -1)?.code.name, 'lift');
  assert.equal(object(view, variable(view, ride.fr ?? -1, 'step'), 'cell').v, 10);
});

test('12: super() needs one __class__ cell for both methods, empty until the class exists', async () => {
  const trace = await record('12');
  const inBody = views(trace).find(
    (view) => view.stack.length === 2 && top(view).code.name === 'Hall' && cellsOf(view).length > 0,
  );
  assert.ok(inBody);
  assert.equal(cellsOf(inBody)[0]?.empty, 1);
  const end = last(trace);
  const hall = object(end, variable(end, MODULE_FRAME, 'Hall'), 'class');
  const methods = (hall.at ?? []).flatMap(([, value]) => (referenceOf(value) === undefined ? [] : [value]));
  const cells = methods.map((method) => captured(end, method, '__class__'));
  assert.equal(cells.length, 2);
  assert.equal(new Set(cells).size, 1);
  assert.deepEqual(object(end, [cells[0] ?? -1], 'cell').v, variable(end, MODULE_FRAME, 'Hall'));
});

test('13: throw and close are steps, and the generator ends closed', async () => {
  const trace = await record('13');
  const thrown = views(trace).filter((view) => view.event === 'throw');
  assert.deepEqual(
    thrown.map((view) => object(view, view.value, 'exception').n),
    ['ValueError', 'GeneratorExit'],
  );
  const end = last(trace);
  assert.equal(object(end, variable(end, MODULE_FRAME, 'station'), 'generator').s, 'closed');
});

test('14: a __repr__ is stepped only when the program calls it', async () => {
  const trace = await record('14');
  assert.equal(calls(trace, '__repr__').length, 2);
  assert.match(
    last(trace)
      .output.map(([, text]) => text)
      .join(''),
    /^0\n\[Spy, Spy\]\n\['repr', 'repr'\]/,
  );
});

test('15: annotations are not evaluated before they are read', async () => {
  const trace = await record('15');
  const notes = calls(trace, 'note').map(({ index }) => index);
  assert.equal(notes.length, 2);
  assert.ok(Math.min(...notes) > (calls(trace, 'tide')[0]?.index ?? Number.POSITIVE_INFINITY));
});

test('16: lru_cache wraps a function that holds a cell, with hits and misses', async () => {
  const end = last(await record('16'));
  const cache = object(end, variable(end, MODULE_FRAME, 'square'), 'lru_cache');
  assert.deepEqual([cache.hits, cache.misses, cache.size], [1, 2, 2]);
  assert.equal(object(end, [captured(end, cache.f, 'offset')], 'cell').v, 1);
});

test('17: frames of the library are skipped', async () => {
  const trace = await record('17');
  for (const view of views(trace)) {
    for (const frame of view.frames.values()) assert.ok(['<module>', 'oven'].includes(frame.code.name));
  }
  assert.equal(calls(trace, 'oven').length, 1);
});

test('18: a closure made by exec is shown, and not stepped into', async () => {
  const trace = await record('18');
  assert.equal(calls(trace, 'inner').length, 0);
  const end = last(trace);
  assert.equal(object(end, [captured(end, variable(end, MODULE_FRAME, 'f'), 'n')], 'cell').v, 5);
});

test('19: of a million items forty are shown, and the length', async () => {
  const trace = await record('19');
  const end = last(trace);
  const numbers = object(end, variable(end, MODULE_FRAME, 'numbers'), 'list');
  assert.equal(numbers.v?.length, 40);
  assert.equal(numbers.len, 1_000_000);
  assert.ok(JSON.stringify(trace).length < 3000);
});

test('20: an uncaught error unwinds every frame, and the traceback is only the program’s', async () => {
  const trace = await record('20');
  const unwound = views(trace).filter((view) => view.event === 'unwind');
  assert.deepEqual(
    unwound.map((view) => top(view).code.name.split('.').at(-1)),
    ['inner', 'middle', 'outer', '<module>'],
  );
  const end = last(trace);
  assert.equal(end.event, 'error');
  const printed = end.output.map(([, text]) => text).join('');
  assert.match(printed, /^Traceback[\s\S]*ZeroDivisionError: division by zero\n$/);
  assert.equal(printed.match(/File/g)?.length, 4);
});

test('limits are named: endless loops, floods of steps and of output', async () => {
  const endless = await record('36');
  assert.deepEqual([endless.end.outcome, endless.end.stopped, endless.end.cut], ['stopped', 'ticks', 'steps']);
  const steps = await record('34');
  assert.deepEqual([steps.end.outcome, steps.end.cut, steps.steps.length], ['finished', 'steps', 1000]);
  const output = await record('33');
  assert.ok((output.end.dropped ?? 0) > 100_000);
  assert.equal(output.steps.flatMap(({ o = [] }) => o.map(([, text]) => text)).join('').length, 20_000);
});

test('without frame memory captured variables are marked unknown, not guessed', async () => {
  const fixture = fixtures()[0];
  assert.ok(fixture);
  const trace = await tracer.trace({ programs: fixture.programs, options: { memory: false } });
  assert.equal(trace.cells, 'unknown');
  const view = calls(trace, 'enter')[0];
  assert.ok(view);
  assert.deepEqual(variable(view, top(view).id, 'count'), ['?', 0]);
  assert.equal(top(view).runs, undefined);
  assert.equal(definedIn(view, top(view)), undefined);
});

test('a session runs before its last program, which steps into the functions of the others', async () => {
  const trace = await tracer.trace({
    programs: [
      {
        id: 'a',
        kind: 'python',
        code: 'def make(n):\n    def get():\n        return n\n    return get\nprint("quiet")\ng = make(1)',
      },
      { id: 'b', kind: 'pycon', code: '>>> g()\n1\n>>> h = make(2)' },
    ],
  });
  const call = calls(trace, 'get')[0];
  assert.ok(call);
  assert.equal(call.block, 0);
  assert.equal(object(call, variable(call, top(call).id, 'n'), 'cell').own, undefined);
  assert.equal(
    last(trace)
      .output.map(([, text]) => text)
      .join(''),
    '1\n',
  );
  assert.equal(trace.sources.length, 2);
});
