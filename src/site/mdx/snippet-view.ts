/** What a page carries of a snippet: plain data, without the places in the source file that only the checker needs. */

import type { Snippet, Statement } from '../../lesson/read/snippet.ts';
import type { Scopes } from '../../lesson/scopes.ts';

/** Where a block stands: in running text, in a question whose answer stays hidden at first, or in an exercise. */
export type Setting = 'text' | 'question' | 'exercise';

export type ViewExpected =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'stated'; readonly output?: { readonly text: string }; readonly error?: { readonly text: string } }
  | { readonly kind: 'transcript'; readonly statements: readonly Statement[] };

export type SnippetView = Omit<Snippet, 'fence' | 'expected'> & {
  readonly expected: ViewExpected;
  readonly setting: Setting;
  readonly role?: string;
  readonly scopes?: Scopes;
};

export function snippetView({ fence: _, expected, ...rest }: Snippet, setting: Setting, scopes?: Scopes): SnippetView {
  return { ...rest, expected: withoutFences(expected), setting, ...(scopes === undefined ? {} : { scopes }) };
}

function withoutFences(expected: Snippet['expected']): ViewExpected {
  if (expected.kind !== 'stated') return expected;
  const { output, error } = expected;
  return {
    kind: 'stated',
    ...(output === undefined ? {} : { output: { text: output.text } }),
    ...(error === undefined ? {} : { error: { text: error.text } }),
  };
}
