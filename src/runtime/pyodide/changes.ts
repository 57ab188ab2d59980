/**
 * Every change that is made to Pyodide's files before anything runs them: the page, the check and the recordings get the same bytes.
 * What each gives is measured; one that gives little goes, see content/decisions/0002-one-python.md.
 */
import { replacedIn } from './shape.ts';

export type Script = 'pyodide.asm.mjs' | 'pyodide.js' | 'pyodide-lock.json';

export interface Change {
  readonly file: Script | 'pyodide.asm.wasm' | 'python_stdlib.zip';
  readonly what: string;
  readonly why: string;
  readonly gives: string;
}

export interface ScriptChange extends Change {
  readonly file: Script;
  readonly apply: (text: string) => string;
}

/** An address that is never asked for: whoever starts Python hands it every file. */
const NOWHERE = 'https://python.invalid/';
const CLASSIC =
  'Pages from disk may start classic workers only, and only those inherit the page’s content security policy; Pyodide supports module workers only.';

const swap = (file: Script, shape: RegExp, times: number, by: string): Pick<ScriptChange, 'file' | 'apply'> => ({
  file,
  apply: (text) => replacedIn(file, text, shape, () => by, times),
});

const REFUSAL = /if\([\w$]+&&[\w$]+\(\)\)throw new Error\("Classic web workers are not supported"\);/g;

export const SCRIPT_CHANGES: readonly ScriptChange[] = [
  {
    ...swap('pyodide.asm.mjs', /\bimport\.meta\.url\b/g, 3, `"${NOWHERE}pyodide.asm.mjs"`),
    what: 'names an address in place of its own',
    why: CLASSIC,
    gives: 'Python from disk and in a locked worker at all',
  },
  {
    ...swap(
      'pyodide.asm.mjs',
      /export default _createPyodideModule;\s*$/g,
      1,
      'self.createPyodideModule=_createPyodideModule;',
    ),
    what: 'defines a global in place of an export',
    why: CLASSIC,
    gives: 'the same',
  },
  {
    ...swap('pyodide.asm.mjs', REFUSAL, 1, ''),
    what: 'does not refuse classic workers',
    why: CLASSIC,
    gives: 'the same',
  },
  {
    ...swap('pyodide.js', REFUSAL, 1, ''),
    what: 'does not refuse classic workers',
    why: CLASSIC,
    gives: 'the same',
  },
  {
    ...swap(
      'pyodide.asm.mjs',
      /\bModule\["onRuntimeInitialized"\]\?\.\(\)/g,
      1,
      'Module.API.config._beforeMain?.(Module.HEAPU8)',
    ),
    what: 'calls a hook of ours before Python runs',
    why: 'There a page’s snapshot is written over the memory; only its differing pages are kept on the device.',
    gives: 'snapshots in browsers: a later visit takes half the time, see content/decisions/0004-snapshots.md',
  },
  {
    ...swap('pyodide.js', /^\/\/# sourceMappingURL=.*$/gm, 1, ''),
    what: 'names no source map',
    why: 'Developer tools would ask a server for a file that is not there.',
    gives: 'no failing request',
  },
  {
    ...swap('pyodide.asm.mjs', /\beval\(/g, 6, '(0,eval)('),
    what: 'evaluates in the global scope',
    why: 'Nothing calls these places; written so, all names may become short ones.',
    gives: 'part of what unused.ts gives, below',
  },
  {
    file: 'pyodide-lock.json',
    apply: (text) => JSON.stringify({ info: JSON.parse(text).info, packages: {} }),
    what: 'lists no packages',
    why: 'What is not in the standard library is missed in Python’s own words, and nothing is asked of a server.',
    gives: '110 kB, and errors as on a desktop',
  },
];

/** Changes that are more than a swap of text. */
export const OTHER_CHANGES: readonly (Change & { readonly by: string })[] = [
  {
    file: 'pyodide.asm.mjs',
    by: 'unused.ts',
    what: 'hands on no C function that only packages would link against, and is minified',
    why: 'No page loads a package, and browsers read it all at each start, twice.',
    gives:
      'with the next: first Run 9 % sooner in Chromium and 14 % in Firefox, later visits 24 % and 14 %; 7 % fewer bytes',
  },
  {
    file: 'pyodide.asm.wasm',
    by: 'interpreter.ts',
    what: 'exports and holds nothing that only packages would link against',
    why: 'Starting takes time for each of eight thousand exports, and compiling for what stands behind them.',
    gives: 'alone, beside the one before: first Run 11 % and 12 % sooner, later visits 17 %; 5 % fewer bytes',
  },
  {
    file: 'python_stdlib.zip',
    by: 'library_parts.py',
    what: 'holds byte code for what is imported often, and comes in three pieces',
    why: 'The stock library is compiled anew at each start, some 140 modules; and a first Run needs a third of it.',
    gives: 'stock from disk 2282 ms, so 802 ms in Chromium; 1732 and 650 ms in Firefox',
  },
];
