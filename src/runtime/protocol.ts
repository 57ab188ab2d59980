/** What crosses a thread: the requests a host sends to the worker that holds Python, and its replies. Plain data only (structured clone). */

export interface Program {
  readonly kind: 'python' | 'pycon';
  readonly code: string;
  /** Names the block in tracebacks and messages; the file name that Python sees is fixed by the engine. */
  readonly id: string;
}

export interface RunRequest {
  readonly type: 'run';
  /** Echoed in every reply; the receiver drops replies of another run. */
  readonly run: number;
  readonly program: Program;
  /** Name of the namespace to run in. */
  readonly session: string;
  /** Start the session anew: a fresh `__main__` before this program. */
  readonly fresh: boolean;
  /** Lines for `input()`; `'ask'` sends an `ask` reply and waits for a `line` request. */
  readonly stdin: readonly string[] | 'ask';
  /** With `'ask'`: lines that the reader has given before, when the program runs again for want of JSPI. */
  readonly answers?: readonly string[];
  /** Record the run for the stepper; see trace.ts, which must have prepared the engine. */
  readonly record?: RecordOptions;
}

/** Where a recording is cut; names as in src/python/trace_limits.py. */
export interface RecordOptions {
  readonly steps?: number;
  readonly objects?: number;
  readonly items?: number;
  /** Events before the program is stopped: the same on every machine. */
  readonly ticks?: number;
  readonly seconds?: number;
  /** False: do without reading frames' memory, as on an interpreter that keeps them differently. */
  readonly memory?: boolean;
}

export type { Chunk, Outcome, Place, Result, Stream } from '../lesson/result.ts';
