/**
 * Pyodide's JavaScript, made fit for a classic worker that starts from a blob: the only kind that pages opened from disk
 * may start, and the only kind that inherits the page's content security policy. Upstream supports module workers only.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

interface Change {
  readonly file: string;
  readonly from: RegExp;
  readonly to: string;
  readonly times: number;
}

/** An address that is never asked for: the worker hands Pyodide every file itself. */
export const NOWHERE = 'https://python.invalid/';

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
  { file: 'pyodide.js', from: REFUSAL, to: '', times: 1 },
  { file: 'pyodide.js', from: /^\/\/# sourceMappingURL=.*$/gm, to: '', times: 1 },
];

function changed(file: string, source: string): string {
  let text = source;
  for (const { from, to, times } of CHANGES.filter((change) => change.file === file)) {
    const found = [...text.matchAll(from)].length;
    if (found !== times) {
      throw new Error(
        `${file} of the pyodide package changed shape: ${from} matches ${found} times instead of ${times}. ` +
          'Compare the new file with CHANGES in src/build/python/pyodide-glue.ts, adapt it, and run the browser tests.',
      );
    }
    text = text.replace(from, () => to);
  }
  return text;
}

/** Defines `createPyodideModule`, `loadPyodide` and `pyodideLock` (of no packages) on `self` when a classic worker runs it. */
export async function classicPyodide(pyodideFolder: string): Promise<string> {
  const files = ['pyodide.asm.mjs', 'pyodide.js'];
  const texts = files.map(async (file) => changed(file, await readFile(path.join(pyodideFolder, file), 'utf8')));
  const { info } = JSON.parse(await readFile(path.join(pyodideFolder, 'pyodide-lock.json'), 'utf8'));
  const lock = `self.pyodideLock=${JSON.stringify({ info, packages: {} })};`;
  return [...(await Promise.all(texts)), lock].join('\n;');
}
