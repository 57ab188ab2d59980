import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootBareEngine } from './node/bare-engine.ts';

const { run, outputOf } = await bootBareEngine({ outputLimit: 100_000 });
const lines = (...text: string[]): string => text.map((line) => `${line}\n`).join('');

test('a script prints, and finishes', async () => {
  const result = await run('print("hello")');
  assert.deepEqual(result.outcome, { kind: 'finished' });
  assert.deepEqual(result.output, [{ stream: 'stdout', text: 'hello\n' }]);
});

test('stdout and stderr keep their order, partial lines too', async () => {
  const { output } = await run('import sys\nprint("a", end="")\nprint("b", end="", file=sys.stderr)\nprint("c")');
  assert.deepEqual(output, [
    { stream: 'stdout', text: 'a' },
    { stream: 'stderr', text: 'b' },
    { stream: 'stdout', text: 'c\n' },
  ]);
});

test('os.write and sys.stdout.buffer keep their place among prints', async () => {
  assert.equal(
    await outputOf('import os, sys\nprint(1)\nos.write(1, b"2\\n")\nsys.stdout.buffer.write(b"3\\n")\nprint(4)'),
    lines('1', '2', '3', '4'),
  );
});

test('a UTF-8 character that is split between two writes arrives whole', async () => {
  assert.equal(await outputOf('import os\nos.write(1, b"caf\\xc3")\nos.write(1, b"\\xa9\\n")'), 'café\n');
});

test('bytes that are no UTF-8 become replacement characters, also at the very end', async () => {
  assert.equal(await outputOf('import os\nos.write(1, b"\\xff-\\xc3")'), '\ufffd-\ufffd');
});

test('an unflushed partial line does not leak into the next program', async () => {
  assert.equal(await outputOf('import sys\nsys.stdout.write("half")'), 'half');
  assert.equal(await outputOf('print("whole")'), 'whole\n');
});

test('carriage returns, ANSI colours, tabs and emoji pass unchanged', async () => {
  assert.equal(
    await outputOf('print("\\r50%\\r100%", "\\x1b[31mred\\x1b[0m", "\\t|", "👩‍💻", "e\\u0301")'),
    '\r50%\r100% \x1b[31mred\x1b[0m \t| 👩‍💻 e\u0301\n',
  );
});

test('a lone surrogate is refused on stdout as in Python, and escaped on stderr', async () => {
  const { outcome } = await run('print("\\ud800")');
  assert.equal(outcome.kind === 'raised' && outcome.type, 'UnicodeEncodeError');
  assert.equal(await outputOf('import sys\nprint("\\ud800", file=sys.stderr)'), '\\ud800\n');
});

test('a line of a million characters is one line; what is beyond the limit is counted', async () => {
  const { output, dropped } = await run('print("x" * 1_000_000)');
  assert.equal(output[0]?.text.length, 100_000);
  assert.ok((dropped ?? 0) >= 900_000);
});

test('output is emitted while the program runs', async () => {
  const seen: string[] = [];
  const result = run('import time\nprint("first")\ntime.sleep(0.1)\nprint("second")', {
    emit: ({ text }) => seen.push(text),
  });
  await new Promise((resolve) => setTimeout(resolve, 70));
  assert.deepEqual(seen, ['first\n']);
  await result;
  assert.deepEqual(seen, ['first\n', 'second\n']);
});

test('sys.exit, quit and a message as exit code', async () => {
  assert.deepEqual((await run('import sys; print("a"); sys.exit(3)')).outcome, { kind: 'exited', code: 3 });
  assert.deepEqual((await run('import sys; sys.exit()')).outcome, { kind: 'exited', code: null });
  assert.deepEqual((await run('quit()')).outcome, { kind: 'exited', code: null });
  const result = await run('import sys; sys.exit("no luck")');
  assert.deepEqual(result.outcome, { kind: 'exited', code: 'no luck' });
  assert.deepEqual(result.output, [{ stream: 'stderr', text: 'no luck\n' }]);
});

test('os._exit ends the program without its finally blocks, and the next one runs', async () => {
  const result = await run('import os\nprint("a")\ntry:\n    os._exit(7)\nfinally:\n    print("never")');
  assert.deepEqual(result.outcome, { kind: 'exited', code: 7 });
  assert.deepEqual(result.output, [{ stream: 'stdout', text: 'a\n' }]);
  assert.equal(await outputOf('print("alive")'), 'alive\n');
});

test('exit functions run at the end, once', async () => {
  assert.equal(await outputOf('import atexit\natexit.register(print, "bye")\nprint("hi")'), lines('hi', 'bye'));
  assert.equal(await outputOf('print("next")'), 'next\n');
});

test('input() reads the given lines and echoes them as a terminal does; then the input ends', async () => {
  const result = await run(
    'name = input("Name? ")\nprint("Hello", name)\nimport sys\nprint(sys.stdin.read())\ninput()',
    {
      stdin: ['Ada', 'x', 'y'],
    },
  );
  assert.match(result.output.map(({ text }) => text).join(''), /^Name\? Ada\nHello Ada\nx\ny\nx\ny\n\n/);
  assert.equal(result.outcome.kind === 'raised' && result.outcome.type, 'EOFError');
  assert.equal(result.outcome.kind === 'raised' && result.outcome.message, 'EOF when reading a line');
});

test('help() prints plain text', async () => {
  assert.match(
    await outputOf('def f(x):\n    "Doubles."\nhelp(f)'),
    /^Help on function f in module __main__:\n\nf\(x\)/,
  );
});

test('the namespace really is __main__', async () => {
  assert.equal(
    await outputOf(
      'import sys, __main__\nx = 1\nprint(__name__, __main__.x, sys.modules["__main__"] is __main__, __file__)\n' +
        'class A: pass\nprint(A, A.__module__)\nimport pickle\nprint(pickle.loads(pickle.dumps(A)) is A)',
    ),
    lines('__main__ 1 True lesson.py', "<class '__main__.A'> __main__", 'True'),
  );
});

test('inspect.getsource works on what the program defines', async () => {
  assert.equal(
    await outputOf('import inspect\ndef f():\n    return 1\nprint(inspect.getsource(f), end="")'),
    'def f():\n    return 1\n',
  );
});

test('__future__ imports work, and reach the next block of the session only', async () => {
  assert.equal(
    await outputOf('from __future__ import annotations\ndef f(x: nowhere): pass\nprint(f.__annotations__)'),
    "{'x': 'nowhere'}\n",
  );
  assert.equal(
    await outputOf('def g(y: nowhere): pass\nprint(g.__annotations__)', { fresh: false }),
    "{'y': 'nowhere'}\n",
  );
  assert.match(await outputOf('def g(y: nowhere): pass\nprint(g.__annotations__)'), /NameError/);
});

test('runs wait for each other', async () => {
  const [first, second] = await Promise.all([
    outputOf('import time\ntime.sleep(0.05)\nprint("first")'),
    outputOf('print("second")'),
  ]);
  assert.deepEqual([first, second], ['first\n', 'second\n']);
});

test('threads are refused in Python’s own words', async () => {
  const { outcome } = await run('import threading\nthreading.Thread(target=print).start()');
  assert.equal(outcome.kind === 'raised' && outcome.message, "can't start new thread");
});

test('an interpreter that dies is reported, and every later run says so', async () => {
  const { engine, run: runHere } = await bootBareEngine();
  const { error } = console;
  console.error = () => {};
  const { outcome, output } = await runHere('print("before")\nimport os\nos.abort()');
  console.error = error;
  assert.equal(outcome.kind, 'crashed');
  assert.equal(output[0]?.text, 'before\n');
  assert.equal(engine.dead, true);
  assert.equal((await runHere('1')).outcome.kind, 'crashed');
});
