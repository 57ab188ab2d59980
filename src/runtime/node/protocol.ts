/**
 * What the pool and the process of an interpreter say to each other. Orders go to the process as messages, one at a time; answers come
 * as lines of JSON on a pipe of their own, written at once and one after the other: what was said before a program began cannot be
 * unsaid by it, and what it printed is there even if the process is killed.
 */
import type { Trace } from '../../lesson/trace/trace.ts';
import type { EngineResult } from '../engine.ts';
import type { Chunk, RunRequest } from '../protocol.ts';
import type { PythonFiles } from '../pyodide/library.ts';
import type { TraceRequest } from '../trace.ts';

/** How a process starts; given as JSON on its command line. */
export interface Startup {
  /** Address of the thread's program, see programs.ts. */
  readonly thread: string;
  readonly python: PythonFiles;
  /** Folder of the engine's Python files. */
  readonly engine: string;
  readonly hashSeed: number;
  /** Bytes that Python may use. */
  readonly memory: number;
  /** To run programs, from the snapshot in this file if there is one; or only to write one there. */
  readonly task:
    | { readonly kind: 'run'; readonly snapshot: string | null }
    | { readonly kind: 'snapshot'; readonly file: string };
}

/** `seconds` that a program may use: of the processor, or asleep. */
export type Order =
  | { readonly type: 'run'; readonly request: RunRequest; readonly seconds: number }
  | { readonly type: 'trace'; readonly request: TraceRequest; readonly seconds: number }
  | { readonly type: 'renew' };

export type News =
  /** A program calls this function of JavaScript's, which may keep something: from now on only another process is clean. */
  | { readonly type: 'used'; readonly by: string }
  | { readonly type: 'chunk'; readonly chunk: Chunk }
  /** The statement of a transcript that runs from now on. */
  | { readonly type: 'statement'; readonly number: number | undefined }
  /** Something that whoever checks should know. */
  | { readonly type: 'note'; readonly text: string };

/** Ends an order, or the start. */
export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly reason: string }
  /** Its output is empty: the chunks went before. */
  | { readonly type: 'ran'; readonly result: EngineResult; readonly dead: boolean }
  | { readonly type: 'traced'; readonly trace: Trace }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'renewed'; readonly clean: boolean };

/** File descriptor of the answers, in the process. */
export const ANSWERS = 3;

/** A message of the process itself, not on the pipe: why it ends, `timeout` or what has happened to Python. */
export interface Last {
  readonly type: 'ended';
  readonly why: string;
}
