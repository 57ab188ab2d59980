/** An interpreter that is used again is, to the byte, the one that it was; and one that may not be is not used again. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Result } from '../protocol.ts';
import { preparedPython } from '../pyodide/python-files.ts';
import { type Interpreter, startInterpreter } from './interpreter.ts';
import { engineFolder, readParts } from './parts.ts';
import { interpreterPrograms } from './programs.ts';
import type { News, Startup } from './protocol.ts';
import { createRenewal, type Files } from './renewal.ts';
import { snapshotFile } from './snapshot.ts';

const { process: program, thread } = interpreterPrograms();
const python = await preparedPython();
const common = { thread, python, engine: engineFolder(), hashSeed: 1, memory: 256 * 1024 ** 2 };
const startup: Startup = { ...common, task: { kind: 'run', snapshot: await snapshotFile(program, common) } };
let interpreter: Interpreter = await startInterpreter(program, startup);
after(() => interpreter.end());

/** Says whether the interpreter is used again. */
async function renew(): Promise<boolean> {
  const kept = await interpreter.renew();
  if (!kept) interpreter = await startInterpreter(program, startup);
  return kept;
}

async function run(code: string, seconds = 60): Promise<Result> {
  const program = { kind: 'python', code, id: 'block' } as const;
  return interpreter.run({ type: 'run', run: 0, program, session: 'page', fresh: true, stdin: ['typed'] }, seconds);
}

/** Whatever a program can learn of the interpreter that it runs in. */
const PROBE = `
import gc, os, sys, threading, builtins, ctypes, pyodide_js, _pyodide_core
print(id(object()), id([]), id({}), sys.getallocatedblocks(), len(gc.get_objects()), gc.get_count(), gc.get_stats())
print(sorted(sys.modules), sorted(vars(builtins)), hash("x"), sys.path, os.environ, threading.enumerate())
print(os.getcwd(), [(folder, os.stat(folder)) for folder in ("/", "/tmp", "/home/pyodide", "/lib", "/dev/stdout")])
files = [open("/lib/python314.zip", "rb") for _ in range(3)]
print([file.fileno() for file in files], id(pyodide_js), id(_pyodide_core))
try: print(os.lseek(1, 0, os.SEEK_CUR))
except OSError as error: print(error)
print(bytes((ctypes.c_char * 4096).from_address(id(sys.modules) - 2048)) == b"", sys.getrefcount(None) > 0)
`;
const probe = async (): Promise<string> => {
  const { outcome, output } = await run(PROBE);
  assert.deepEqual(outcome, { kind: 'finished' }, JSON.stringify(output));
  return output.map(({ text }) => text).join('');
};

const HARMLESS = [
  'x = 1',
  'import json, decimal, statistics, http.client\nprint(json.dumps([1]), decimal.Decimal("0.1"))',
  'import builtins, sys, warnings\nbuiltins.print = None\nsys.path.clear()\nsys.modules.clear()\nwarnings.simplefilter("ignore")',
  'import os\nos.chdir("/lib")\nos.environ["LEFT"] = "1"\nleft = open("/lib/python314.zip", "rb")\nleft.read(10)',
  'def f(): return f()\nf()',
  'print(input("? "))\nimport sys\nsys.stderr.write("x")\nsys.stdout.close()',
  'import gc\ngc.disable()\nx = []\nx.append(x)\nclass Loud:\n    def __del__(self): print("late")\nleft = Loud()',
  'x = [bytes(10**6) for _ in range(40)]',
  'import random, time, datetime\nrandom.seed(1)\nprint(time.time(), datetime.datetime.now(), random.random())',
  'import asyncio\n\nasync def main():\n    await asyncio.sleep(0)\n\nawait main()\nleft = asyncio.ensure_future(main())',
  'import ctypes, sys\nat = id(sys.copyright) + sys.getsizeof(sys.copyright) - len(sys.copyright) - 1\n(ctypes.c_char * 4).from_address(at)[:] = b"Left"\nassert sys.copyright[:4] == "Left"',
  'import sys\nsys.exit(3)',
  'import threading\nthreading.Thread(target=print).start()',
  '1 / 0',
];

/** What leaves a trace outside of Python's memory, or might. */
const MARKING = [
  'open("left.txt", "w").write("x")',
  'open("/dev/urandom", "rb").read(1)',
  'import os\nos.mkdir("left")',
  'import os\nos.dup(1)',
  'import os\nos.pipe()',
  'import os\nos.umask(0o77)',
  'import os\nos.utime("/tmp", (1, 1))',
  'import os\nos.read(0, 1)',
  'import time\ntime.sleep(0.001)',
  'import js\njs.left = 1',
  'import js\nlist(dir(js))',
  'import pyodide_js\npyodide_js.version',
  'from pyodide.ffi import to_js\nto_js([1])',
  'from pyodide.ffi import create_proxy\ncreate_proxy(print)',
  'from pyodide.code import run_js\nrun_js("1")',
  'import ctypes\nctypes.pythonapi.Py_IncRef(ctypes.py_object(1))',
  'import socket\nsocket.socket()',
  'import os\nos.system("true")',
  'x = bytes(100 * 10**6)',
  'import asyncio\nawait asyncio.sleep(0.3)',
];

test('this build of Python keeps no state but in its memory, four globals and three tables', () => {
  const { wasm: bytes } = readParts(python);
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  let tables = 0;
  let mutable = 0;
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    if (section === 4) tables = number();
    if (section === 6) {
      for (let left = number(); left > 0; left -= 1) {
        at += 1;
        mutable += bytes[at++] ?? 0;
        const kind = bytes[at++];
        if (kind === 0x44) at += 8;
        else if (kind === 0xd0) at += 1;
        else number();
        assert.equal(bytes[at++], 0x0b, 'an initial value of one instruction');
      }
    }
    at = end;
  }
  // The stack pointer, the ends of the stack, which are set once, and a register for the upper half of results.
  assert.deepEqual({ tables, mutable }, { tables: 3, mutable: 4 });
});

test('a Python that does not hand out its state is used once, and whoever checks hears why', () => {
  const told: News[] = [];
  const renewal = createRenewal((news) => told.push(news));
  renewal.remember({ memory: new WebAssembly.Memory({ initial: 1 }) }, {} as Files);
  assert.equal(renewal.renew(), false);
  assert.match(JSON.stringify(told), /does not export .*_hiwire_get/);
});

test('after harmless programs an interpreter is made new: nothing can tell it from what it was', async () => {
  await renew();
  const first = await probe();
  for (const code of HARMLESS) {
    assert.equal(await renew(), true, code);
    await run(code);
    assert.equal(await renew(), true, code);
    assert.equal(await probe(), first, code);
  }
});

test('a program that meets JavaScript, writes, waits or calls C costs the interpreter', async () => {
  for (const code of MARKING) {
    await renew();
    await run(code);
    assert.equal(await renew(), false, code);
  }
});

test('after each hostile program an interpreter is replaced, or is what it was', async (context) => {
  const folder = path.resolve(import.meta.dirname, '../../../tests/fixtures/hostile');
  let kept = 0;
  let replaced = 0;
  let first = '';
  for (const name of readdirSync(folder).sort()) {
    if (first === '' || !(await renew())) {
      first = await probe();
      assert.equal(await renew(), true);
    }
    await run(readFileSync(path.join(folder, name), 'utf8'), 1);
    if (await renew()) {
      kept += 1;
      assert.equal(await probe(), first, name);
    } else {
      replaced += 1;
      first = '';
    }
  }
  context.diagnostic(`${kept} interpreters were used again, ${replaced} replaced`);
});
