/** Just enough of Python's lexical grammar to tell whether a statement goes on: transcripts cannot be read without it, and the page has no Python yet when it reads them. */

/** `open`: a bracket, a string or a line is not finished. `block`: a compound statement, which more lines may follow. `done`: a simple statement. */
export type Completeness = 'open' | 'block' | 'done';

const OPEN = -1;
/** Python refuses what stands here, whatever follows: nothing is left open. */
const BROKEN = -2;
const COMPOUND = /^(?:if|while|for|try|with|def|class|async|match)\b/;

/** After the string that starts at `quote`, or `OPEN`; `BROKEN` where a one-line string ends with its line. */
function afterString(text: string, quote: number, prefix: string): number {
  const mark = text[quote] ?? '';
  const triple = text.startsWith(mark.repeat(3), quote);
  const end = triple ? mark.repeat(3) : mark;
  const fields = /[ft]/i.test(prefix);
  let at = quote + end.length;
  while (at < text.length) {
    if (text.startsWith(end, at)) return at + end.length;
    const char = text[at];
    if (char === '\n' && !triple) return BROKEN;
    if (char === '\\') at += 2;
    else if (fields && char === '{' && text[at + 1] === '{') at += 2;
    else if (fields && char === '{') {
      const next = afterField(text, at + 1, triple);
      if (next < 0) return next;
      at = next;
    } else at += 1;
  }
  // A backslash at the very end joins a line that is not there yet.
  return triple || at > text.length ? OPEN : BROKEN;
}

/** After the `}` of a replacement field, whose format may hold fields again. */
function afterField(text: string, start: number, triple: boolean): number {
  const colon = afterCode(text, start, true);
  if (colon < 0 || text[colon - 1] === '}') return colon;
  let at = colon;
  while (at < text.length) {
    const char = text[at];
    if (char === '}') return at + 1;
    if (char === '\n' && !triple) return BROKEN;
    if (char === '{') {
      const next = afterField(text, at + 1, triple);
      if (next < 0) return next;
      at = next;
    } else at += 1;
  }
  return OPEN;
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Reads code; in a field it stops after the `}` or `:` that ends the expression. */
function afterCode(text: string, start: number, inField: boolean, onComment?: (comment: string) => void): number {
  const open: (string | undefined)[] = [];
  let at = start;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '#') {
      const line = text.indexOf('\n', at);
      onComment?.(text.slice(at, line < 0 ? text.length : line));
      if (line < 0) break;
      at = line;
    } else if (char === '"' || char === "'") {
      const prefix = /[a-z]{0,2}$/i.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? '';
      const next = afterString(text, at, prefix);
      if (next < 0) return next;
      at = next;
    } else if (char === '\\') {
      // A backslash at the very end joins a line that is not there yet.
      if (/^\\[ \t]*$/.test(text.slice(at))) return OPEN;
      at += 2;
    } else {
      if (inField && open.length === 0 && (char === '}' || char === ':')) return at + 1;
      if (Object.hasOwn(CLOSES, char)) open.push(CLOSES[char]);
      else if (')]}'.includes(char) && open.pop() !== char) return BROKEN;
      at += 1;
    }
  }
  return open.length > 0 || inField ? OPEN : text.length;
}

/** Whether the statement in `source` is finished, as an interactive session sees it. */
export function completenessOf(source: string): Completeness {
  if (afterCode(source, 0, false) === OPEN) return 'open';
  const first = source.split('\n').find((line) => line.trim() !== '' && !line.trimStart().startsWith('#')) ?? '';
  const start = first.trimStart();
  if (start.startsWith('@')) return 'block';
  if (!COMPOUND.test(start)) return 'done';
  if (start.startsWith('match')) return /:\s*(?:#.*)?$/.test(start) ? 'block' : 'done';
  return 'block';
}

/** The comments in a statement, each from its `#` to the end of its line: what stands in a string is none. */
export function commentsIn(source: string): readonly string[] {
  const comments: string[] = [];
  afterCode(source, 0, false, (comment) => comments.push(comment));
  return comments;
}

/** Definitions print nothing: whatever follows `...` belongs to them. */
export function isDefinition(source: string): boolean {
  return /^\s*(?:@|def\b|class\b|async\s+def\b)/.test(source);
}
