/** Python's standard library in three parts, so that the first Run downloads and compiles little; made by Pyodide itself. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadPyodide } from 'pyodide';

/** Comes with the first Run besides what starting Python needs: what lessons import most, what the scope view needs, and the small codecs. */
const LESSON_MODULES = [
  '_ast_unparse',
  '_strptime',
  'calendar',
  'concurrent.futures.thread',
  'csv',
  'datetime',
  'decimal',
  'encodings.ascii',
  'encodings.cp1252',
  'encodings.iso8859_1',
  'encodings.latin_1',
  'encodings.raw_unicode_escape',
  'encodings.unicode_escape',
  'encodings.utf_16',
  'encodings.utf_16_be',
  'encodings.utf_16_le',
  'encodings.utf_32',
  'encodings.utf_8_sig',
  'fractions',
  'graphlib',
  'numbers',
  'pickle',
  'pprint',
  'queue',
  'sched',
  'statistics',
  'string.templatelib',
  'symtable',
  'timeit',
  'tracemalloc',
];

/** Comes when a program imports one of them, or when a traceback shows a line of the library. */
const LIBRARY_MODULES = [
  'argparse',
  'cmd',
  'code',
  'difflib',
  'doctest',
  'pdb',
  'shlex',
  'unittest',
  'unittest.mock',
  'urllib.parse',
  'uuid',
];

export interface LibraryPart {
  readonly name: 'stdlib' | 'library' | 'rest';
  /** Where the part begins in the zip that it completes. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Dotted names of the modules that become importable with it. */
  readonly modules: readonly string[];
}

export const libraryRecipe = new URL('./library_parts.py', import.meta.url);

export async function libraryParts(pyodideFolder: string): Promise<readonly LibraryPart[]> {
  const python = await loadPyodide({ indexURL: pyodideFolder });
  python.FS.writeFile('/tmp/stdlib.zip', await readFile(path.join(pyodideFolder, 'python_stdlib.zip')));
  python.runPython(await readFile(libraryRecipe, 'utf8'));
  const parts = python.globals.get('parts');
  const made = parts('/tmp/stdlib.zip', python.toPy(LESSON_MODULES), python.toPy(LIBRARY_MODULES));
  const result: LibraryPart[] = made.toJs({ dict_converter: Object.fromEntries });
  return result;
}
