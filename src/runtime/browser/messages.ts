/** What the page and the worker that holds Python say to each other. Plain data, and the interpreter as a compiled module. */
import type { EngineResult } from '../engine.ts';
import type { Chunk, RunRequest } from '../protocol.ts';

/** The first message, sent while the rest is still being downloaded: the worker does what it can without. */
export interface Start {
  readonly type: 'start';
  /** To run programs, or only to take a snapshot of Python as it stands before the first program. */
  readonly purpose: 'run' | 'snapshot';
  /** Memory of a Python that has started before, packed by snapshot-pages.ts. */
  readonly snapshot: Uint8Array<ArrayBuffer> | null;
}

export interface Boot {
  readonly type: 'boot';
  readonly module: WebAssembly.Module;
  /** The zip of the standard library, as far as it has been downloaded; `pieces` counts the parts in it. */
  readonly stdlib: Uint8Array<ArrayBuffer>;
  readonly pieces: number;
}

export type ToWorker =
  | Start
  | Boot
  | (RunRequest & {
      /** Present where the worker cannot wait for messages: an address that the page revokes to say stop. */
      readonly stopUrl?: string;
    })
  | { readonly type: 'stop'; readonly run: number }
  /** The line that `input()` waits for; null is the end of input. */
  | { readonly type: 'line'; readonly run: number; readonly text: string | null }
  /** A piece of the library that the worker asked for; null when it could not be downloaded. */
  | { readonly type: 'piece'; readonly index: number; readonly offset: number; readonly bytes: Uint8Array | null };

export type FromWorker =
  | { readonly type: 'booted' }
  | { readonly type: 'unbooted'; readonly reason: string }
  | { readonly type: 'snapshot'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'chunk'; readonly run: number; readonly chunk: Chunk }
  | { readonly type: 'ask'; readonly run: number; readonly prompt: string }
  | { readonly type: 'want'; readonly pieces: number }
  /** Its output is empty: the chunks went before. */
  | { readonly type: 'done'; readonly run: number; readonly result: EngineResult };
