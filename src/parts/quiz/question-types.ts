/** Questions as data: what the page shows, and what the elements grade. */
import type { Span } from '../../lesson/read/problem.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';

export interface Choice {
  /** What the reader picks: an output for predictions, plain text otherwise. */
  readonly text: string;
  readonly right: boolean;
  readonly span: Span;
}

/** What does Python print? The right choice is the one that equals one of `answers`. */
export interface OutputQuestion {
  readonly kind: 'output';
  readonly id: string;
  /** The reader types the output; the choices are then the answers that are recognised. */
  readonly typed: boolean;
  readonly snippet: Snippet;
  /** Every form in which the right answer counts; the first is the whole of it. */
  readonly answers: readonly string[];
  readonly choices: readonly Choice[];
  readonly span: Span;
}

export interface ChoiceQuestion {
  readonly kind: 'choice';
  readonly id: string;
  readonly several: boolean;
  readonly choices: readonly Choice[];
  readonly span: Span;
}

export interface LineChoice extends Choice {
  /** `null` stands for every line that no other choice names. */
  readonly line: number | null;
}

export interface LineQuestion {
  readonly kind: 'line';
  readonly id: string;
  readonly snippet: Snippet;
  readonly choices: readonly LineChoice[];
  readonly span: Span;
}

export interface Pair {
  readonly left: string;
  readonly right: string;
  readonly why: string;
}

export interface MatchQuestion {
  readonly kind: 'match';
  readonly id: string;
  readonly pairs: readonly Pair[];
  readonly span: Span;
}

export type Question = OutputQuestion | ChoiceQuestion | LineQuestion | MatchQuestion;
