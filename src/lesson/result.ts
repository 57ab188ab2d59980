/** What running a program gives back: the words that the engine, the checker and the page share. */

export type Stream = 'stdout' | 'stderr';

/** A piece of output in the order it was written. `statement` counts a transcript's statements from 0. */
export interface Chunk {
  readonly stream: Stream;
  readonly text: string;
  readonly statement?: number;
}

/** Place in the program's own text: lines from 1, columns from 0 in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Outcome =
  | {
      readonly kind: 'finished';
      /** One plain sentence about what the program left behind, when it is a known surprise of this subject. */
      readonly advice?: string;
    }
  | {
      readonly kind: 'raised';
      /** Name of the exception's class as Python prints it: `ValueError`, `decimal.Overflow`. */
      readonly type: string;
      readonly message: string;
      /** Whole traceback as Python prints it, without Pyodide's or the engine's frames; ends with a newline. */
      readonly traceback: string;
      /** Innermost place in the program's own text, when there is one. */
      readonly place?: Place;
      /** One plain sentence for learners, when this subject has one. */
      readonly advice?: string;
      /** The transcript's statement that raised (the last one that did). */
      readonly statement?: number;
    }
  /** `statement`, here and below: the transcript's statement at which the run ended. */
  | { readonly kind: 'exited'; readonly code: number | string | null; readonly statement?: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'timeout'; readonly seconds: number; readonly statement?: number }
  | { readonly kind: 'crashed'; readonly reason: string; readonly statement?: number };

/** All output in order, stderr (tracebacks included) among stdout. */
export interface Result {
  readonly outcome: Outcome;
  readonly output: readonly Chunk[];
  /** About how many characters came beyond the output limit and were not kept. */
  readonly dropped?: number;
  /** Lines that were there for `input()` and were not read. */
  readonly unread?: number;
  readonly milliseconds: number;
  /** What of the interpreter itself this program, or one before it in its session, reaches for: `gc`, `frames`, … */
  readonly reaches?: readonly string[];
}
