import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootBareEngine } from './node/bare-engine.ts';

const { run, outputOf } = await bootBareEngine();

/** The text of a test, without the indentation it has in this file. */
function text(strings: TemplateStringsArray): string {
  const lines = (strings.raw[0] ?? '').replace(/^\n/, '').replace(/\n *$/, '\n').split('\n');
  const indent = Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join('\n');
}

async function tracebackOf(code: string): Promise<string> {
  const { outcome, output } = await run(code);
  assert.equal(outcome.kind, 'raised');
  const { traceback } = outcome as Extract<typeof outcome, { kind: 'raised' }>;
  assert.ok(
    output
      .map((chunk) => chunk.text)
      .join('')
      .endsWith(traceback),
    'the traceback is what stderr shows',
  );
  return traceback;
}

test('an uncaught error shows the reader’s frames, lines and carets, and no others', async () => {
  assert.equal(
    await tracebackOf('def outer():\n    return inner() + 1\n\ndef inner():\n    return 1 / 0\n\nouter()'),
    text`
      Traceback (most recent call last):
        File "lesson.py", line 7, in <module>
          outer()
          ~~~~~^^
        File "lesson.py", line 2, in outer
          return inner() + 1
                 ~~~~~^^
        File "lesson.py", line 5, in inner
          return 1 / 0
                 ~~^~~
      ZeroDivisionError: division by zero
    `,
  );
});

test('chained exceptions, explicit and implicit, and notes', async () => {
  assert.equal(
    await tracebackOf(
      'def load():\n    try:\n        {}["k"]\n    except KeyError as error:\n        raise ValueError("bad") from error\n\n' +
        'try:\n    load()\nexcept ValueError:\n    e = RuntimeError("worse")\n    e.add_note("a note\\nof two lines")\n    raise e',
    ),
    text`
      Traceback (most recent call last):
        File "lesson.py", line 3, in load
          {}["k"]
          ~~^^^^^
      KeyError: 'k'

      The above exception was the direct cause of the following exception:

      Traceback (most recent call last):
        File "lesson.py", line 8, in <module>
          load()
          ~~~~^^
        File "lesson.py", line 5, in load
          raise ValueError("bad") from error
      ValueError: bad

      During handling of the above exception, another exception occurred:

      Traceback (most recent call last):
        File "lesson.py", line 12, in <module>
          raise e
      RuntimeError: worse
      a note
      of two lines
    `,
  );
});

test('an exception group is drawn as Python draws it', async () => {
  assert.equal(
    await tracebackOf('raise ExceptionGroup("two", [ValueError(1), ExceptionGroup("in", [KeyError("k")])])'),
    text`
        + Exception Group Traceback (most recent call last):
        |   File "lesson.py", line 1, in <module>
        |     raise ExceptionGroup("two", [ValueError(1), ExceptionGroup("in", [KeyError("k")])])
        | ExceptionGroup: two (2 sub-exceptions)
        +-+---------------- 1 ----------------
          | ValueError: 1
          +---------------- 2 ----------------
          | ExceptionGroup: in (1 sub-exception)
          +-+---------------- 1 ----------------
            | KeyError: 'k'
            +------------------------------------
    `
      .replace(/^/gm, '  ')
      .replace(/ +$/gm, ''),
  );
});

test('endless recursion is folded, and the engine survives', async () => {
  const traceback = await tracebackOf('def f(n):\n    return f(n + 1)\nf(0)');
  assert.match(
    traceback,
    /\[Previous line repeated \d+ more times\]\nRecursionError: maximum recursion depth exceeded\n$/,
  );
  assert.equal(await outputOf('print("alive")'), 'alive\n');
});

test('a SyntaxError has no frame, and marks its place', async () => {
  assert.equal(
    await tracebackOf('x = 1\ny = (1 +\nprint(x)'),
    text`
        File "lesson.py", line 2
          y = (1 +
              ^
      SyntaxError: '(' was never closed
    `,
  );
});

test('an IndentationError is not hidden: nothing dedents the program', async () => {
  assert.equal(
    await tracebackOf('    x = 1\n    y = 2'),
    '  File "lesson.py", line 1\n    x = 1\nIndentationError: unexpected indent\n',
  );
  assert.equal(
    await tracebackOf('def f():\nreturn 1'),
    text`
        File "lesson.py", line 2
          return 1
          ^^^^^^
      IndentationError: expected an indented block after function definition on line 1
    `,
  );
});

test('compile-time errors of scopes keep Python’s words', async () => {
  assert.equal(
    await tracebackOf('def outer():\n    def inner():\n        nonlocal count\n        count = 1\n'),
    text`
        File "lesson.py", line 3
          nonlocal count
          ^^^^^^^^^^^^^^
      SyntaxError: no binding for nonlocal 'count' found
    `,
  );
});

test('an error inside the standard library shows its frames, as on a desktop', async () => {
  const traceback = await tracebackOf('import json\njson.loads("{")');
  assert.match(traceback, /^Traceback .*\n {2}File "lesson\.py", line 2, in <module>\n {4}json\.loads\("\{"\)\n/);
  assert.match(traceback, /File "\/lib\/python314\.zip\/json\/decoder\.py", line \d+, in raw_decode\n {4}\S/);
});

test('input and sleep are no frames of their own', async () => {
  assert.doesNotMatch(await tracebackOf('input("? ")'), /engine|readinto/);
  assert.doesNotMatch(await tracebackOf('import time\ntime.sleep(-1)'), /engine|host\.py/);
});

test('traceback.print_exc, print_stack and warnings see the program only', async () => {
  assert.equal(
    await outputOf(
      'import traceback\ndef f():\n    traceback.print_stack()\n    try:\n        1/0\n    except Exception:\n        traceback.print_exc()\nf()',
    ),
    text`
        File "lesson.py", line 8, in <module>
          f()
        File "lesson.py", line 3, in f
          traceback.print_stack()
      Traceback (most recent call last):
        File "lesson.py", line 5, in f
          1/0
          ~^~
      ZeroDivisionError: division by zero
    `,
  );
  assert.equal(
    await outputOf('import warnings\n\nwarnings.warn("old", DeprecationWarning)'),
    'lesson.py:3: DeprecationWarning: old\n  warnings.warn("old", DeprecationWarning)\n',
  );
});

test('a frame of an earlier block of the session shows that block’s line', async () => {
  await run('# one\n# two\ndef fails():\n    raise ValueError("here")');
  const { outcome } = await run('x = 1\nfails()', { fresh: false });
  assert.equal(
    outcome.kind === 'raised' && outcome.traceback,
    text`
      Traceback (most recent call last):
        File "lesson.py", line 2, in <module>
          fails()
          ~~~~~^^
        File "lesson.py", line 4, in fails
          raise ValueError("here")
      ValueError: here
    `,
  );
  assert.deepEqual(outcome.kind === 'raised' && outcome.place, { line: 2, column: 0, endLine: 2, endColumn: 7 });
});

test('asyncio.run and top-level await end with the reader’s frame', async () => {
  assert.equal(
    await tracebackOf(
      'import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    raise ValueError("x")\nawait main()',
    ),
    text`
      Traceback (most recent call last):
        File "lesson.py", line 5, in <module>
          await main()
        File "lesson.py", line 4, in main
          raise ValueError("x")
      ValueError: x
    `,
  );
  assert.match(
    await tracebackOf('import asyncio\nasync def main():\n    raise ValueError("x")\nasyncio.run(main())'),
    /^Traceback .*\n {2}File "lesson\.py", line 4, in <module>\n(.*\n)+ {2}File "lesson\.py", line 3, in main\n/,
  );
});

test('errors that nobody can catch are printed with their lines', async () => {
  const output = await outputOf('class A:\n    def __del__(self):\n        raise ValueError("x")\nA()\nprint("after")');
  assert.match(
    output,
    /^Exception ignored while calling deallocator <function A\.__del__ at 0x[\da-f]+>:\nTraceback \(most recent call last\):\n {2}File "lesson\.py", line 3, in __del__\n {4}raise ValueError\("x"\)\nValueError: x\nafter\n$/,
  );
});

test('a broken __str__, a custom excepthook and one that fails', async () => {
  assert.match(
    await outputOf('class E(Exception):\n    def __str__(self): 1/0\nraise E'),
    /\nE: <exception str\(\) failed>\n$/,
  );
  assert.equal(
    await outputOf(
      'import sys\nsys.excepthook = lambda kind, value, trace: print("hook", kind.__name__, trace.tb_lineno)\n1/0',
    ),
    'hook ZeroDivisionError 3\n',
  );
  assert.match(
    await outputOf('import sys\ndef hook(*a): raise KeyError("in hook")\nsys.excepthook = hook\n1/0'),
    /^Error in sys\.excepthook:\nTraceback .*\n {2}File "lesson\.py", line 2, in hook\n[\s\S]*KeyError: 'in hook'\n\nOriginal exception was:\nTraceback[\s\S]*ZeroDivisionError/,
  );
});

test('suggestions come from the program, not from the engine', async () => {
  assert.match(
    await tracebackOf('counter = 1\nprint(countr)'),
    /NameError: name 'countr' is not defined\. Did you mean: 'counter'\?/,
  );
});

test('names of exception classes are what Python prints', async () => {
  const nameOf = async (code: string) => {
    const { outcome } = await run(code);
    return outcome.kind === 'raised' ? `${outcome.type}|${outcome.message}` : outcome.kind;
  };
  assert.equal(
    await nameOf('import json\njson.loads("")'),
    'json.decoder.JSONDecodeError|Expecting value: line 1 column 1 (char 0)',
  );
  assert.equal(await nameOf('class A:\n    class E(Exception): pass\nraise A.E("m")'), 'A.E|m');
  assert.equal(await nameOf('raise KeyboardInterrupt'), 'KeyboardInterrupt|');
  assert.equal(await nameOf('x ='), 'SyntaxError|invalid syntax');
});
