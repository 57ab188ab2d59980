/** Where the files are that Python starts from, see python-files.ts, and how the pieces of its library go together. */

export interface PythonFiles {
  /** Changes whenever any file does. */
  readonly version: string;
  /** A classic script that defines `createPyodideModule`, `loadPyodide` and `pyodideLock` on `self`. */
  readonly glue: string;
  /** Pyodide's own, unchanged. */
  readonly wasm: string;
  /** The pieces of the standard library: each is a file that completes the zip of those before it from `offset` on. */
  readonly library: readonly LibraryPiece[];
}

export interface LibraryPiece {
  readonly name: string;
  readonly file: string;
  readonly offset: number;
  /** Dotted names of the modules that become importable with it. */
  readonly modules: readonly string[];
}

/** The whole zip of the standard library, or as much of it as these pieces are. */
export function joined(
  pieces: readonly { readonly offset: number; readonly bytes: Uint8Array }[],
): Uint8Array<ArrayBuffer> {
  const last = pieces.at(-1);
  const zip = new Uint8Array(last === undefined ? 0 : last.offset + last.bytes.length);
  for (const { offset, bytes } of pieces) zip.set(bytes, offset);
  return zip;
}
