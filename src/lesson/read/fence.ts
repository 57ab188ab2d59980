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
  /** Attributes that an HTML comment right above gives: `<!-- check: skip="…" -->`. */
  readonly comment?: { readonly meta: string; readonly start: Point };
  /** The code stands in a comment, where only the check sees it: set-up for the block below. */
  readonly hidden?: true;
  /** Index (in the file's list of fences) of the fence that is the previous sibling with nothing between, or null. */
  readonly after: number | null;
}

/** What a fence is to us. `other` is shown and never run; `unclear` looks like Python but is neither: a problem. */
export type Language = 'python' | 'pycon' | 'output' | 'error' | 'other' | 'unclear';

const LANGUAGES: Readonly<Record<string, Language>> = {
  python: 'python',
  py: 'python',
  python3: 'python',
  py3: 'python',
  pycon: 'pycon',
  'python-repl': 'pycon',
  'python-console': 'pycon',
  doctest: 'pycon',
  output: 'output',
  error: 'error',
};

/** Languages of other tools, near-misses and typing mistakes that would otherwise go unchecked in silence. */
const UNCLEAR =
  /^(?:i?python\d*(?:\.\d+)?|ipython.*|py\d.*|pytb|py3tb|pyi|code-cell|code-block|sourcecode|pyodide|pyhton|pyton|pyhon|phyton|pythn|pythno|pyhthon|pycn|ouput|outpu|outptu|outputs|otuput|errors|eror)$/;

/** Other tools write `{python}`, `{.python}`, `{python, echo=FALSE}`: the word is what counts. */
export function languageOf(fence: Pick<Fence, 'language' | 'meta'>): Language {
  const word = fence.language
    .toLowerCase()
    .replace(/^\{?\.?/, '')
    .replace(/[},:].*$/, '');
  const known = Object.hasOwn(LANGUAGES, word) ? LANGUAGES[word] : undefined;
  if (known !== undefined) return known;
  const directive = /^(?:code-cell|code-block|sourcecode)$/.test(word);
  if (directive) return /^\W*i?py/i.test(fence.meta) ? 'unclear' : 'other';
  return UNCLEAR.test(word) ? 'unclear' : 'other';
}
