import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootBareEngine } from './node/bare-engine.ts';

const { engine, run, outputOf } = await bootBareEngine();

test('fresh: false continues a namespace, fresh: true does not', async () => {
  await run('x = 1');
  assert.equal(await outputOf('print(x)', { fresh: false }), '1\n');
  assert.match(await outputOf('print(x)'), /NameError/);
});

test('sessions are apart, and may take turns', async () => {
  await run('x = "a"\nimport sys\nsys.path.append("/mine")\nopen("a.txt", "w").write("A")', { session: 'a' });
  await run('x = "b"', { session: 'b' });
  const look = 'import os, sys\nprint(x, os.listdir(), "/mine" in sys.path)';
  assert.equal(await outputOf(look, { session: 'a', fresh: false }), "a ['a.txt'] True\n");
  assert.equal(await outputOf(look, { session: 'b', fresh: false }), 'b [] False\n');
  assert.equal(await outputOf(look, { session: 'a', fresh: false }), "a ['a.txt'] True\n");
});

test('a session that was never started starts now', async () => {
  assert.equal(await outputOf('print("new")', { session: 'unheard-of', fresh: false }), 'new\n');
});

const LEAKS: readonly (readonly [what: string, damage: string, look: string, expected: string])[] = [
  ['a redefined print', 'import builtins\nbuiltins.print = None', 'print("ok")', 'ok\n'],
  ['a deleted builtin', 'import builtins\ndel builtins.len', 'print(len("ab"))', '2\n'],
  ['an added builtin', 'import builtins\nbuiltins.mine = 1', 'print("mine" in dir(__builtins__))', 'False\n'],
  ['deleted __builtins__', 'del __builtins__', 'print(len("ab"))', '2\n'],
  ['sys.stdout replaced', 'import sys, io\nsys.stdout = io.StringIO()', 'print("ok")', 'ok\n'],
  ['sys.stdout closed', 'import sys\nsys.stdout.close()', 'print("ok")', 'ok\n'],
  ['sys.stdout deleted', 'import sys\ndel sys.stdout', 'print("ok")', 'ok\n'],
  ['sys.displayhook', 'import sys\nsys.displayhook = None', 'import sys\nsys.displayhook(7)', '7\n'],
  [
    'sys.excepthook',
    'import sys\nsys.excepthook = print',
    'import sys\nprint(sys.excepthook is sys.__excepthook__)',
    'True\n',
  ],
  ['_', 'import sys\nsys.displayhook(7)', 'print("_" in dir(__builtins__))', 'False\n'],
  ['sys.path', 'import sys\nsys.path.clear()', 'import sys, string\nprint(len(sys.path) > 1)', 'True\n'],
  [
    'the recursion limit',
    'import sys\nsys.setrecursionlimit(50)',
    'import sys\nprint(sys.getrecursionlimit())',
    '1000\n',
  ],
  [
    'warning filters',
    'import warnings\nwarnings.simplefilter("error")',
    'import warnings\nwarnings.warn("x")',
    'lesson.py:2: UserWarning: x\n  warnings.warn("x")\n',
  ],
  ['a changed module', 'import math\nmath.pi = 3', 'import math\nprint(math.pi)', '3.141592653589793\n'],
  [
    'a patched function',
    'import random\nrandom.random = lambda: 4',
    'import random\nprint(random.random() < 1)',
    'True\n',
  ],
  [
    'a module patched right after its import',
    'import colorsys\ncolorsys.rgb_to_hsv = lambda *a: 0',
    'import colorsys\nprint(colorsys.rgb_to_hsv(0, 0, 0))',
    '(0.0, 0.0, 0)\n',
  ],
  [
    'a module taken out',
    'import sys, re\nsys.modules["re"] = None',
    'import re\nprint(re.match("a", "a") is not None)',
    'True\n',
  ],
  [
    'a module of the program’s own',
    'open("own.py", "w").write("x = 1")\nimport own',
    'import own',
    'ModuleNotFoundError',
  ],
  [
    'files and folders',
    'import os\nos.makedirs("d/e")\nopen("d/e/f", "w").close()\nopen("/tmp/t", "w").close()',
    'import os\nprint(os.listdir(), os.listdir("/tmp"))',
    '[] []\n',
  ],
  ['the working folder', 'import os\nos.mkdir("d")\nos.chdir("d")', 'import os\nprint(os.getcwd())', '/home/pyodide\n'],
  [
    'environment variables',
    'import os\nos.environ["MINE"] = "1"',
    'import os\nprint("MINE" in os.environ, [n for n in os.environ if n.startswith("PYTHON")])',
    'False []\n',
  ],
  ['a trace function', 'import sys\nsys.settrace(lambda *a: None)', 'import sys\nprint(sys.gettrace())', 'None\n'],
  ['a disabled collector', 'import gc\ngc.disable()', 'import gc\nprint(gc.isenabled())', 'True\n'],
  [
    'a signal handler',
    'import signal\nsignal.signal(signal.SIGINT, lambda *a: None)',
    'import signal\nprint(signal.getsignal(signal.SIGINT) is signal.default_int_handler)',
    'True\n',
  ],
  ['an exit function', 'import atexit\natexit.register(print, "late")', 'pass', ''],
  [
    'a pending task',
    'import asyncio\nasync def late():\n    await asyncio.sleep(0)\n    print("late")\nasync def main():\n    asyncio.create_task(late())\nawait main()',
    'import asyncio\nasync def main():\n    await asyncio.sleep(0.02)\nasyncio.run(main())',
    '',
  ],
  [
    'a finalizer',
    'class A:\n    def __del__(self): print("late")\na = A()\na.cycle = a',
    'import gc\ngc.collect()',
    '',
  ],
  [
    'a random seed',
    'import random\nrandom.seed(0)\nrandom.random()',
    'import random\nprint(random.random() != 0.7579544029403025)',
    'True\n',
  ],
  [
    'the int digits limit',
    'import sys\nsys.set_int_max_str_digits(640)',
    'import sys\nprint(sys.get_int_max_str_digits())',
    '4300\n',
  ],
  [
    'a tracebacklimit',
    'import sys\nsys.tracebacklimit = 0',
    'import sys\nprint(hasattr(sys, "tracebacklimit"))',
    'False\n',
  ],
  ['the last exception', '1/0', 'import sys\nprint(hasattr(sys, "last_exc"))', 'False\n'],
  [
    'the decimal context',
    'import decimal\ndecimal.getcontext().prec = 3',
    'from decimal import Decimal\nprint(Decimal(1) / 3)',
    '0.3333333333333333333333333333\n',
  ],
  [
    'a lock on __build_class__',
    'import builtins\nbuiltins.__build_class__ = None',
    'class A: pass\nprint(A.__name__)',
    'A\n',
  ],
];

for (const [what, damage, look, expected] of LEAKS) {
  test(`nothing leaks into a fresh session: ${what}`, async () => {
    await run(damage);
    const output = await outputOf(look);
    if (expected.endsWith('\n') || expected === '') assert.equal(output, expected);
    else assert.match(output, new RegExp(expected));
  });
}

test('what a session did to builtins and sys stays in that session', async () => {
  await run('import builtins\nbuiltins.shout = lambda s: s.upper()', { session: 'a' });
  assert.equal(await outputOf('print("plain")', { session: 'b' }), 'plain\n');
  assert.equal(await outputOf('print(shout("a"))', { session: 'a', fresh: false }), 'A\n');
});

test('an error is reported even when the program has broken what reporting needs', async () => {
  assert.match(
    await outputOf(
      'import builtins\nfor n in ("len", "isinstance", "str", "print", "type"): delattr(builtins, n)\n1/0',
    ),
    /ZeroDivisionError: division by zero\n$/,
  );
  assert.match(
    await outputOf('import traceback, linecache\ntraceback.TracebackException = None\nlinecache.cache.clear()\n1/0'),
    /ZeroDivisionError/,
  );
});

test('closing a session frees it', async () => {
  await run('class A:\n    def __del__(self): print("gone")\na = A()', { session: 'closing' });
  await run('pass', { session: 'other' });
  engine.close('closing');
  assert.match(await outputOf('print(a)', { session: 'closing', fresh: false }), /NameError/);
});

test('the interpreter does not grow over many fresh runs', async () => {
  const count = 'import gc\ngc.collect()\nprint(len(gc.get_objects()))';
  for (let i = 0; i < 20; i += 1)
    await run('def f(x):\n    def g(): return x\n    return g\nfs = [f(i) for i in range(1000)]');
  const before = Number(await outputOf(count));
  for (let i = 0; i < 100; i += 1)
    await run('def f(x):\n    def g(): return x\n    return g\nfs = [f(i) for i in range(1000)]');
  const after = Number(await outputOf(count));
  assert.ok(after - before < 200, `${after - before} more objects after 100 runs`);
});
