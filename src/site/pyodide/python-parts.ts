/** Writes what the page downloads to run Python: few files, deflated, named after their content, with a list of their sizes. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import type { LibraryPart, Part, PythonParts } from '../../runtime/parts.ts';
import { engineCode } from './engine-code.ts';
import { interfaceOf, reducedInterpreter } from './interpreter-wasm.ts';
import { classicPyodide, namedIn, readGlue } from './pyodide-glue.ts';
import { workerProgram } from './python-worker.ts';
import { libraryParts, stdlibRecipe } from './stdlib.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pyodideFolder = path.dirname(fileURLToPath(import.meta.resolve('pyodide')));
const cache = path.join(root, '.cache', 'python');
const deflate = promisify(deflateRaw);

/** Folder of the parts, seen from the site's root. */
export const PYTHON_FOLDER = 'py/';

const hash = (...data: readonly (string | Uint8Array)[]): string =>
  data
    .reduce((sum, piece) => sum.update(piece), createHash('sha256'))
    .digest('hex')
    .slice(0, 10);

export interface BuiltPython {
  readonly parts: PythonParts;
  /** Deflated bytes of each part by file name without ending. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

interface Cached {
  /** Pyodide's JavaScript. */
  readonly glue: string;
  readonly wasm: Uint8Array;
  readonly library: readonly { readonly name: string; readonly offset: number; readonly size: number }[];
  readonly modules: Readonly<Record<string, readonly string[]>>;
  readonly deflated: readonly Uint8Array[];
  readonly wasmSize: number;
}

/** Deflating the interpreter and compiling the library takes seconds and depends on nothing but Pyodide and the recipe. */
async function interpreter(): Promise<Cached> {
  const recipe = await Promise.all(
    [
      stdlibRecipe,
      ...['./stdlib.ts', './interpreter-wasm.ts', './pyodide-glue.ts'].map((file) => new URL(file, import.meta.url)),
      ...['pyodide/package.json', 'binaryen/package.json', 'esbuild/package.json'].map((file) =>
        import.meta.resolve(file),
      ),
    ].map((url) => readFile(fileURLToPath(url))),
  );
  const folder = path.join(cache, hash(...recipe));
  const index = path.join(folder, 'index.json');
  try {
    const { library, modules, wasmSize } = JSON.parse(await readFile(index, 'utf8'));
    const read = (name: string): Promise<Uint8Array> => readFile(path.join(folder, `${name}.bin`));
    const deflated = await Promise.all(library.map(({ name }: { name: string }) => read(name)));
    const glue = await readFile(path.join(folder, 'glue.js'), 'utf8');
    return { glue, wasm: await read('wasm'), library, modules, deflated, wasmSize };
  } catch {
    // Not there, or not whole: make it again.
  }
  const { glue, wasm } = await slimPyodide();
  const library = await libraryParts(`${pyodideFolder}${path.sep}`);
  const deflated = await Promise.all([wasm, ...library.map((part) => part.bytes)].map((bytes) => small(bytes)));
  await mkdir(folder, { recursive: true });
  await Promise.all(
    deflated.map((bytes, at) => writeFile(path.join(folder, `${library[at - 1]?.name ?? 'wasm'}.bin`), bytes)),
  );
  await writeFile(path.join(folder, 'glue.js'), glue);
  const described = {
    library: library.map(({ name, offset, bytes }) => ({ name, offset, size: bytes.length })),
    modules: Object.fromEntries(library.map(({ name, modules }) => [name, modules])),
    wasmSize: wasm.length,
  };
  // Written last and in one step: its presence says that the rest is whole.
  await writeFile(`${index}.new`, JSON.stringify(described));
  await rename(`${index}.new`, index);
  const [first, ...others] = deflated as [Uint8Array, ...Uint8Array[]];
  return { glue, wasm: first, deflated: others, ...described };
}

async function slimPyodide(): Promise<{ readonly glue: string; readonly wasm: Uint8Array }> {
  const glue = await readGlue(pyodideFolder);
  const stock = new Uint8Array(await readFile(path.join(pyodideFolder, 'pyodide.asm.wasm')));
  const wasm = reducedInterpreter(stock, namedIn(glue));
  return { glue: await classicPyodide(glue, interfaceOf(wasm)), wasm };
}

const small = (bytes: Uint8Array): Promise<Uint8Array> => deflate(bytes, { level: 9, memLevel: 9 });

/** Builds all parts in memory; a fraction of a second when only the worker's own sources changed. */
export async function buildPython(): Promise<BuiltPython> {
  const base = await interpreter();
  const later = base.library.slice(1).map(({ name }) => base.modules[name] ?? []);
  const code = await engineCode(root, cache, hash);
  const program = Buffer.from(`${base.glue}\n;${await workerProgram(root, { code, later })}`);
  const files = new Map<string, Uint8Array>();
  const add = (name: string, deflated: Uint8Array, size: number): Part => {
    const file = `${name}.${hash(deflated)}`;
    files.set(file, deflated);
    return { file, bytes: deflated.length, size };
  };
  const worker = add('worker', await small(program), program.length);
  const wasm = add('wasm', base.wasm, base.wasmSize);
  const library = base.library.map(
    ({ name, offset, size }, at): LibraryPart => ({ ...add(name, base.deflated[at] as Uint8Array, size), offset }),
  ) as [LibraryPart, ...LibraryPart[]];
  const version = hash([...files.keys()].join());
  return { parts: { version, folder: PYTHON_FOLDER, worker, wasm, library }, files };
}

/** The script that hands a part to a page opened from disk, where nothing can be fetched. */
export function twin(file: string, deflated: Uint8Array): string {
  return `(self.pythonParts??={})[${JSON.stringify(file)}]="${Buffer.from(deflated).toString('base64')}";`;
}

/** Every file of the site that holds a part, twice: to be fetched from a server, and as a script for pages from disk. */
export function* pythonFiles({ files }: BuiltPython): Generator<readonly [file: string, content: string | Uint8Array]> {
  for (const [file, deflated] of files) {
    yield [`${PYTHON_FOLDER}${file}.bin`, deflated];
    yield [`${PYTHON_FOLDER}${file}.js`, twin(file, deflated)];
  }
}
