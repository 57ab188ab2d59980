/** Writes what the page downloads to run Python: few files, deflated, named after their content, with a list of their sizes. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import type { LibraryPart, Part, PythonParts } from '../../runtime/parts.ts';
import { preparedPython } from '../../runtime/pyodide/python-files.ts';
import { engineCode } from './engine-code.ts';
import { workerProgram } from './python-worker.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
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

interface Deflated {
  readonly bytes: Uint8Array;
  /** Before. */
  readonly size: number;
}

/** Deflating the interpreter takes seconds and depends on nothing but the file: it is kept. */
async function deflatedFile(file: string, version: string): Promise<Deflated> {
  const content = await readFile(file);
  const kept = path.join(cache, `${path.basename(file)}-${version}.bin`);
  try {
    return { bytes: await readFile(kept), size: content.length };
  } catch {
    const bytes = await small(content);
    await mkdir(cache, { recursive: true });
    await writeFile(`${kept}.${process.pid}`, bytes);
    await rename(`${kept}.${process.pid}`, kept);
    return { bytes, size: content.length };
  }
}

const small = (bytes: Uint8Array): Promise<Uint8Array> => deflate(bytes, { level: 9, memLevel: 9 });

/** Builds all parts in memory; a fraction of a second when only the worker's own sources changed. */
export async function buildPython(): Promise<BuiltPython> {
  const python = await preparedPython();
  const code = await engineCode(root, cache, hash);
  const later = python.library.slice(1).map(({ modules }) => modules);
  const program = Buffer.from(`${await readFile(python.glue, 'utf8')}\n;${await workerProgram(root, { code, later })}`);
  const files = new Map<string, Uint8Array>();
  const add = (name: string, { bytes, size }: Deflated): Part => {
    const file = `${name}.${hash(bytes)}`;
    files.set(file, bytes);
    return { file, bytes: bytes.length, size };
  };
  const worker = add('worker', { bytes: await small(program), size: program.length });
  const wasm = add('wasm', await deflatedFile(python.wasm, python.version));
  const library: LibraryPart[] = [];
  for (const { name, file, offset } of python.library) {
    library.push({ ...add(name, await deflatedFile(file, python.version)), offset });
  }
  const [first, ...others] = library;
  if (first === undefined)
    throw new Error('The standard library has no pieces: see src/runtime/pyodide/library_parts.py.');
  const version = hash([...files.keys()].join());
  return { parts: { version, folder: PYTHON_FOLDER, worker, wasm, library: [first, ...others] }, files };
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
