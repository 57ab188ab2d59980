/** Pyodide's files as everything here runs them, changed once and kept: what the page, the check and the recordings start Python from. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCRIPT_CHANGES, type Script } from './changes.ts';
import type { LibraryPiece, PythonFiles } from './library.ts';
import { libraryParts } from './library-parts.ts';
import { withoutUnused } from './unused.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const CACHE = path.join(root, '.cache', 'pyodide');
const SCRIPTS: readonly Script[] = ['pyodide.asm.mjs', 'pyodide.js', 'pyodide-lock.json'];

export const pyodideFolder: string = path.dirname(fileURLToPath(import.meta.resolve('pyodide')));

/** Everything that decides the files: Pyodide, what minifies, and this folder. */
async function version(): Promise<string> {
  const recipe = (await readdir(import.meta.dirname)).filter((name) => !name.endsWith('.test.ts')).sort();
  const packages = ['pyodide', 'binaryen', 'esbuild'].map((name) => fileURLToPath(import.meta.resolve(name)));
  const hash = createHash('sha256');
  for (const file of [...packages, ...recipe.map((name) => path.join(import.meta.dirname, name))]) {
    hash.update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Takes seconds the first time, and again when Pyodide or a change of it is another. */
export async function preparedPython(cache: string = CACHE): Promise<PythonFiles> {
  const name = await version();
  const folder = path.join(cache, name);
  const index = path.join(folder, 'index.json');
  const library: readonly Omit<LibraryPiece, 'file'>[] = await readFile(index, 'utf8').then(JSON.parse, () =>
    make(folder),
  );
  return {
    version: name,
    glue: path.join(folder, 'glue.js'),
    wasm: path.join(folder, 'python.wasm'),
    library: library.map((piece) => ({ ...piece, file: path.join(folder, piece.name) })),
  };
}

async function make(folder: string): Promise<readonly Omit<LibraryPiece, 'file'>[]> {
  const { glue, wasm } = await changedInterpreter(pyodideFolder);
  const parts = await libraryParts(`${pyodideFolder}${path.sep}`);
  const index = parts.map(({ name, offset, modules }) => ({ name, offset, modules }));
  // Whole or not at all: two builds may run at the same time.
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  for (const { name, bytes } of parts) await writeFile(path.join(draft, name), bytes);
  await writeFile(path.join(draft, 'glue.js'), glue);
  await writeFile(path.join(draft, 'python.wasm'), wasm);
  await writeFile(path.join(draft, 'index.json'), JSON.stringify(index));
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return index;
}

/** Rejects when Pyodide's files are not what they were. */
export async function changedInterpreter(
  pyodide: string,
): Promise<{ readonly glue: string; readonly wasm: Uint8Array }> {
  const read = async (name: string) => new Uint8Array(await readFile(path.join(pyodide, name)));
  const decoder = new TextDecoder();
  const texts: Record<Script, string> = { 'pyodide.asm.mjs': '', 'pyodide.js': '', 'pyodide-lock.json': '' };
  for (const name of SCRIPTS) texts[name] = decoder.decode(await read(name));
  for (const { file, apply } of SCRIPT_CHANGES) texts[file] = apply(texts[file]);
  const { glue: script, wasm } = await withoutUnused(
    texts['pyodide.asm.mjs'],
    texts['pyodide.js'],
    await read('pyodide.asm.wasm'),
  );
  return { glue: [script, texts['pyodide.js'], `self.pyodideLock=${texts['pyodide-lock.json']};`].join('\n;'), wasm };
}
