/** What a worker needs to become Python, downloaded and compiled once for the page: later workers start from it at once. */

import { bytesToStart, type Part, type PythonParts } from '../parts.ts';
import type { Download, OnBytes } from './download.ts';

export interface Loading {
  /** The address of the worker's program: small, so that it is there before the rest. */
  readonly program: Promise<string>;
  readonly interpreter: Promise<Interpreter>;
}

export interface Interpreter {
  readonly module: WebAssembly.Module;
  /** The part of the library that is needed to start. */
  readonly first: Uint8Array<ArrayBuffer>;
  /** The library's zip so far, and how many parts are in it. */
  stdlib(): { readonly bytes: Uint8Array<ArrayBuffer>; readonly pieces: number };
  /** Downloads the library up to that many parts; gives the parts that were missing. */
  extend(pieces: number): Promise<readonly Piece[]>;
}

export interface Piece {
  readonly index: number;
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type OnProgress = (bytes: number, total: number) => void;

const bytesOf = (buffer: ArrayBuffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);
const addressOf = (program: ArrayBuffer): string =>
  URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));

/** Keeps what has arrived: calling again after a failure downloads only what is missing. */
export function createInterpreterLoader(parts: PythonParts, download: Download) {
  const arrived = new Map<string, Promise<unknown>>();
  /** Bytes so far, of each part. */
  const counts = new Map<string, number>();
  const sum = (): number => [...counts.values()].reduce((total, count) => total + count, 0);

  const once = <Raw, Value>(
    part: Part,
    bring: (part: Part, onBytes: OnBytes) => Promise<Raw>,
    use: (raw: Raw) => Value,
    progress: () => void = () => {},
  ): Promise<Value> => {
    const known = arrived.get(part.file) as Promise<Value> | undefined;
    if (known) return known;
    counts.set(part.file, 0);
    const count = (bytes: number): void => {
      counts.set(part.file, (counts.get(part.file) ?? 0) + bytes);
      progress();
    };
    const making = bring(part, count).then(use, (error: unknown) => {
      arrived.delete(part.file);
      counts.delete(part.file);
      throw error;
    });
    arrived.set(part.file, making);
    return making;
  };

  const [first, ...later] = parts.library;
  let bytes: Uint8Array<ArrayBuffer>;
  let pieces = 0;

  return (onProgress: OnProgress): Loading => {
    const total = bytesToStart(parts);
    const progress = (): void => onProgress(sum(), total);
    const program = once(parts.worker, download.bytes, addressOf, progress);
    const module = once(parts.wasm, download.module, (made) => made, progress);
    const start = once(first, download.bytes, bytesOf, progress);
    const all = Promise.all([program, module, start]);
    return { program, interpreter: all.then(([, ...rest]) => interpreter(...rest)) };
  };

  function interpreter(module: WebAssembly.Module, start: Uint8Array<ArrayBuffer>): Interpreter {
    if (pieces === 0) {
      bytes = start;
      pieces = 1;
    }
    return {
      module,
      first: start,
      stdlib: () => ({ bytes, pieces }),
      async extend(wanted) {
        const added = await Promise.all(
          later.slice(0, wanted - 1).map(async (part, at) => {
            const piece = await once(part, download.bytes, bytesOf);
            return { index: at + 1, offset: part.offset, bytes: piece };
          }),
        );
        for (const piece of added.slice(pieces - 1)) {
          const grown = new Uint8Array(piece.offset + piece.bytes.length);
          grown.set(bytes.subarray(0, piece.offset));
          grown.set(piece.bytes, piece.offset);
          bytes = grown;
          pieces = piece.index + 1;
        }
        return added;
      },
    };
  }
}
