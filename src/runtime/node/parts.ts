/** What every interpreter in Node is made of. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Parts {
  /** Folder of the installed Pyodide, as a `file:` URL that ends with a slash. */
  readonly root: string;
  readonly wasm: WebAssembly.Module;
  readonly stdlib: Uint8Array;
  readonly lock: string;
}

export const pyodideFolder = (): string => path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
export const engineFolder = (): string => path.resolve(import.meta.dirname, '../../python');

/** The engine's Python files by name. */
export function readSources(folder = engineFolder()): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.py'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

export function readParts(folder: string): Parts {
  const read = (name: string): Buffer => readFileSync(path.join(folder, name));
  return {
    root: `${pathToFileURL(folder).href}/`,
    wasm: new WebAssembly.Module(Uint8Array.from(read('pyodide.asm.wasm'))),
    stdlib: read('python_stdlib.zip'),
    // No packages: what is not in the standard library is not found, in Python's own words.
    lock: JSON.stringify({ ...JSON.parse(read('pyodide-lock.json').toString()), packages: {} }),
  };
}
