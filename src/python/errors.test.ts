import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootBareEngine } from '../runtime/node/bare-engine.ts';

const { run } = await bootBareEngine();

async function errorOf(code: string) {
  const { outcome } = await run(code);
  assert.equal(outcome.kind, 'raised', code);
  return outcome as Extract<typeof outcome, { kind: 'raised' }>;
}

/** The text that an error marks in its program. */
async function markedBy(code: string): Promise<string> {
  const { place } = await errorOf(code);
  if (place === undefined) return '(nowhere)';
  const lines = code.split('\n').slice(place.line - 1, place.endLine);
  if (lines.length === 1) return (lines[0] ?? '').slice(place.column, place.endColumn);
  return [
    (lines[0] ?? '').slice(place.column),
    ...lines.slice(1, -1),
    (lines.at(-1) ?? '').slice(0, place.endColumn),
  ].join('\n');
}

const PLACES: readonly (readonly [code: string, marked: string])[] = [
  ['x = 1\ny = x / 0', 'x / 0'],
  ['def f():\n    return missing\nf()', 'missing'],
  ['s = "😀é"; print(s + 1)', 's + 1'],
  ['print(\n    1,\n    nope,\n)', 'nope'],
  ['value = (1\n  + "a")', '1\n  + "a"'],
  ['import json\njson.loads("")', 'json.loads("")'],
  ['x = = 1', '='],
  ['"😀"; x = = 1', '='],
  ['def f():\n    nonlocal x\n', 'nonlocal x'],
  ['f(1', '('],
  ['def f(:\n    pass', ':'],
  ['raise ValueError', 'raise ValueError'],
  ['try:\n    1/0\nfinally:\n    pass', '1/0'],
  ['await None', 'await None'],
];

for (const [code, marked] of PLACES) {
  test(`the place of the error in ${JSON.stringify(code)} is ${JSON.stringify(marked)}`, async () => {
    assert.equal(await markedBy(code), marked);
  });
}

test('an error whose frames are all elsewhere has the place of the call', async () => {
  assert.equal(await markedBy('import collections\nd = collections.deque(maxlen=-1)'), 'collections.deque(maxlen=-1)');
});

const ADVICE: readonly (readonly [code: string, advice: RegExp])[] = [
  ['x = 1\ndef f():\n    x += 1\nf()', /treats `x` as local .* `nonlocal x`/],
  [
    'def outer():\n    def inner():\n        return x\n    inner()\n    x = 1\nouter()',
    /before the enclosing function had given `x` a value/,
  ],
  ['def outer():\n    def inner():\n        nonlocal n\n        n = 1\n', /`nonlocal n` needs an enclosing function/],
  ['nonlocal x', /at the top of a module there is no such function/],
  [
    'def f():\n    x = 0\n    def g():\n        print(x)\n        nonlocal x\n        x = 1\n',
    /Move `nonlocal x` to the top/,
  ],
  [
    'def f():\n    x = 0\n    def g():\n        x = 1\n        nonlocal x\n',
    /Move `nonlocal x` to the top .* assignment/,
  ],
  [
    'def f():\n    x = 0\n    def g(x):\n        nonlocal x\n',
    /already a local variable, so `x` cannot also be nonlocal/,
  ],
  ['def f():\n    print(x)\n    global x\n', /Move `global x`/],
  ['def make():\n    def inner(): pass\nf = make()\nf()', /holds `None`, not a function.*`return inner`/],
  ['n = 3\nn()', /of type `int`, not a function/],
  ['def count(): return 1\ncount + 1', /add the parentheses that call it/],
  ['def items(): return [1]\nfor i in items: pass', /add the parentheses that call it/],
  ['def items(): return [1]\nitems[0]', /add the parentheses that call it/],
  ['def text(): return "a"\n"b" + text', /add the parentheses that call it/],
  ['def text(): return "a"\ntext.upper()', /no `upper`.*parentheses/],
  ['def f(): pass\nf().upper()', /value before `\.upper` is `None`/],
  ['def f(a, b): pass\nf(1)', /leaves out 'b'/],
  ['def f(): pass\nf(1)', /more arguments than it takes.*\*args/],
  ['def f(): return f()\nf()', /calls itself and never stops/],
  ['print undefined', /write `print\(\.\.\.\)`/],
  ['print(undefined)', /found it in none/],
  ['return 1', /outside any function/],
  ['def f():\npass', /body of the function definition on line 1 is missing/],
  ['x = 1\n  y = 2', /start in one column/],
  ['def f():\n    x = 1\n    def g(): return x\n    del x\n    return g\nf()()', /cell that both share is still empty/],
  [
    'def f():\n    def g(): return x\n    cell = g.__closure__[0]\n    cell.cell_contents\n    x = 1\nf()',
    /cell has no value yet/,
  ],
];

for (const [code, advice] of ADVICE) {
  test(`advice for ${JSON.stringify(code)}`, async () => {
    assert.match((await errorOf(code)).advice ?? '(none)', advice);
  });
}

test('other errors get no advice, and advice never replaces Python’s own text', async () => {
  assert.equal((await errorOf('{}["k"]')).advice, undefined);
  assert.match((await errorOf('zzzz')).traceback, /NameError: name 'zzzz' is not defined\n$/);
});

test('an exception class of the program’s own that only shares a name gets no wrong advice', async () => {
  assert.equal((await errorOf('class Odd(Exception):\n    def __str__(self): 1/0\nraise Odd')).advice, undefined);
});
