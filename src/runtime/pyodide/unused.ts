/**
 * Most of the interpreter's eight thousand exports, and half of Pyodide's JavaScript, are there for packages with C code to link
 * against. No page loads any; starting costs time for each, as compiling does for what stands behind them, and browsers read every
 * character of the JavaScript at each start, twice.
 */
import { transform } from 'esbuild';
import { interfaceOf, reducedInterpreter } from './interpreter.ts';
import { replacedIn } from './shape.ts';

const FILE = 'pyodide.asm.mjs';
/** `_f=Module["_f"]=wasmExports["f"];`, for each export. */
const HANDED_ON = /(_[\w$]+)=Module\["\1"\]=wasmExports\["([\w$]+)"\](?:\.value>>>0)?;/g;
/** The variables of these. */
const DECLARED = /\bvar ((?:[\w$]+,){1000,}[\w$]+);/;
/** What the interpreter may import: `name:implementation,…`. */
const IMPORTABLE = /\bwasmImports=\{([^}]*)\}/;
/** Types of implementations, for those that become addresses in the interpreter. */
const TYPED = /(?<=[;}])_([\w$]+)\.sig="\w*";/g;

const words = (text: string): ReadonlySet<string> => new Set(text.match(/[\w$]+/g));
const without = (glue: string, shape: RegExp): string => replacedIn(FILE, glue, shape, () => '');

/** Both without what nothing here reaches, minified. `loader` is Pyodide's other script. */
export async function withoutUnused(
  glue: string,
  loader: string,
  stock: Uint8Array<ArrayBuffer>,
): Promise<{ readonly glue: string; readonly wasm: Uint8Array }> {
  // What Pyodide's JavaScript does more with than handing it on.
  const named = words(without(without(glue, HANDED_ON), DECLARED) + loader);
  const wasm = reducedInterpreter(stock, named);
  const { imports, exports } = interfaceOf(wasm);
  const imported = (name: string): boolean => imports.has(name) || imports.has(`_${name}`);
  const importable = (list: string): string =>
    list
      .split(',')
      .filter((entry) => imports.has(entry.split(':')[0] ?? ''))
      .join();
  let module = replacedIn(FILE, glue, HANDED_ON, (all, _, name = '') => (exports.has(name) ? all : ''));
  module = replacedIn(FILE, module, TYPED, (all, name = '') => (imported(name) ? all : ''));
  module = replacedIn(FILE, module, IMPORTABLE, (_, list = '') => `wasmImports={${importable(list)}}`);
  const used = words(without(module, DECLARED));
  module = replacedIn(
    FILE,
    module,
    DECLARED,
    (_, list = '') => `var ${list.split(',').filter((name) => used.has(name))};`,
  );
  const { code } = await transform(module, { minify: true, target: 'es2022' });
  return { glue: code, wasm };
}
