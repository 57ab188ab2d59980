/** Whatever a program does to the interpreter, what the next one gives is its own: in another session, on another page, in the same process. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Result } from '../protocol.ts';
import { createPool, type PageProgram } from './pool.ts';

const pool = await createPool({ jobs: 1 });
after(() => pool.close());

function one(code: string, session: string, kind: 'python' | 'pycon' = 'python'): PageProgram {
  return { program: { kind, code, id: session }, session, fresh: true, stdin: [], seconds: 60 };
}

const textOf = (result: Result | undefined): string => (result?.output ?? []).map(({ text }) => text).join('');

/** All modules of the engine, however well it hides them: by name, by its functions, by its frames, by the collector. */
const FIND = `
import gc, sys, time
engine = {}
def note(namespace):
    name = namespace.get("__name__")
    if isinstance(name, str) and name.startswith("lesson_engine."):
        engine.setdefault(name.partition(".")[2], namespace)
for module in list(sys.modules.values()):
    if isinstance(module, type(sys)):
        note(vars(module))
for function in (time.sleep, sys.unraisablehook):
    note(function.__globals__)
frame = sys._getframe()
while frame is not None:
    note(frame.f_globals)
    frame = frame.f_back
for _ in range(4):
    for namespace in list(engine.values()):
        for value in list(namespace.values()):
            if isinstance(value, type(sys)):
                note(vars(value))
            elif isinstance(getattr(value, "__globals__", None), dict):
                note(value.__globals__)
for thing in gc.get_objects():
    if type(thing) is dict and isinstance(thing.get("__name__"), str):
        note(thing)
`;

/** Each reaches into what decides verdicts, so that \`print(1)\` would seem to print 2, and \`1/0\` to finish. */
const LIES: Readonly<Record<string, string>> = {
  'the plain built-ins': `${FIND}
def lie(*values, **more): sys.stdout.write("2\\n")
engine["world"]["_plain_names"]["print"] = lie`,
  'the plain built-ins, found without naming them': `${FIND}
def lie(*values, **more): sys.stdout.write("2\\n")
import builtins
for namespace in engine.values():
    for value in list(namespace.values()):
        if type(value) is dict and value.get("len") is len and value is not vars(builtins):
            value["print"] = lie`,
  'the compiler': `${FIND}
plain = engine["compiling"]["Compiler"].__call__
def lie(self, source, mode):
    source.text = source.text.replace("print(1)", "print(2)").replace("1/0", "0")
    return plain(self, source, mode)
engine["compiling"]["Compiler"].__call__ = lie`,
  'the execution': `${FIND}
plain = engine["compiling"]["execute"]
def lie(code, namespace, runner):
    try: plain(compile("print(2)", "", "exec") if "print" in code.co_names else code, namespace, runner)
    except ZeroDivisionError: pass
engine["compiling"]["execute"] = lie`,
  'the capture of output': `${FIND}
plain = engine["streams"]["open_streams"]
def lie():
    plain()
    write = sys.stdout.write
    class Liar:
        def write(self, text): return write(text.replace("1", "2"))
        def flush(self): pass
    sys.stdout = sys.__stdout__ = Liar()
engine["streams"]["open_streams"] = lie`,
  'the outcome': `${FIND}
engine["errors"]["report"] = lambda error, program: {"kind": "finished"}
engine["run"]["errors"].report = lambda error, program: {"kind": "finished"}`,
  'the report as JSON': `
import json
json.dumps = lambda value, **more: '{"kind":"finished"}'
json._default_encoder = None`,
  'the entry of the engine': `${FIND}
engine["run"]["run"].__code__ = (lambda request: '{"outcome":{"kind":"finished"}}').__code__`,
  'the state that sessions start from': `${FIND}
class Liar:
    def restore(self): pass
    held = None
engine["run"]["_first_world"] = Liar()
import builtins
def lie(*values, **more): sys.stdout.write("2\\n")
builtins.print = lie
engine["world"]["take_builtins"] = lambda: None`,
  'a class of the library': `
import traceback
traceback.TracebackException.format = lambda self, **more: iter(["ZeroDivisionError, says the liar\\n"])`,
  'memory itself': `
import ctypes
at = id(1) + 24
(ctypes.c_char * 1).from_address(at)[:] = b"\\2"`,
};

/** JavaScript's objects and those of the host's protocol, spoilt from within. */
const FORGERIES: Readonly<Record<string, string>> = {
  'a getter on Object.prototype': `
import pyodide_js
from pyodide.ffi import to_js, create_proxy
root = to_js([]).constructor.__proto__.__proto__
Object = root.constructor
true = create_proxy(lambda *a: True)
for name in ("clean", "alive", "record", "statement", "dead"):
    Object.defineProperty(root, name, to_js({"get": true, "set": create_proxy(lambda *a: None), "configurable": True}, dict_converter=Object.fromEntries))`,
  'another standard output': `
import pyodide_js
from pyodide.ffi import create_proxy
pyodide_js.setStdout(pyodide_js._api.config.__proto__.constructor.fromEntries([["batched", create_proxy(lambda text: None)]]))`,
  'bytes that lie': `
import pyodide_js
from pyodide.ffi import create_proxy, to_js
two = to_js(b"2\\n")
pyodide_js._module.HEAPU8.__proto__.__proto__.subarray = create_proxy(lambda *given: two)`,
  'arrays that lie': `
import pyodide_js
from pyodide.ffi import create_proxy, to_js
to_js([]).constructor.prototype.push = create_proxy(lambda *given: 0)`,
};

describe('no program can make another one lie', () => {
  for (const [name, code] of Object.entries({ ...LIES, ...FORGERIES })) {
    test(`by ${name}`, async () => {
      const victims = (): readonly PageProgram[] => [
        one('print(1)', 'b'),
        one('1/0', 'c'),
        one('>>> print(1)', 'd', 'pycon'),
      ];
      const [attack, ...here] = await pool.runPage([one(code, 'a'), ...victims()], { hashSeed: 1 });
      const elsewhere = await pool.runPage(victims(), { hashSeed: 1 });
      for (const [printed, failed, echoed] of [here, elsewhere]) {
        assert.deepEqual([textOf(printed), printed?.outcome], ['1\n', { kind: 'finished' }], textOf(attack));
        assert.equal(failed?.outcome.kind === 'raised' && failed.outcome.type, 'ZeroDivisionError', textOf(attack));
        assert.match(textOf(failed), /^Traceback .*\nZeroDivisionError: division by zero\n$/s);
        assert.deepEqual([textOf(echoed), echoed?.outcome], ['1\n', { kind: 'finished' }], textOf(attack));
      }
    });
  }
});

test('a result names what of the interpreter its session reaches for', async () => {
  const reachesOf = async (...codes: readonly string[]) => {
    const page = codes.map((code, index) => ({ ...one(code, 'a'), fresh: index === 0 }));
    return (await pool.runPage(page, { hashSeed: 1 })).map(({ reaches }) => reaches);
  };
  assert.deepEqual(await reachesOf('import sys, time\nopen("file", "w").close()\ntime.sleep(0.001)'), [undefined]);
  assert.deepEqual(await reachesOf('import sys\nsys.modules["json"] = None', 'print(1)'), [
    ['sys.modules'],
    ['sys.modules'],
  ]);
  assert.deepEqual(await reachesOf('try: 1/0\nexcept Exception as e: e.__traceback__.tb_frame'), [['frames']]);
  assert.deepEqual(await reachesOf('__import__("j" + "s").anything = 1', 'print(1)'), [['JavaScript'], ['JavaScript']]);
});
