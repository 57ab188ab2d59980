/** The files that Python consists of, as the build wrote them: what they are called, and how much must be downloaded. */

export interface Part {
  /**
   * File name without its ending: `.bin` holds deflated bytes for pages from a server, `.js` the same in base64 for pages from
   * disk. After its last dot come the first hex digits of the SHA-256 of these bytes.
   */
  readonly file: string;
  /** Bytes over the wire. */
  readonly bytes: number;
  /** Bytes once inflated. */
  readonly size: number;
}

/** A piece of the standard library: the bytes that complete the zip from `offset` on. */
export interface LibraryPart extends Part {
  readonly offset: number;
}

export interface PythonParts {
  /** Changes whenever any part does: what is derived from the parts and kept on the device carries it. */
  readonly version: string;
  /** From the site's root, with a slash at the end. */
  readonly folder: string;
  /** The worker's program: Pyodide's JavaScript, the engine, the Python sources. */
  readonly worker: Part;
  readonly wasm: Part;
  /** In the order in which they must be added; the first is needed to start. */
  readonly library: readonly [LibraryPart, ...LibraryPart[]];
}

/** First hex digits of the SHA-256 of what `.bin` holds. */
export const hashIn = ({ file }: Part): string => file.slice(file.lastIndexOf('.') + 1);

/** Bytes over the wire before the first program can run. */
export function bytesToStart({ worker, wasm, library }: PythonParts): number {
  return worker.bytes + wasm.bytes + library[0].bytes;
}
