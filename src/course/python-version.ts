/** The Python that the outputs are checked on and that readers run: the one that Pyodide brings. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

let version: string | undefined;

export function pythonVersion(): string {
  version ??= readVersion();
  return version;
}

function readVersion(): string {
  const file = createRequire(import.meta.url).resolve('pyodide/pyodide-lock.json');
  const lock: { readonly info: { readonly python: string } } = JSON.parse(readFileSync(file, 'utf8'));
  return lock.info.python;
}
