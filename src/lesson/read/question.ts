/** The learning parts of a lesson as data: what the checker verifies, what the page shows, what the elements grade. */
import type { Problem, Span } from './problem.ts';
import type { Snippet } from './snippet.ts';

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

export interface Quiz {
  readonly id: string;
  readonly questions: readonly Question[];
  readonly span: Span;
}

/** A mistake that readers are expected to make, recognised by what the program does. */
export interface WrongAnswer {
  readonly id: string;
  readonly wrong: Snippet;
  /** Runs in the program's namespace after it; passes when this is the mistake. */
  readonly detects: Snippet | null;
  /** The exception that the program must end with, when the mistake is one that Python itself refuses. */
  readonly raises: string | null;
  readonly span: Span;
}

export interface Exercise {
  readonly id: string;
  readonly title: string;
  readonly starter: Snippet;
  readonly solution: Snippet;
  readonly tests: Snippet;
  readonly hints: number;
  readonly wrongAnswers: readonly WrongAnswer[];
  readonly span: Span;
}

export interface Parsons {
  readonly id: string;
  readonly title: string;
  readonly solution: Snippet;
  readonly distractors: readonly string[];
  readonly tests: Snippet;
  readonly hints: number;
  readonly span: Span;
}

/** A sentence that states what an expression gives: `` `len("é")` is `1` ``. */
export interface InlineClaim {
  readonly code: string;
  readonly states: string;
  /** Evaluated in the session of this snippet, after it. */
  readonly after: Snippet | null;
  readonly span: Span;
}

/** Everything to be learned by doing, in the order of the page. */
export interface Parts {
  readonly file: string;
  readonly predictions: readonly OutputQuestion[];
  readonly quizzes: readonly Quiz[];
  readonly exercises: readonly Exercise[];
  readonly parsons: readonly Parsons[];
  readonly reflections: readonly { readonly id: string; readonly span: Span }[];
  readonly claims: readonly InlineClaim[];
  readonly problems: readonly Problem[];
}
