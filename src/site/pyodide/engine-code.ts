/** The engine's Python files as byte code for the worker: compiling them would be a tenth of every start. */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import { FOLDER, PACKAGE } from '../../runtime/engine.ts';

const RECIPE = path.join(import.meta.dirname, 'engine_code.py');
/** The browser's share of the engine: a module of the same package. */
const BROWSER_PART = 'src/runtime/browser/later.py';

/** Every file that the engine imports, by name. The scope analysis comes as a program of its own, when somebody edits. */
async function engineSources(root: string): Promise<Record<string, string>> {
  const folder = path.join(root, 'src/python');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.py') && !/^(?:test_|scope)/.test(name));
  const files = [...names.map((name) => path.join(folder, name)), path.join(root, BROWSER_PART)].sort();
  const texts = await Promise.all(
    files.map(async (file) => [path.basename(file), await readFile(file, 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}

/**
 * File name (`run.pyc`) → byte code in base64. Starting Python takes a second, so what it made is kept in `cache`, under a
 * name from `hash` of all that it depends on.
 */
export async function engineCode(
  root: string,
  cache: string,
  hash: (...data: readonly string[]) => string,
): Promise<Readonly<Record<string, string>>> {
  const sources = await engineSources(root);
  const pyodide = path.dirname(fileURLToPath(import.meta.resolve('pyodide')));
  const version = await readFile(path.join(pyodide, 'package.json'), 'utf8');
  const recipe = await readFile(RECIPE, 'utf8');
  const kept = path.join(cache, `engine-${hash(JSON.stringify(sources), version, recipe)}.json`);
  try {
    return JSON.parse(await readFile(kept, 'utf8'));
  } catch {
    // Not there, or not whole: make it again.
  }
  const python = await loadPyodide({ indexURL: `${pyodide}${path.sep}` });
  python.runPython(recipe);
  const compiled: Record<string, Uint8Array> = python.globals
    .get('compiled')(`${FOLDER}/${PACKAGE}`, python.toPy(sources))
    .toJs({ dict_converter: Object.fromEntries });
  const code = Object.fromEntries(
    Object.entries(compiled).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  );
  await mkdir(cache, { recursive: true });
  await writeFile(`${kept}.${process.pid}`, JSON.stringify(code));
  await rename(`${kept}.${process.pid}`, kept);
  return code;
}
