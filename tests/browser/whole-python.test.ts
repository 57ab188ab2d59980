/** The page's interpreter is smaller than Pyodide's original, but nothing that a program can use may be missing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { loadPyodide } from 'pyodide';
import { engines, openPage } from './drivers/open.ts';
import { type FixtureSite, fixtureSite } from './fixture-site.ts';
import { snippets } from './snippet.ts';

/** Imports the whole standard library and calls its C modules. The first line loads the whole library in every browser. */
const PROGRAM = `import zipapp
import importlib, sys

def tried(name, action):
    try:
        return f"{name}: {action()}"
    except BaseException as error:
        return f"{name}: {type(error).__name__}"

def ctypes_calls():
    import ctypes
    plus = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda number: number + 1)
    cell = ctypes.pythonapi.PyCell_New
    cell.restype, cell.argtypes = ctypes.py_object, [ctypes.py_object]
    return plus(41), cell("held").cell_contents, ctypes.sizeof(ctypes.c_void_p)

def database():
    import sqlite3
    return sqlite3.connect(":memory:").execute("select upper('a') || max(3, 4)").fetchall()

def packed():
    import bz2, lzma, zlib
    return [len(module.decompress(module.compress(b"a" * 999))) for module in (bz2, lzma, zlib)]

def hashed():
    import hashlib
    return {name: hashlib.new(name, b"a").hexdigest()[:8] for name in sorted(hashlib.algorithms_guaranteed) if "shake" not in name}

def numbers():
    import cmath, decimal, math, random, statistics
    return math.gamma(5.5), cmath.sqrt(-2), decimal.Decimal(2).sqrt(), random.Random(7).gauss(0, 1), statistics.stdev([1, 2, 4])

def texts():
    import re, unicodedata
    return unicodedata.name("é"), "日本".encode("shift_jis"), "한".encode("euc_kr"), re.findall(r"(?i)\\bä\\w*", "Ärger äh")

def trees():
    import ast, json, pickle, xml.etree.ElementTree as tree
    return ast.unparse(ast.parse("f(x)+1")), json.loads("[1e3]"), pickle.loads(pickle.dumps({1: {2}})), tree.fromstring("<a b='1'/>").attrib

def tasks():
    import asyncio, contextvars
    async def main():
        await asyncio.sleep(0)
        return contextvars.copy_context().run(lambda: 7)
    coroutine = main()
    coroutine.close()
    return type(coroutine).__name__

def installed():
    import io, os, tempfile, zipfile
    from pyodide._package_loader import unpack_buffer
    from pyodide.ffi import to_js
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as wheel:
        wheel.writestr("thing/__init__.py", "")
        wheel.writestr("thing-1.data/data/share/thing.txt", "held")
    folder = tempfile.mkdtemp()
    unpack_buffer(to_js(data.getvalue()), filename="thing-1-py3-none-any.whl", extract_dir=folder)
    return sorted(os.listdir(folder)), open(sys.prefix + "/share/thing.txt").read()

skipped = {"__main__", "antigravity", "this"}
for name in sorted(sys.stdlib_module_names - skipped):
    line = tried(name, lambda: bool(importlib.import_module(name)))
    if not line.endswith("True"):
        print(line)
for action in (ctypes_calls, database, packed, hashed, numbers, texts, trees, tasks, installed):
    print(tried(action.__name__, action))
`;

let site: FixtureSite;
let expected: string;
before(async () => {
  site = await fixtureSite('run-site');
  const lines: string[] = [];
  const python = await loadPyodide({ stdout: (line) => lines.push(line), stderr: () => {} });
  await python.runPythonAsync(PROGRAM);
  expected = lines.join('\n');
});
after(() => site.close());

for (const engine of engines) {
  test(`in ${engine} every module of the library does what it does in the check`, async () => {
    const page = await openPage(engine);
    try {
      const blocks = snippets(page);
      await page.goto(`${site.address}lessons/run.html#silent~code=${deflateRawSync(PROGRAM).toString('base64url')}`);
      await page.until(`document.querySelector('#silent .snippet-status')?.textContent.startsWith('Code from a link')`);
      await blocks.run('silent');
      assert.match(expected, /^ctypes_calls: \(42, 'held', 4\)$/m);
      assert.match(expected, /^installed: \(\['thing', 'thing-1.data'\], 'held'\)$/m);
      assert.equal((await blocks.printed('silent')).trim(), expected.trim());
    } finally {
      await page.close();
    }
  });
}
