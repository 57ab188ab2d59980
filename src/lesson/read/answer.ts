/** What counts as the same answer: the reader's, the author's and Python's output are compared in this form. */
import type { Snippet } from './snippet.ts';
import { hasWildcard } from './wildcard.ts';

/** Lines without trailing white space, without empty lines at both ends. */
export function asAnswer(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[^\S\n]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');
}

/**
 * The outputs that a prediction asks for: what is printed, then the last line of the error, which may also be told by
 * the exception's name alone. Empty when the output is not exact.
 */
export function answersOf(snippet: Snippet): readonly string[] {
  if (snippet.expected.kind !== 'stated' || snippet.match !== 'exact') return [];
  const { output, error } = snippet.expected;
  const last = error?.text.trimEnd().split('\n').at(-1);
  const endings = last === undefined ? [undefined] : [last, last.split(':')[0]];
  const answers = endings.map((ending) =>
    asAnswer([output?.text.trimEnd(), ending].filter((text) => text !== undefined).join('\n')),
  );
  return answers.some((answer) => answer === '' || answer.split('\n').some(hasWildcard)) ? [] : [...new Set(answers)];
}

/** How a typed answer misses by form alone; null when it is right or really differs. */
export type NearMiss = 'quotes' | 'spaces' | 'capitals';

export function nearMiss(typed: string, answer: string): NearMiss | null {
  const [a, b] = [asAnswer(typed), asAnswer(answer)];
  if (a === b) return null;
  const unquoted = (text: string) => text.replaceAll(/["'“”‘’]/g, '');
  const unspaced = (text: string) => text.replaceAll(/\s/g, '');
  if (unquoted(a) === unquoted(b)) return 'quotes';
  if (unspaced(a) === unspaced(b)) return 'spaces';
  return unspaced(unquoted(a)).toLowerCase() === unspaced(unquoted(b)).toLowerCase() ? 'capitals' : null;
}
