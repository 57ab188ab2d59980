import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootBareEngine } from './node/bare-engine.ts';
import type { Chunk } from './protocol.ts';

const bare = await bootBareEngine();

/** Runs a transcript; gives its outcome and the output of each statement. */
async function session(...code: string[]) {
  const { outcome, output } = await bare.run(code.join('\n'), { kind: 'pycon' });
  const outputs: string[] = [];
  for (const { statement, text } of output as Chunk[]) {
    const at = statement ?? -1;
    outputs[at] = (outputs[at] ?? '') + text;
  }
  return { outcome, outputs };
}

test('values are echoed, None is not, and _ is the last one', async () => {
  const { outcome, outputs } = await session('>>> 1 + 1', '2', '>>> None', '>>> _', '2', '>>> x = 5', ">>> 'a'; x");
  assert.deepEqual(outcome, { kind: 'finished' });
  assert.equal(outputs[0], '2\n');
  assert.equal(outputs[1], undefined);
  assert.equal(outputs[2], '2\n');
  assert.equal(outputs[4], "'a'\n5\n");
});

test('each statement has its own output, prints and errors in order', async () => {
  const { outcome, outputs } = await session('>>> print("a"); 1/0', '>>> print("still here")');
  assert.equal(
    outputs[0],
    'a\nTraceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n    print("a"); 1/0\n                ~^~\nZeroDivisionError: division by zero\n',
  );
  assert.equal(outputs[1], 'still here\n');
  assert.equal(outcome.kind === 'raised' && outcome.statement, 0);
});

test('lines are counted in each statement, as at the prompt; each frame shows its own line', async () => {
  const { outputs } = await session(
    '>>> def f():',
    '...     return 1/0',
    '...',
    '>>> def g():',
    '...     x = 1',
    '...     return f()',
    '...',
    '>>> g()',
  );
  assert.equal(
    outputs[2],
    'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n    g()\n    ~^^\n' +
      '  File "<stdin>", line 3, in g\n    return f()\n  File "<stdin>", line 2, in f\n    return 1/0\n           ~^~\n' +
      'ZeroDivisionError: division by zero\n',
  );
});

test('the place of an error is where it stands in the whole block, prompt included', async () => {
  const { outcome } = await session('>>> def f():', '...     return 1/0', '...', '>>> f()');
  assert.deepEqual(outcome.kind === 'raised' && outcome.place, { line: 2, column: 15, endLine: 2, endColumn: 18 });
  const second = await session('>>> x = 1', '>>> y = = 2');
  assert.deepEqual(second.outcome.kind === 'raised' && second.outcome.place, {
    line: 2,
    column: 8,
    endLine: 2,
    endColumn: 9,
  });
});

test('a SyntaxError is one statement’s error; the others run', async () => {
  const { outputs } = await session('>>> x = = 1', '>>> print("next")');
  assert.equal(outputs[0], '  File "<stdin>", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n');
  assert.equal(outputs[1], 'next\n');
});

test('a function needs no blank line after it when the next prompt follows', async () => {
  const { outputs } = await session('>>> def f():', '...     return 3', '>>> f()', '3');
  assert.equal(outputs[1], '3\n');
});

test('comments, decorators, classes, with, async', async () => {
  const { outcome, outputs } = await session(
    '>>> # a comment',
    '>>> import functools, asyncio',
    '>>> @functools.cache',
    '... def f(n):',
    '...     return n',
    '...',
    '>>> f(3)  # again',
    '3',
    '>>> await asyncio.sleep(0, "slept")',
    "'slept'",
    '>>> async def later():',
    '...     return 9',
    '...',
    '>>> await later()',
  );
  assert.deepEqual(outcome, { kind: 'finished' });
  assert.deepEqual(
    outputs.filter((text) => text !== undefined),
    ['3\n', "'slept'\n", '9\n'],
  );
});

test('a display hook of the program’s own is used, and a broken repr is an error', async () => {
  const { outputs } = await session('>>> import sys', '>>> sys.displayhook = lambda v: print("=>", v)', '>>> 3');
  assert.equal(outputs[2], '=> 3\n');
  const broken = await session('>>> class A:', '...     def __repr__(self): return 1', '...', '>>> A()');
  assert.match(broken.outputs[1] ?? '', /^Traceback .*\nTypeError: __repr__ returned non-string/s);
});

test('output that looks like a prompt, partial lines, and stderr belong to their statement', async () => {
  const { outputs } = await session(
    '>>> print(">>> 1"); print("... 2")',
    '>>> print("x", end="")',
    '>>> import sys',
    '>>> _ = sys.stderr.write("e")',
  );
  assert.deepEqual([outputs[0], outputs[1], outputs[3]], ['>>> 1\n... 2\n', 'x', 'e']);
});

test('exit() ends the transcript', async () => {
  const { outcome, outputs } = await session('>>> print(1)', '>>> exit()', '>>> print(2)');
  assert.deepEqual(outcome, { kind: 'exited', code: null, statement: 1 });
  assert.deepEqual(outputs, ['1\n']);
});

test('a transcript can continue a script, and has no __file__', async () => {
  await bare.run('def f():\n    raise ValueError("x")');
  const { output } = await bare.run('>>> f()', { kind: 'pycon', fresh: false });
  assert.match(
    output[0]?.text ?? '',
    /File "<stdin>", line 1, in <module>\n.*\n.*\n {2}File "lesson\.py", line 2, in f\n/,
  );
  assert.match((await session('>>> __file__')).outputs[0] ?? '', /NameError/);
});

test('an indented transcript is read as it stands', async () => {
  const { outcome, outputs } = await session('    >>> 1/0');
  assert.match(outputs[0] ?? '', /ZeroDivisionError/);
  assert.deepEqual(outcome.kind === 'raised' && outcome.place, { line: 1, column: 8, endLine: 1, endColumn: 11 });
});

test('addresses, sets and dict views print as Python prints them', async () => {
  const { outputs } = await session('>>> (lambda: 0)', ">>> {'a': 1}.keys()", '>>> {3, 1, 2}');
  assert.match(outputs[0] ?? '', /^<function <lambda> at 0x[\da-f]+>\n$/);
  assert.deepEqual(outputs.slice(1), ["dict_keys(['a'])\n", '{1, 2, 3}\n']);
});
