/** What an interpreter in Node is made of: the files that readers load, see src/runtime/pyodide. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { joined, type PythonFiles } from '../pyodide/library.ts';

export interface Parts {
  /** Defines `loadPyodide` and what it needs. */
  readonly glue: string;
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** The whole zip of the standard library. */
  readonly library: Uint8Array<ArrayBuffer>;
}

export const engineFolder = (): string => path.resolve(import.meta.dirname, '../../python');

/** The engine's Python files by name. */
export function readSources(folder = engineFolder()): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.py'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

export function readParts({ glue, wasm, library }: PythonFiles): Parts {
  return {
    glue: readFileSync(glue, 'utf8'),
    wasm: Uint8Array.from(readFileSync(wasm)),
    library: joined(library.map(({ file, offset }) => ({ offset, bytes: readFileSync(file) }))),
  };
}
