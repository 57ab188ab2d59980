/** What a program has written and not sent yet, in memory that its host can read when it has to end the thread. */

import type { Waiting } from '../output.ts';
import type { Chunk, Stream } from '../protocol.ts';

/** Cells of the head: bytes of text, the stream they belong to, and the statement that runs, or -1. */
const LENGTH = 0;
const STREAM = 1;
const STATEMENT = 2;
const HEAD = 3 * Int32Array.BYTES_PER_ELEMENT;
/** More than ever waits to be joined, at three bytes a character. */
const SIZE = HEAD + 3 * 16_384;
const STREAMS: readonly Stream[] = ['stdout', 'stderr'];

export const lastWordsMemory = (): SharedArrayBuffer => new SharedArrayBuffer(SIZE);

/** The thread's side. */
export function noteLastWords(memory: SharedArrayBuffer): Waiting {
  const head = new Int32Array(memory, 0, HEAD / Int32Array.BYTES_PER_ELEMENT);
  const text = new Uint8Array(memory, HEAD);
  const encoder = new TextEncoder();
  return {
    add(stream, added) {
      const length = head[LENGTH] ?? 0;
      head[STREAM] = STREAMS.indexOf(stream);
      const { written } = encoder.encodeInto(added, text.subarray(length));
      // Last: whoever reads in between sees what was there before.
      Atomics.store(head, LENGTH, length + written);
    },
    clear: () => void Atomics.store(head, LENGTH, 0),
    statement: (number) => void Atomics.store(head, STATEMENT, number ?? -1),
  };
}

/** The host's side, once the thread has ended. */
export function readLastWords(memory: SharedArrayBuffer): {
  readonly chunks: readonly Chunk[];
  readonly at: { readonly statement?: number };
} {
  const head = new Int32Array(memory, 0, HEAD / Int32Array.BYTES_PER_ELEMENT);
  const statement = Atomics.load(head, STATEMENT);
  const at = statement < 0 ? {} : { statement };
  // A copy: decoders read no shared memory.
  const bytes = new Uint8Array(memory, HEAD, Atomics.load(head, LENGTH)).slice();
  const text = new TextDecoder().decode(bytes);
  return { chunks: text === '' ? [] : [{ stream: STREAMS[head[STREAM] ?? 0] ?? 'stdout', text, ...at }], at };
}
