/** A line of Python as HTML, each name in an element that says where the name lives. */
import type { NameKind, ScopeName } from '../../lesson/scopes.ts';
import { htmlOfLine, type Token } from './highlight.ts';

const CLASS: Readonly<Record<NameKind, string>> = {
  local: 'name-local',
  enclosing: 'name-enclosing',
  global: 'name-global',
  builtin: 'name-builtin',
};

export function htmlWithNames(tokens: readonly Token[], names: readonly ScopeName[]): string {
  let html = '';
  let at = 0;
  for (const { column, length, kind, variable, binds } of names) {
    // An f-string's `{name=}` and the like cannot overlap, but nothing may be written twice if they did.
    if (column < at) continue;
    const mark = binds ? ' data-binds' : '';
    html += htmlOfLine(piece(tokens, at, column));
    html += `<span class="${CLASS[kind]}" data-name="${variable}"${mark}>${htmlOfLine(piece(tokens, column, column + length))}</span>`;
    at = column + length;
  }
  return html + htmlOfLine(piece(tokens, at, Number.POSITIVE_INFINITY));
}

/** The tokens between two columns; those across a border are cut. */
function piece(tokens: readonly Token[], from: number, to: number): readonly Token[] {
  const pieces: Token[] = [];
  let at = 0;
  for (const token of tokens) {
    const text = token.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text !== '') pieces.push({ ...token, text });
    at += token.text.length;
  }
  return pieces;
}
