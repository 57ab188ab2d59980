/** A snippet is one Python block of a lesson: what runs, and what the page says about it. The page, the checker, the browser and the stepper all start from here. */
import type { Fence } from './fence.ts';

/** How an expected output may differ from the real one. `exact` is the rule; the others are declared by `match=`. */
export type Match = 'exact' | 'unordered' | 'float' | 'shape';

/** A text that the page claims Python prints, and the fence that holds it. */
export interface Claim {
  /** With a final newline, unless the fence holds no line at all. */
  readonly text: string;
  readonly fence: Fence;
}

/** One statement of a transcript: `>>>` and `...` lines with what follows them. */
export interface Statement {
  /** Source without prompts, LF line ends. */
  readonly source: string;
  /** Expected output with a final newline; empty when nothing is expected. */
  readonly expected: string;
  /** What stands below the output, from its blank line on, when it is nothing but comments: a remark, unless Python prints it. */
  readonly remark: string;
  /** Lines of the transcript, counted from 0 within the fence's code, the end exclusive: the source, then the output. */
  readonly sourceLines: readonly [from: number, to: number];
  readonly outputLines: readonly [from: number, to: number];
  /** `# doctest:` directives that older documents carry: `ELLIPSIS`, `NORMALIZE_WHITESPACE`, … */
  readonly directives: readonly string[];
}

export type Expected =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'stated'; readonly output?: Claim; readonly error?: Claim }
  | { readonly kind: 'transcript'; readonly statements: readonly Statement[] };

/** Whether the stepper waits behind a button, stands open, or stands open at a telling moment (see trace-moments.ts). */
export type Steps = 'offered' | 'open' | { readonly at: string };

export interface Snippet {
  /** The author's `id=`, or `block-N` (N counts the Python blocks of the file from 1). Unique in the file. */
  readonly id: string;
  readonly kind: 'python' | 'pycon';
  readonly code: string;
  readonly fence: Fence;
  readonly expected: Expected;
  /** Id of the snippet whose session this one continues. */
  readonly continues?: string;
  /** What the fence is for in the component that it stands in. */
  readonly role?: string;
  readonly setup: boolean;
  readonly raises?: string;
  readonly match: Match;
  /** Lines that `input()` reads when checked. */
  readonly stdin?: readonly string[];
  /** Seconds. */
  readonly timeout?: number;
  /** Why it is not run. */
  readonly skip?: string;
  /** Line ranges to highlight, counted from 1, inclusive. */
  readonly mark: readonly (readonly [from: number, to: number])[];
  readonly title?: string;
  readonly steps?: Steps;
}
