/** What the pictures of selected programs must show, whether recorded in Node or in a page's worker. */
import assert from 'node:assert/strict';
import { MODULE_FRAME, referenceOf, type Trace } from '../../src/lesson/trace/trace.ts';
import { definedIn, visibleFrames } from '../../src/lesson/trace/view.ts';
import { calls, captured, cellsOf, items, last, object, top, variable, views } from './looking.ts';

export interface Picture {
  /** The program's number in tests/fixtures/trace. */
  readonly program: string;
  readonly shows: string;
  /** Throws if the recording shows anything else. */
  readonly check: (trace: Trace) => void;
}

export const PICTURES: readonly Picture[] = [
  {
    program: '01',
    shows: 'two counters have two cells, and each call points to its own function and its own cell',
    check: (trace) => {
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
    },
  },
  {
    program: '02',
    shows: 'two functions of one call share one cell',
    check: (trace) => {
      const end = last(trace);
      const deposit = captured(end, variable(end, MODULE_FRAME, 'deposit'), 'balance');
      assert.equal(deposit, captured(end, variable(end, MODULE_FRAME, 'show'), 'balance'));
      assert.equal(object(end, [deposit], 'cell').v, 15);
    },
  },
  {
    program: '03',
    shows: 'lambdas of a loop inside a function are three functions with one cell, which ends at 2',
    check: (trace) => {
      const view = calls(trace, '<lambda>')[2];
      assert.ok(view);
      const made = [...view.objects].filter(([, o]) => o.k === 'function' && o.n.endsWith('<lambda>'));
      assert.equal(made.length, 3);
      assert.equal(new Set(made.map(([id]) => captured(view, [id], 'i'))).size, 1);
      assert.equal(object(view, [captured(view, [made[0]?.[0] ?? -1], 'i')], 'cell').v, 2);
    },
  },
  {
    program: '04',
    shows: 'lambdas of a module-level loop have no cells; there is one global',
    check: (trace) => {
      for (const view of views(trace)) assert.equal(cellsOf(view).length, 0);
      const end = last(trace);
      assert.equal(variable(end, MODULE_FRAME, 'i'), 2);
      for (const bell of items(end, variable(end, MODULE_FRAME, 'bells'))) {
        assert.equal(object(end, bell, 'function').cl, undefined);
      }
    },
  },
  {
    program: '05',
    shows: 'i=i makes no cells, but three defaults',
    check: (trace) => {
      const view = calls(trace, '<lambda>')[2];
      assert.ok(view);
      assert.equal(cellsOf(view).length, 0);
      const defaults = [...view.objects.values()].flatMap((o) => (o.k === 'function' && o.df ? [o.df] : []));
      assert.deepEqual(defaults, [[['i', 0]], [['i', 1]], [['i', 2]]]);
    },
  },
  {
    program: '06',
    shows: 'a comprehension has an i of its own beside the outer one',
    check: (trace) => {
      const end = last(trace);
      const [first, second] = items(end, variable(end, MODULE_FRAME, 'inside'));
      const outside = captured(end, variable(end, MODULE_FRAME, 'outside'), 'i');
      assert.equal(captured(end, first, 'i'), captured(end, second, 'i'));
      assert.notEqual(captured(end, first, 'i'), outside);
      assert.equal(object(end, [outside], 'cell').v, 'outer');
    },
  },
  {
    program: '07',
    shows: 'an early call finds an empty cell; del empties the same cell',
    check: (trace) => {
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
    },
  },
  {
    program: '08',
    shows: 'captured parameters of every kind are cells from the first moment',
    check: (trace) => {
      const view = calls(trace, 'order')[0];
      assert.ok(view);
      for (const name of ['main', 'sides', 'sauce', 'extras']) {
        assert.equal(object(view, variable(view, top(view).id, name), 'cell').own, top(view).id);
      }
    },
  },
  {
    program: '09',
    shows: 'the middle of three levels passes a cell through',
    check: (trace) => {
      const [pier] = calls(trace, 'pier');
      const [berth] = calls(trace, 'berth');
      assert.ok(pier && berth);
      const depth = variable(pier, top(pier).id, 'depth');
      assert.equal(object(pier, depth, 'cell').own, calls(trace, 'harbour').map((view) => top(view).id)[0]);
      assert.deepEqual(variable(berth, top(berth).id, 'depth'), depth);
      assert.equal(definedIn(berth, top(berth)), top(pier).id);
    },
  },
  {
    program: '10',
    shows: 'a function that calls itself is held by the cell that it holds',
    check: (trace) => {
      const view = calls(trace, 'countdown').at(-1);
      assert.ok(view);
      const { runs } = top(view);
      const cell = captured(view, [runs ?? -1], 'countdown');
      assert.equal(referenceOf(object(view, [cell], 'cell').v), runs);
      const frames = calls(trace, 'countdown').map((each) => top(each));
      assert.equal(new Set(frames.map(({ id }) => id)).size, 3);
      assert.equal(new Set(frames.map(({ runs: each }) => each)).size, 1);
    },
  },
  {
    program: '11',
    shows: 'a sleeping generator keeps its frame, and shares the cells',
    check: (trace) => {
      const view = views(trace).find((each) => each.event === 'line' && each.output.length > 0);
      assert.ok(view);
      const ride = object(view, variable(view, MODULE_FRAME, 'ride'), 'generator');
      assert.equal(ride.s, 'suspended');
      assert.equal(visibleFrames(view).get(ride.fr ?? -1), 'suspended');
      const cell = variable(view, ride.fr ?? -1, 'floors');
      assert.equal(view.frames.get(object(view, cell, 'cell').own ?? -1)?.code.name, 'lift');
      assert.equal(object(view, variable(view, ride.fr ?? -1, 'step'), 'cell').v, 10);
    },
  },
  {
    program: '12',
    shows: 'super() needs one __class__ cell for both methods, empty until the class exists',
    check: (trace) => {
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
    },
  },
  {
    program: '13',
    shows: 'throw and close are steps, and the generator ends closed',
    check: (trace) => {
      const thrown = views(trace).filter((view) => view.event === 'throw');
      assert.deepEqual(
        thrown.map((view) => object(view, view.value, 'exception').n),
        ['ValueError', 'GeneratorExit'],
      );
      const end = last(trace);
      assert.equal(object(end, variable(end, MODULE_FRAME, 'station'), 'generator').s, 'closed');
    },
  },
  {
    program: '14',
    shows: 'a __repr__ is stepped only when the program calls it',
    check: (trace) => {
      assert.equal(calls(trace, '__repr__').length, 2);
      assert.match(
        last(trace)
          .output.map(([, text]) => text)
          .join(''),
        /^0\n\[Spy, Spy\]\n\['repr', 'repr'\]/,
      );
    },
  },
  {
    program: '15',
    shows: 'annotations are not evaluated before they are read',
    check: (trace) => {
      const notes = calls(trace, 'note').map(({ index }) => index);
      assert.equal(notes.length, 2);
      assert.ok(Math.min(...notes) > (calls(trace, 'tide')[0]?.index ?? Number.POSITIVE_INFINITY));
    },
  },
  {
    program: '16',
    shows: 'lru_cache wraps a function that holds a cell, with hits and misses',
    check: (trace) => {
      const end = last(trace);
      const cache = object(end, variable(end, MODULE_FRAME, 'square'), 'lru_cache');
      assert.deepEqual([cache.hits, cache.misses, cache.size], [1, 2, 2]);
      assert.equal(object(end, [captured(end, cache.f, 'offset')], 'cell').v, 1);
    },
  },
  {
    program: '17',
    shows: 'frames of the library are skipped',
    check: (trace) => {
      for (const view of views(trace)) {
        for (const frame of view.frames.values()) assert.ok(['<module>', 'oven'].includes(frame.code.name));
      }
      assert.equal(calls(trace, 'oven').length, 1);
    },
  },
  {
    program: '18',
    shows: 'a closure made by exec is shown, and not stepped into',
    check: (trace) => {
      assert.equal(calls(trace, 'inner').length, 0);
      const end = last(trace);
      assert.equal(object(end, [captured(end, variable(end, MODULE_FRAME, 'f'), 'n')], 'cell').v, 5);
    },
  },
  {
    program: '19',
    shows: 'of a million items forty are shown, and the length',
    check: (trace) => {
      const end = last(trace);
      const numbers = object(end, variable(end, MODULE_FRAME, 'numbers'), 'list');
      assert.equal(numbers.v?.length, 40);
      assert.equal(numbers.len, 1_000_000);
      assert.ok(JSON.stringify(trace).length < 3000);
    },
  },
  {
    program: '20',
    shows: 'an uncaught error unwinds every frame, and the traceback is only the program’s',
    check: (trace) => {
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
    },
  },
];
