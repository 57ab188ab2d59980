/**
 * Pyodide's JavaScript, made fit for a classic worker that starts from a blob: the only kind that pages opened from disk
 * may start, and the only kind that inherits the page's content security policy. Upstream supports module workers only.
 *
 * About half of it hands on what packages with C code might link against. It goes, with the exports that the
 * interpreter has lost: browsers read every character of it at each start, twice.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';
import type { Interface } from './interpreter-wasm.ts';

interface Change {
  readonly file: string;
  readonly from: RegExp;
  readonly to: string;
  readonly times: number;
}

/** An address that is never asked for: the worker hands Pyodide every file itself. */
const NOWHERE = 'https://python.invalid/';

const REFUSAL = /if\([\w$]+&&[\w$]+\(\)\)throw new Error\("Classic web workers are not supported"\);/g;

const CHANGES: readonly Change[] = [
  { file: 'pyodide.asm.mjs', from: /\bimport\.meta\.url\b/g, to: `"${NOWHERE}pyodide.asm.mjs"`, times: 3 },
  {
    file: 'pyodide.asm.mjs',
    from: /export default _createPyodideModule;\s*$/g,
    to: 'self.createPyodideModule=_createPyodideModule;',
    times: 1,
  },
  { file: 'pyodide.asm.mjs', from: REFUSAL, to: '', times: 1 },
  // Never called, and no page of ours may; written so, names need not be kept for it.
  { file: 'pyodide.asm.mjs', from: /\beval\(/g, to: '(0,eval)(', times: 6 },
  // All is ready for Python to run: here a snapshot is written over the memory.
  {
    file: 'pyodide.asm.mjs',
    from: /\bModule\["onRuntimeInitialized"\]\?\.\(\)/g,
    to: 'Module.API.config._beforeMain?.(Module.HEAPU8)',
    times: 1,
  },
  { file: 'pyodide.js', from: REFUSAL, to: '', times: 1 },
  { file: 'pyodide.js', from: /^\/\/# sourceMappingURL=.*$/gm, to: '', times: 1 },
];

const ADVICE =
  'Compare the new file with src/site/pyodide/pyodide-glue.ts, adapt what is there, and run the browser tests.';

function changed(file: string, source: string): string {
  let text = source;
  for (const { from, to, times } of CHANGES.filter((change) => change.file === file)) {
    const found = [...text.matchAll(from)].length;
    if (found !== times) {
      throw new Error(
        `${file} of the pyodide package changed shape: ${from} matches ${found} times instead of ${times}. ${ADVICE}`,
      );
    }
    text = text.replace(from, () => to);
  }
  return text;
}

/** Changes each place of a shape, of which there must be one at least. */
function reshaped(
  glue: string,
  shape: RegExp,
  change: (whole: string, ...groups: readonly string[]) => string,
): string {
  if (glue.search(shape) >= 0) return glue.replace(shape, change);
  throw new Error(`pyodide.asm.mjs of the pyodide package changed shape: ${shape} matches nothing. ${ADVICE}`);
}

const without = (glue: string, shape: RegExp): string => reshaped(glue, shape, () => '');

export interface Glue {
  /** What becomes the one function that makes an interpreter of the WebAssembly. */
  readonly module: string;
  /** What defines `loadPyodide`. */
  readonly loader: string;
  /** What defines `pyodideLock`, of no packages. */
  readonly lock: string;
}

export async function readGlue(pyodideFolder: string): Promise<Glue> {
  const read = async (file: string): Promise<string> =>
    changed(file, await readFile(path.join(pyodideFolder, file), 'utf8'));
  const { info } = JSON.parse(await readFile(path.join(pyodideFolder, 'pyodide-lock.json'), 'utf8'));
  return {
    module: await read('pyodide.asm.mjs'),
    loader: await read('pyodide.js'),
    lock: `self.pyodideLock=${JSON.stringify({ info, packages: {} })};`,
  };
}

/** `_f=Module["_f"]=wasmExports["f"];`, for each export. */
const HANDED_ON = /(_[\w$]+)=Module\["\1"\]=wasmExports\["([\w$]+)"\](?:\.value>>>0)?;/g;
/** The variables of these. */
const DECLARED = /\bvar ((?:[\w$]+,){1000,}[\w$]+);/;
/** What the interpreter may import: `name:implementation,…`. */
const IMPORTABLE = /\bwasmImports=\{([^}]*)\}/;
/** Types of implementations, for those that become addresses in the interpreter. */
const TYPED = /(?<=[;}])_([\w$]+)\.sig="\w*";/g;

const words = (text: string): ReadonlySet<string> => new Set(text.match(/[\w$]+/g));

/** Names that Pyodide's JavaScript does more with than handing them on. */
export function namedIn({ module, loader }: Glue): ReadonlySet<string> {
  return words(without(without(module, HANDED_ON), DECLARED) + loader);
}

/** Defines `createPyodideModule`, `loadPyodide` and `pyodideLock` on `self` when a classic worker runs it. */
export async function classicPyodide(glue: Glue, { imports, exports }: Interface): Promise<string> {
  const imported = (name: string): boolean => imports.has(name) || imports.has(`_${name}`);
  const importable = (list: string): string =>
    list
      .split(',')
      .filter((entry) => imports.has(entry.split(':')[0] ?? ''))
      .join();
  let module = reshaped(glue.module, HANDED_ON, (all, _, name = '') => (exports.has(name) ? all : ''));
  module = reshaped(module, TYPED, (all, name = '') => (imported(name) ? all : ''));
  module = reshaped(module, IMPORTABLE, (_, list = '') => `wasmImports={${importable(list)}}`);
  const used = words(without(module, DECLARED));
  module = reshaped(module, DECLARED, (_, list = '') => `var ${list.split(',').filter((name) => used.has(name))};`);
  const { code } = await transform(module, { minify: true, target: 'es2022' });
  return [code, glue.loader, glue.lock].join('\n;');
}
