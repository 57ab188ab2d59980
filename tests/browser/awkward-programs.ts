/** Programs that break things. After each, the page must still work. `prints` is output that must appear; `stop` marks programs to be stopped. */
export interface Awkward {
  readonly name: string;
  readonly code: string;
  readonly prints?: RegExp;
  readonly status?: RegExp;
  /** The explanation for learners. */
  readonly says?: RegExp;
  /** The line marked in the code. */
  readonly marks?: string;
  readonly stop?: true;
}

export const AWKWARD: readonly Awkward[] = [
  { name: 'flood of lines', code: 'while True: print(1)', stop: true, prints: /^1\n1\n/ },
  { name: 'flood without line ends', code: 'while True: print("x", end="")', stop: true, prints: /^xxxx/ },
  { name: 'flood on stderr', code: 'import sys\nwhile True: print("e", file=sys.stderr)', stop: true, prints: /^e\ne/ },
  { name: 'a line of a million characters', code: 'print("x" * 1_000_000)', prints: /^x{1000}/ },
  { name: 'a hundred thousand lines', code: 'for n in range(100_000): print(n)', prints: /^0\n1\n/ },
  {
    name: 'HTML',
    code: 'print("<img src=x onerror=alert(1)><script>1</script>&amp;")',
    prints: /^<img src=x onerror=alert\(1\)><script>1<\/script>&amp;/,
  },
  { name: 'sys.exit', code: 'import sys\nprint("a")\nsys.exit(3)\nprint("b")', prints: /^a$/, status: /exited \(3\)/ },
  { name: 'sys.exit with words', code: 'import sys\nsys.exit("no fuel")', prints: /no fuel/ },
  { name: 'os._exit', code: 'import os\nprint("a", flush=True)\nos._exit(1)', prints: /^a/, status: /exited/ },
  { name: 'quit', code: 'quit()', status: /exited|NameError/ },
  { name: 'del __builtins__', code: 'del __builtins__\nprint("still")', prints: /still|NameError/ },
  { name: 'empty builtins', code: 'import builtins\nvars(builtins).clear()', status: /./ },
  { name: 'print redefined', code: 'def print(*a): pass\nprint("x")', status: /printed nothing/ },
  { name: 'builtin print redefined', code: 'import builtins\nbuiltins.print = None', status: /./ },
  {
    name: 'stdout closed',
    code: 'import sys\nprint("a")\nsys.stdout.close()\nprint("b")',
    prints: /^a[\s\S]*ValueError/,
  },
  { name: 'stdout gone', code: 'import sys\nsys.stdout = None\nprint("a")', status: /printed nothing/ },
  { name: 'stdout replaced', code: 'import sys, io\nsys.stdout = io.StringIO()\nprint("a")', status: /./ },
  { name: 'display hook replaced', code: 'import sys\nsys.displayhook = 5', status: /Ran/ },
  { name: 'excepthook that fails', code: 'import sys\nsys.excepthook = 7\n1/0', prints: /ZeroDivisionError/ },
  { name: 'no recursion limit', code: 'def f(n): return f(n + 1)\nf(0)', prints: /RecursionError/ },
  {
    name: 'endless repr',
    code: 'class A:\n    def __repr__(self): return repr(self)\nprint(A())',
    status: /RecursionError|crashed/,
  },
  { name: 'a thread', code: 'import threading\nthreading.Thread(target=print).start()', prints: /RuntimeError|^\n?$/ },
  { name: 'a process', code: 'import subprocess\nsubprocess.run(["ls"])', prints: /Error/ },
  { name: 'a socket', code: 'import urllib.request\nurllib.request.urlopen("https://example.org")', prints: /Error/ },
  {
    name: 'a progress bar',
    code: 'for n in range(4): print(f"\\r{n * 25}%", end="")\nprint("\\rdone")',
    prints: /^done/,
  },
  { name: 'backspaces', code: 'print("abc\\b\\bX")', prints: /^aXc$/ },
  { name: 'colours', code: 'print("\\033[1;31mred\\033[0m plain")', prints: /^red plain$/ },
  { name: 'a terminal title', code: 'print("\\033]0;title\\007text")', prints: /^text$/ },
  { name: 'emoji and combining characters', code: 'print("👩‍👩‍👧 e\\u0301 🇩🇪")', prints: /^👩‍👩‍👧 e\u0301 🇩🇪$/u },
  { name: 'text from right to left', code: 'print("שלום", 1)', prints: /שלום/ },
  { name: 'a lone surrogate', code: 'print("\\ud800")', prints: /UnicodeEncodeError/ },
  { name: 'null characters', code: 'print("a\\0b")', prints: /a.?b/su },
  {
    name: 'half a character',
    code: 'import sys\nsys.stdout.buffer.write(b"\\xc3")\nsys.stdout.buffer.flush()\nsys.stdout.buffer.write(b"\\xa9\\n")\nsys.stdout.buffer.flush()',
    prints: /^é/,
  },
  { name: 'broken bytes', code: 'import sys\nsys.stdout.buffer.write(b"\\xff\\n")', prints: /\ufffd/ },
  { name: 'a syntax error', code: 'def f(:\n    pass', prints: /SyntaxError/, status: /SyntaxError/ },
  { name: 'wrong indentation', code: 'if True:\nprint(1)', prints: /IndentationError/ },
  { name: 'tabs and spaces', code: 'if True:\n\tx = 1\n        y = 2', prints: /TabError/ },
  { name: 'nothing but a remark', code: '# nothing', status: /printed nothing/ },
  { name: 'nothing at all', code: '\n', status: /printed nothing/ },
  {
    name: 'an exception group',
    code: 'raise ExceptionGroup("two", [ValueError(1), TypeError(2)])',
    prints: /ExceptionGroup: two/,
  },
  {
    name: 'a chain of exceptions',
    code: 'try:\n    1/0\nexcept Exception as e:\n    raise KeyError("k") from e',
    prints: /direct cause/,
  },
  {
    name: 'an exception that cannot be printed',
    code: 'class E(Exception):\n    def __str__(self): raise RuntimeError\nraise E',
    prints: /exception str\(\) failed|E/,
  },
  { name: 'a base exception', code: 'raise BaseException("b")', prints: /BaseException: b/ },
  { name: 'its own KeyboardInterrupt', code: 'raise KeyboardInterrupt', prints: /KeyboardInterrupt/ },
  {
    name: 'an unraisable error',
    code: 'class A:\n    def __del__(self): 1/0\na = A()\ndel a',
    prints: /ZeroDivisionError/,
  },
  { name: 'a warning', code: 'import warnings\nwarnings.warn("careful")', prints: /careful/ },
  {
    name: 'asyncio.run',
    code: 'import asyncio\nasync def main():\n    await asyncio.sleep(0.01)\n    print("woke")\nasyncio.run(main())',
    prints: /^woke/,
  },
  { name: 'await at the top', code: 'import asyncio\nawait asyncio.sleep(0.01)\nprint("woke")', prints: /^woke/ },
  { name: 'a task that is never awaited', code: 'import asyncio\nasync def f(): pass\nf()', prints: /never awaited/ },
  { name: 'an endless task', code: 'import asyncio\nawait asyncio.Event().wait()', stop: true, status: /Stopped/ },
  { name: 'input that ends', code: 'import sys\nprint(sys.stdin is None)', prints: /False/ },
  { name: 'a loop in C', code: 'sum(range(10**11))', stop: true, status: /Stopped/ },
  {
    name: 'a regular expression that never ends',
    code: 'import re\nre.match(r"(a+)+$", "a" * 40 + "b")',
    stop: true,
    status: /Stopped/,
  },
  {
    name: 'more memory than there is',
    code: 'x = []\nwhile True: x.append(bytearray(50_000_000))',
    status: /MemoryError|crashed/,
  },
  { name: 'a huge number', code: 'print(10**5000)', prints: /ValueError|10{100}/ },
  {
    name: 'signals of its own',
    code: 'import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass',
    stop: true,
    status: /Stopped/,
  },
  { name: 'an import hook', code: 'import sys\nsys.meta_path.clear()\nsys.path.clear()', status: /Ran/ },
  { name: 'modules thrown away', code: 'import sys\nsys.modules.clear()', status: /./ },
  {
    name: 'the js module',
    code: 'import js\nprint([n for n in dir(js) if n in ("fetch", "indexedDB", "self", "postMessage")])',
    prints: /^\[\]$/,
  },
  { name: 'JavaScript', code: 'from pyodide.code import run_js\nrun_js("fetch(\'/\')")', prints: /Error/ },
  {
    name: 'an unbound local',
    code: 'n = 0\ndef count():\n    n += 1\ncount()',
    says: /treats n as local .* nonlocal n/,
    marks: '    n += 1',
  },
  {
    name: 'a free variable without a value',
    code: 'def outer():\n    def inner():\n        return late\n    inner()\n    late = 1\nouter()',
    says: /before the enclosing function had given late a value/,
    marks: '        return late',
  },
  {
    name: 'nonlocal without a binding',
    code: 'def outer():\n    def inner():\n        nonlocal gone\n        gone = 1\n',
    says: /nonlocal gone needs an enclosing function/,
    marks: '        nonlocal gone',
  },
  {
    name: 'nonlocal after use',
    code: 'def outer():\n    x = 0\n    def inner():\n        print(x)\n        nonlocal x\n        x = 1\n',
    says: /Move nonlocal x to the top/,
    marks: '        nonlocal x',
  },
  {
    name: 'late binding',
    code: 'fs = [lambda: i for i in range(3)]\nprint([f() for f in fs])',
    prints: /^\[2, 2, 2\]/,
    says: /functions in fs share the loop's variable i.*i=i/,
  },
  {
    name: 'missing call parentheses',
    code: 'def count(): return 1\nprint(count + 1)',
    says: /add the parentheses that call it/,
    marks: 'print(count + 1)',
  },
  {
    name: 'a function that returns nothing, called',
    code: 'def make():\n    def inner(): pass\nf = make()\nf()',
    says: /holds None, not a function.*return inner/,
    marks: 'f()',
  },
  {
    name: 'threads that share',
    code: 'import concurrent.futures as c\nwith c.ThreadPoolExecutor() as pool: print(list(pool.map(str, [1])))',
    prints: /RuntimeError|\['1'\]/,
  },
  { name: 'surrogates in an error', code: 'raise ValueError("\\udcff")', prints: /ValueError/ },
];
