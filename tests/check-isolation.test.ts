/** Promises 2, 4 and 5 of the checker: the readers' own Python, nothing leaks, nobody gets out. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SECONDS } from '../src/check/blocks.ts';
import { readSources } from '../src/runtime/node/parts.ts';
import { checkText, problems, scriptPage, statuses } from './check-harness.ts';

test('promise 2: the checker runs the very files that the page runs', async () => {
  const folder = path.resolve(import.meta.dirname, '../src/python');
  const files = readdirSync(folder).filter((name) => name.endsWith('.py'));
  const sources = readSources();
  assert.deepEqual(Object.keys(sources), files.sort());
  for (const name of files) assert.equal(sources[name], readFileSync(path.join(folder, name), 'utf8'));
  const { blocks } = await checkText(
    scriptPage('import sys\nprint(sys.platform, __name__, __file__)', 'emscripten __main__ lesson.py\n'),
  );
  assert.equal(blocks[0]?.status, 'passed');
});

test('promise 4: nothing leaks from one block into the next', async () => {
  const pollution = [
    'import builtins\nbuiltins.print = None\nbuiltins.extra = 1',
    'import sys\nsys.path.insert(0, "/x")\nsys.modules["json"] = 3\nsys.setrecursionlimit(77)',
    'import warnings\nwarnings.simplefilter("ignore")',
    'import sys\nsys.stdout.write("kept")\nsys.stdout = None',
    'open("left.txt", "w").write("x")\nimport os\nos.environ["LEFT"] = "1"\nos.chdir("/")',
    'import asyncio\n\nasync def late():\n    await asyncio.sleep(0)\n    print("late")\n\ntask = asyncio.ensure_future(late())',
    'class Loud:\n    def __del__(self):\n        print("deleted")\n\nloud = Loud()',
    'import random, decimal, locale\nrandom.seed(1)\ndecimal.getcontext().prec = 2',
    'import sys\nsys.displayhook = lambda x: None\nsys.excepthook = None\nsys.settrace(lambda *a: None)',
  ];
  const look =
    'import builtins, sys, warnings, os, json, decimal\n' +
    'print(hasattr(builtins, "extra"), "/x" in sys.path, json.dumps(1), sys.getrecursionlimit() > 500)\n' +
    'print(os.path.exists("left.txt"), "LEFT" in os.environ, os.getcwd() == "/", decimal.getcontext().prec)\n' +
    'warnings.warn("heard")\nprint(sorted(set(globals()) - {"__annotate__"}))';
  const answer =
    'False False 1 True\nFalse False False 28\nlesson.py:4: UserWarning: heard\n  warnings.warn("heard")\n[<...>]\n';
  const page = pollution.map((code) => scriptPage(code) + scriptPage(look, answer)).join('');
  const seen = await checkText(page, { args: ['--unstated', 'allow'] });
  const looks = seen.blocks.filter((_, index) => index % 2 === 1);
  assert.equal(new Set(looks.map(({ actual }) => actual)).size, 1, 'each look sees the same');
  assert.deepEqual(
    looks.map(({ status }) => status),
    looks.map(() => 'passed'),
    problems(seen).join('\n'),
  );
});

test('promise 4: what never ends, eats all memory or kills Python costs its own block, and time limits hold', async () => {
  const killers = [
    'while True: pass',
    'while True:\n    try:\n        while True: pass\n    except BaseException: pass',
    'import itertools\nsum(itertools.count())',
    'import time\ntime.sleep(1e9)',
    'import re\nre.match(r"(a+)+$", "a" * 40 + "b")',
    'x = []\nwhile True: x.append(bytes(10**8))',
    'import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()',
    'import os\nos._exit(3)',
    'import os\nos.abort()',
  ];
  const page = killers
    .map((code) => scriptPage(code, undefined, 'python timeout=2') + scriptPage('print("alive")', 'alive\n'))
    .join('');
  const start = performance.now();
  const seen = await checkText(page);
  for (const [index, code] of killers.entries()) {
    assert.equal(seen.blocks[2 * index]?.status, 'failed', code);
    assert.equal(seen.blocks[2 * index + 1]?.status, 'passed', `after ${code}`);
  }
  // Limits are of the processor's time; by the clock they may take longer, on a machine that has other things to do.
  assert.ok(performance.now() - start < killers.length * 40_000);
  assert.ok(SECONDS <= 10, 'a forgotten loop does not hold everybody up');
});

test('promise 4: a block that continues one which ended Python finds what ran before that', async () => {
  const seen = await checkText(
    '```python id=a\nx = 1\n```\n\n```python id=b continues timeout=1\nwhile True: pass\n```\n\n```python continues\nprint(x)\n```\n\n```output\n1\n```\n',
  );
  assert.deepEqual(statuses(seen), ['a passed', 'b failed', 'block-3 passed']);
});

test('promise 5: programs cannot touch the machine, and their own files work', async () => {
  const mark = path.join(import.meta.dirname, 'fixtures', 'touched-by-a-program');
  const hostile = [
    `import os\nos.system("touch '${mark}'")`,
    `import os\nos.popen("touch '${mark}'").read()`,
    `import subprocess\nsubprocess.run(["touch", "${mark}"])`,
    'import os\nif os.fork() == 0: print("chi" + "ld")',
    `import js\njs.process.exit(7)`,
    'import js\njs.globalThis.process.exit(7)',
    `from pyodide.code import run_js\nrun_js("process.exit(7)")`,
    'import pyodide_js\npyodide_js.FS.mkdir("/host")\npyodide_js.mountNodeFS("/host", "/")\nprint(open("/host/etc/passwd").read())',
    'print(open("/etc/passwd").read())',
    `open("${mark}", "w").write("x")`,
    'from js import fetch\nr = await fetch("https://example.com")\nprint(r.status)',
    'import urllib.request\nprint(urllib.request.urlopen("http://127.0.0.1:1").status)',
    'import socket\ns = socket.socket()\ns.settimeout(1)\ns.connect(("127.0.0.1", 22))\nprint("connec" + "ted")',
    'import sys\nsys.modules.clear()\nimport js\njs.eval("process")',
  ];
  const seen = await checkText(
    hostile.map((code) => scriptPage(code, undefined, 'python timeout=4')).join('') +
      scriptPage('with open("note.txt", "w") as f:\n    f.write("mine")\nprint(open("note.txt").read())', 'mine\n'),
    { args: ['--unstated', 'allow'] },
  );
  assert.ok(!existsSync(mark), 'no file of the host was written');
  for (const [index, code] of hostile.entries()) {
    const block = seen.blocks[index];
    assert.doesNotMatch(block?.actual ?? '', /root:|connected|child|^200/m, code);
  }
  assert.equal(seen.blocks.at(-1)?.status, 'passed');
});
