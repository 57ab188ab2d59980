/** Everything that can be wrong with a document is reported as a Problem, never thrown: all of them at once. */

/** A place in a file, counted as editors count: line and column from 1, the column in UTF-16 code units. */
export interface Point {
  readonly line: number;
  readonly column: number;
  /** UTF-16 code units from the start of the file. */
  readonly offset: number;
}

export interface Span {
  readonly start: Point;
  readonly end: Point;
}

export interface Problem {
  /** Path as it should be printed: relative to where the command runs. */
  readonly file: string;
  readonly position: Pick<Point, 'line' | 'column'>;
  /** What is wrong, and why; one sentence, no trailing hint. */
  readonly message: string;
  /** The next action, with the corrected text where there is one. */
  readonly hint?: string;
  /** Advice is shown and counted, but fails nothing; without it a problem is an error. */
  readonly severity?: 'advice';
}

/** Takes what is wrong, where, and the next action. */
export type Reporter<Place = Pick<Point, 'line' | 'column'>> = (
  at: Place,
  message: string,
  hint?: string,
  severity?: 'advice',
) => void;

/** `file:line:column: message`, then the hint indented below: the form that terminals make clickable. */
export function formatProblem(problem: Problem): string {
  const { file, position, message, hint } = problem;
  const head = `${file}:${position.line}:${position.column}: ${message}`;
  return hint === undefined ? head : `${head}\n  ${hint.replaceAll('\n', '\n  ')}`;
}
