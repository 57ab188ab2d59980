/** The fenced code block, as it stands in a Markdown or MDX file, and the closed vocabulary of its info string. */
import type { Point, Span } from './problem.ts';

/** A component or Markdown container around a fence: `Predict`, `Exercise`, `WrongAnswer`, … */
export interface Container {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | true>>;
  readonly span: Span;
}

export interface Fence {
  /** As written: `python`, `Python`, `{python}`; empty when there is none. */
  readonly language: string;
  /** The rest of the info string exactly as typed (backslashes and braces intact); empty when there is none. */
  readonly meta: string;
  /** The content: LF line ends, container indentation removed, no final newline. */
  readonly code: string;
  /** From the first fence character to the last. */
  readonly span: Span;
  /** Where `meta` starts in the file. */
  readonly metaStart: Point;
  /** One per line of `code`: where its text begins in the file, after list indentation and quote marks. */
  readonly lines: readonly Point[];
  /** The fence's own characters: three or more backticks or tildes. */
  readonly marker: string;
  readonly closed: boolean;
  /** Components around the fence, outermost first. */
  readonly within: readonly Container[];
  /** Index (in the file's list of fences) of the fence that is the previous sibling with nothing between, or null. */
  readonly after: number | null;
}
