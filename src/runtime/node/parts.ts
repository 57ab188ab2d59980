/** What every interpreter in Node is made of, read and compiled once for all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Parts {
  /** Folder of the installed Pyodide, as a `file:` URL that ends with a slash. */
  readonly root: string;
  readonly version: string;
  /** Compiled once; threads share the machine code. */
  readonly wasm: WebAssembly.Module;
  readonly stdlib: Uint8Array;
  readonly lock: string;
  /** The files of src/python by name. */
  readonly sources: Readonly<Record<string, string>>;
}

/** Bytes that threads share instead of copying. */
export function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** The engine's Python files. */
export function readSources(): Readonly<Record<string, string>> {
  const folder = path.resolve(import.meta.dirname, '../../python');
  const names = readdirSync(folder).filter((name) => name.endsWith('.py'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

export async function readParts(): Promise<Parts> {
  const folder = path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const read = (name: string): Buffer => readFileSync(path.join(folder, name));
  const { version } = JSON.parse(read('package.json').toString()) as { version: string };
  return {
    root: `${pathToFileURL(folder).href}/`,
    version,
    wasm: await WebAssembly.compile(Uint8Array.from(read('pyodide.asm.wasm'))),
    stdlib: shared(read('python_stdlib.zip')),
    // No packages: what is not in the standard library is not found, in Python's own words.
    lock: JSON.stringify({ ...JSON.parse(read('pyodide-lock.json').toString()), packages: {} }),
    sources: readSources(),
  };
}
