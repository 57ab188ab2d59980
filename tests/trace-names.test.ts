/** Where names are looked up, and what functions are called so that they are told apart. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { lookupsAt } from '../src/lesson/trace/lookups.ts';
import type { Trace } from '../src/lesson/trace/trace.ts';
import { says, sentencesOf } from './trace/sentences.ts';
import { bootTracer } from './trace/tracer.ts';

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
});

const record = (code: string): Promise<Trace> => tracer.trace({ programs: [{ id: 'named', kind: 'python', code }] });

test('the look-up says where a global name was found, and whose variable changes', async () => {
  const trace = await record(
    'fs = []\nfor n in range(3):\n    fs.append(lambda x: x + n)\nprint(fs[0](1))\ndef set_n():\n    global n\n    n = n + 7\nset_n()',
  );
  says(trace, [
    '`n`: not local, not enclosing → the module’s, `2`. The `lambda x` returns `3`.',
    '`n`: declared `global` → the module’s, `2`; the module’s `n` is now `9`',
  ]);
  const step = trace.steps.findIndex(({ e }) => e === 'return');
  assert.deepEqual(
    lookupsAt(trace, step).map(({ name, scope, place }) => [name, scope, trace.places[place]?.[1]]),
    [['n', 'module', 3]],
  );
});

test('the look-up of a free variable says whose cell it is', async () => {
  const counters = `def turnstile():
    count = 0
    def enter():
        nonlocal count
        count += 1
        return count
    return enter
north = turnstile()
north()`;
  says(await record(counters), [
    'The cell `count` of the call of `turnstile` changes from `0` to `1`',
    '`count`: not local → the enclosing `turnstile`’s cell, `1`. `enter` returns `1`.',
  ]);
  says(await record(`${counters}\nsouth = turnstile()\nsouth()`), [
    '`count`: not local → the enclosing `turnstile`’s cell (first call), `1`',
    '`count`: not local → the enclosing `turnstile`’s cell (second call), `1`',
  ]);
});

test('the look-up passes by the body of a class, and names a builtin that is hidden', async () => {
  says(
    await record(
      'x = 5\nmax = 7\nclass C:\n    x = 17\n    y = [x for _ in range(1)]\n    def f(self):\n        return x + max\n    z = max\nC().f()',
    ),
    [
      '`x`: not local, not enclosing (the body of class `C` does not count) → the module’s, `5`',
      '`max`: not in the class body → the module’s, which hides the builtin: `7`',
      '`x`: not local, not enclosing (the body of class `C` does not count) → the module’s, `5`; `max`: not local, not enclosing → the module’s, which hides the builtin: `7`',
    ],
  );
});

test('a look-up is told once for each value that a call finds, and not of functions that are what their names say', async () => {
  const trace = await record(
    'limit = 3\ndef helper():\n    return 1\ndef run():\n    i = 0\n    while i < limit:\n        i += helper()\n    return len([i])\nrun()',
  );
  const told = sentencesOf(trace).filter((text) => text.includes('not enclosing'));
  assert.equal(told.length, 1, told.join('\n'));
});

test('lambdas are told apart by parameters, and by line where these are the same', async () => {
  const trace = await record(
    'a = lambda x: x\nb = lambda x: x + 1\nc = lambda: 0\nd = lambda *p, k=1, **q: p\na(1)\nb(1)\nc()\nd()',
  );
  says(trace, [
    '`a` now names a `lambda x` function of line 1',
    '`b` now names a `lambda x` function of line 2',
    '`c` now names a `lambda` function.',
    '`d` now names a `lambda k, *p, **q` function.',
    'The `lambda x` of line 1 is called',
    'The `lambda x` of line 2 returns `2`',
    'The `lambda` is called',
  ]);
});

test('lambdas of one line are counted', async () => {
  const trace = await record('def both(f, g):\n    return f(g(1))\nboth(lambda x: x * x, lambda x: x + 1)');
  says(trace, [
    '`f` = a `lambda x` function of line 3 (the first) and `g` = a `lambda x` function of line 3 (the second)',
    'The `lambda x` of line 3 (the second) returns `2`',
    'The `lambda x` of line 3 (the first) returns `4`',
  ]);
});

test('functions that share a name are told apart: methods by class, others by line, and wrapped ones by their code', async () => {
  const trace = await record(`from functools import wraps
def loud(f):
    @wraps(f)
    def wrapper(): return f()
    return wrapper
def twice(f):
    @wraps(f)
    def wrapper(): return f()
    return wrapper
@loud
@twice
def hello(): return 'hi'
hello()
class A:
    def __init__(self): pass
class B(A):
    def __init__(self): super().__init__()
B()`);
  says(trace, [
    '`hello` now names function `wrapper` of line 4 (named `hello`)',
    '`wrapper` of line 4 (named `hello`) is called',
    '`wrapper` of line 8 (named `hello`) is called',
    '`hello` is called',
    '`B.__init__` is called',
    '`A.__init__` is called',
  ]);
});

test('an unbound name is explained', async () => {
  says(await record('count = 1\ndef add():\n    count += 1\nadd()'), [
    '`count` is local to `add`, because it is bound there, and it has no value at this moment. The `count` of the module is another variable.',
  ]);
  says(await record('def f():\n    return nowhere\nf()'), [
    '`nowhere`: not local, not enclosing, not in the module, not a builtin.',
  ]);
});
