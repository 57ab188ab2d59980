/** Promises 1, 3, 6 and 8 of the checker: nothing passes in silence, nondeterminism is found, whole outputs are compared, differences are explained. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colours } from '../src/check/reporters/colours.ts';
import { diffText, fileText } from '../src/check/reporters/pretty.ts';
import { checkText, command, fileWith, problems, scriptPage, statuses } from './check-harness.ts';

test('promise 1: every block is checked, or skipped with a reason, wherever it stands', async () => {
  const seen = await checkText(
    [
      '- ```Python\n  print(1)\n  ```\n\n  ```output\n  0\n  ```\n',
      '> ~~~~py\n> print(2)\n> ~~~~\n> ```output\n> 0\n> ```\n',
      '<details>\n\n`````python3\nprint("""\n```\n""")\n`````\n\n</details>\n',
      '[^1]: note\n\n    ```python-repl\n    >>> 4\n    0\n    ```\n',
      '```pycon\n>>> x = 5\n\nstray\n```\n',
      '    >>> 6\n    0\n',
      '```\n>>> 7\n0\n```\n',
      '```{python}\n>>> 8\n0\n```\n',
      '```python skip="needs a screen"\nimport turtle\n```\n',
      '```ipython3\n9\n```\n',
      '<div>\n```python\n10\n```\n</div>\n',
    ].join('\n'),
  );
  assert.deepEqual(statuses(seen), [
    'block-1 failed',
    'block-2 failed',
    'block-3 failed',
    'block-4 failed',
    'block-5 failed',
    'block-6 failed',
    'block-7 failed',
    'block-8 failed',
    'block-9 skipped',
    'page error',
  ]);
  assert.equal(seen.blocks[8]?.reason, 'needs a screen');
  assert.match(
    problems(seen).slice(-2).join('\n'),
    /`ipython3` looks like Python.*\n.*looks like the start of a fence/,
  );
});

test('promise 3: what differs between two hash seeds must be declared', async () => {
  const set = 'print({"a", "b", "c", "d", "e"})';
  const cases: [string, string, 'passed' | 'failed', RegExp?][] = [
    [set, "{'a', 'b', 'c', 'd', 'e'}\n", 'failed', /order of a set/],
    ['print(hash("a"))', '1\n', 'failed', /something random, a hash, the time/],
    ['import random\nprint(random.random())', '0.5\n', 'failed', /something random/],
    ['print(id(object()))', '1\n', 'failed'],
    ['print(f"{object()}")', '<object object at 0x1f2e3d>\n', 'failed'],
    ['print(object())', '<object object at 0x...>\n', 'passed'],
    ['print(sorted({"a", "b"}))', "['a', 'b']\n", 'passed'],
    ['import random\nrandom.seed(3)\nprint(random.randint(1, 9) > 0)', 'True\n', 'passed'],
  ];
  const page =
    cases.map(([code, output]) => scriptPage(code, output)).join('') +
    scriptPage(set, "{'e', 'd', 'c', 'b', 'a'}\n", 'python match=unordered');
  const { blocks } = await checkText(page);
  for (const [index, [code, , status, message]] of cases.entries()) {
    assert.equal(blocks[index]?.status, status, code);
    if (message !== undefined) assert.match(blocks[index]?.problems[0]?.message ?? '', message, code);
  }
  assert.equal(blocks.at(-1)?.status, 'passed');
});

test('promise 3: the clock, the date, the environment and the width of the terminal are others in each run', async () => {
  const year = new Date().getFullYear();
  const cases: readonly (readonly [code: string, output: string])[] = [
    ['import datetime\nprint(datetime.date.today().year)', `${year}\n`],
    ['import time\nprint(time.localtime().tm_year)', `${year}\n`],
    ['import shutil\nprint(shutil.get_terminal_size().columns)', '80\n'],
    ['import os\nprint(os.environ["USER"])', 'web_user\n'],
    ['print({"a", "b"})', "{'a', 'b'}\n"],
    ['print({"a", "b"})', "{'b', 'a'}\n"],
  ];
  const { blocks } = await checkText(cases.map(([code, output]) => scriptPage(code, output)).join(''));
  for (const [index, [code]] of cases.entries()) {
    assert.match(blocks[index]?.problems[0]?.message ?? '', /^Not the same in every run/, code);
  }
  const steady = await checkText(
    scriptPage('import time\nprint(time.time() > 0, round(time.perf_counter() * 0))', 'True 0\n'),
  );
  assert.deepEqual(problems(steady), []);
});

test('promise 6: whole outputs are compared: streams in order, partial lines, odd characters, every frame', async () => {
  const traceback =
    'Traceback (most recent call last):\n  File "lesson.py", line 4, in <module>\n    f()\n    ~^^\n  File "lesson.py", line 2, in f\n    return [][1]\n           ~~^^^\nIndexError: list index out of range\n';
  const good = [
    scriptPage('import sys\nprint("a")\nprint("b", file=sys.stderr)\nprint("c", end="")', 'a\nb\nc\n'),
    scriptPage('print("tab\\there", "é😀", sep="\\x1b[0m")', 'tab\there\u001b[0mé😀\n'),
    scriptPage('def f():\n    return [][1]\n\nf()', undefined, 'python raises=IndexError').trimEnd() +
      `\n\n\`\`\`error\n${traceback}\`\`\`\n\n`,
    '```pycon\n>>> 1; None; "x"\n1\n\'x\'\n>>> _\n\'x\'\n>>> import sys\n>>> sys.stderr.write("w\\n")\nw\n2\n```\n\n',
    scriptPage('raise ExceptionGroup("two", [ValueError(1), KeyError(2)])', undefined, 'python raises=ExceptionGroup'),
    scriptPage('print(open("nowhere"))', undefined, 'python raises=FileNotFoundError'),
    scriptPage('print(input("? "))', '? typed\ntyped\n', 'python stdin="typed"'),
    scriptPage('input()', undefined, 'python raises=EOFError'),
    scriptPage(
      'from __future__ import annotations\nimport asyncio\nawait asyncio.sleep(0)\nprint("awaited")',
      'awaited\n',
    ),
    scriptPage('import sys\nsys.exit("bye")', 'bye\n', 'python raises=SystemExit'),
  ];
  const passing = await checkText(good.join(''));
  assert.deepEqual(problems(passing), []);
  const bad = [
    scriptPage('import sys\nprint("a")\nprint("b", file=sys.stderr)', 'b\na\n'),
    scriptPage('print("a", end="")\nprint()', 'a\n\n'),
    good[2]?.replace('line 2', 'line 3') ?? '',
    good[2]?.replace('~~^^^', '~~^^') ?? '',
    scriptPage('import sys\nsys.exit(3)'),
    scriptPage('import sys\nprint = lambda *a: None\nsys.stdout.write("x")'),
    scriptPage('class A:\n    def __del__(self): 1/0\n\ndel (a := A())'),
    '```pycon\n>>> 1\n1\n>>> import sys; sys.exit()\n>>> 2\n2\n```\n\n',
  ];
  const failing = await checkText(bad.join(''));
  for (const [index, text] of bad.entries()) assert.equal(failing.blocks[index]?.status, 'failed', text);
});

test('promise 8: differences explain themselves, and the root comes first', async () => {
  const seen = await checkText(
    [
      scriptPage('print("left  right ")', 'left right\n'),
      scriptPage('print("x", 1 / 3, object())', 'x 0.3333 <object object at 0x...>\n'),
      '```python id=root\ndef shift(a):\n    return a\n\n1 / 0\n```\n\n```python continues=root\nprint(shift(unknown))\n```\n\n',
      '```pycon\n>>> from nowhere import tool\n>>> tool()\n1\n>>> tool()\n1\n>>> 2\n3\n```\n',
    ].join(''),
  );
  const [space, wildcard, root, follower, session] = seen.blocks;
  assert.match(space?.problems[0]?.hint ?? '', /Only white space differs/);
  assert.ok(wildcard?.diff?.some(({ kind, marks }) => kind === 'actual' && marks !== undefined));
  assert.match(root?.reason ?? '', /raises `ZeroDivisionError/);
  assert.equal(follower?.status, 'failed');
  assert.deepEqual(
    session?.problems.map(({ message }) => message),
    ["This statement raises `ModuleNotFoundError: No module named 'nowhere'`.", '`2` does not print what stands here.'],
  );
  assert.match(session?.problems[0]?.hint ?? '', /2 more statements below fail only because of this one/);
});

test('promise 1: a statement that does not run is told and counted, never passed in silence', async () => {
  const text =
    '```pycon id=some\n>>> 1\n1\n>>> missing()  # doctest: +SKIP\n2\n```\n\n```pycon id=none\n>>> missing()  # doctest: +SKIP\n```\n';
  const seen = await checkText(text);
  assert.deepEqual(statuses(seen), ['some passed', 'none skipped']);
  assert.deepEqual(seen.blocks[0]?.unchecked, [
    { line: 4, column: 5, source: 'missing()  # doctest: +SKIP', reason: '`# doctest: +SKIP`' },
  ]);
  assert.equal(seen.report.totals.unchecked, 2);
  const file = fileWith(text);
  const pretty = await command([file]);
  assert.match(pretty.out, /unchecked .*:4 some: `missing\(\) {2}# doctest: \+SKIP` \(`# doctest: \+SKIP`\)\n/);
  assert.match(pretty.out, /1 passed, 1 skipped, 2 statements unchecked/);
  const junit = (await command([file, '--reporter', 'junit'])).out;
  assert.match(junit, /<testsuites tests="3" failures="0" errors="0" skipped="2"/);
  assert.match(junit, /name="some, line 4".*><skipped message="`# doctest: \+SKIP`"\/>/);
  assert.match(
    (await command([file, '--reporter', 'github'])).out,
    /::notice file=.*,line=4,.*::Not checked: `missing/,
  );
});

test('promise 1: of a session that ends, what stands before and behind the end is checked', async () => {
  const seen = await checkText(
    '```pycon raises=SystemExit\n>>> 1\n1\n>>> x = 2\n5\n>>> import sys; sys.exit()\n>>> 2\n3\n```\n',
  );
  assert.deepEqual(problems(seen), [
    '5:1 `x = 2` does not print what stands here.',
    '7:5 The session ends above (exit code 0), so this statement never runs.',
  ]);
});

test('promise 1: a block with a role outside of an exercise is not taken for checked', async () => {
  for (const extension of ['md', 'mdx']) {
    const seen = await checkText('```python role=solution\nprint(1 / 0)\n```\n', { extension });
    assert.deepEqual(problems(seen), ['1:1 `role=solution` stands outside of `<Exercise>` or `<Parsons>`.']);
  }
});

test('a difference stays one, on a block that also has a slip in its fence', async () => {
  const seen = await checkText(
    '```python id=both titel=x\nprint(1)\n```\n\n```output\n2\n```\n\n```python id=slip titel=x\nx = 1\n```\n',
  );
  assert.deepEqual(statuses(seen), ['both failed', 'slip error']);
  assert.deepEqual(
    seen.blocks.flatMap((block) => block.problems.map(({ kind }) => kind)),
    ['reading', 'running', 'reading'],
  );
  const { failed, errors, problems: counted } = seen.report.totals;
  assert.deepEqual([failed, errors], [1, 1]);
  assert.deepEqual(counted, { reading: 2, running: 1, advice: 0 });
});

test('promise 8: what a program printed before it was stopped is told, with the statement that hung', async () => {
  const seen = await checkText(
    [
      scriptPage(
        'print("one")\nprint("two")\nprint("part", end="")\nwhile True: pass',
        'one\n',
        'python id=hangs timeout=1',
      ),
      scriptPage('import os\nprint("before", end="")\nos.abort()', undefined, 'python id=dies timeout=4'),
      scriptPage('n = 0\nwhile True:\n    n += 1\n    print("line", n)', undefined, 'python id=floods timeout=1'),
      '```pycon id=session timeout=1\n>>> print("a")\na\n>>> while True:\n...     pass\n...\n>>> 3\n4\n```\n',
    ].join(''),
  );
  const [long] = (await checkText(scriptPage('print("x" * 999 + "é" + "x" * 10**6)', `${'x'.repeat(1200)}\n`))).blocks;
  assert.match(long?.problems[1]?.message ?? '', /prints too much: \d+ characters were not kept, and not compared/);
  const shown = diffText(long?.diff ?? [], colours(false));
  assert.ok(shown.length < 1000, 'of a long line only the part around the difference is shown');
  assert.match(shown, /\+ … x+éx+ … \d+ more characters/);
  const told = Object.fromEntries(seen.blocks.map(({ id, problems: [problem] }) => [id, problem]));
  assert.equal(told.hangs?.printed, 'one\ntwo\npart');
  assert.equal(seen.blocks[0]?.actual, 'one\ntwo\npart');
  assert.match(told.dies?.printed ?? '', /^before/);
  assert.match(told.floods?.printed ?? '', /^line 1\nline 2\n[\s\S]*\[… \d+ characters …\][\s\S]*line/);
  assert.ok((told.floods?.printed?.length ?? 0) < 3000, 'a flood is cut');
  assert.ok((seen.blocks[2]?.actual?.length ?? 0) < 30_000);
  assert.equal(told.session?.line, (seen.blocks[3]?.line ?? 0) + 3);
  const [report] = seen.report.files;
  assert.ok(report);
  assert.match(fileText(report, colours(false)), /It had printed:\n {4}\| one\n {4}\| two\n {4}\| part\n/);
});
