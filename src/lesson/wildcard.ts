/** Wildcards in expected outputs: `<...>` for some text on a line, `[...]` alone on a line for some lines, `0x...` for an address. A bare `...` is literal. */

const INLINE = /<\.\.\.>|0x\.\.\./g;

/** Is this line the wildcard for one or more whole lines? */
export function isLinesWildcard(line: string): boolean {
  return /^[ \t]*\[\.\.\.\][ \t]*$/.test(line);
}

export function hasWildcard(line: string): boolean {
  return isLinesWildcard(line) || /<\.\.\.>|0x\.\.\./.test(line);
}

/** Would this expectation accept anything? */
export function isOnlyWildcards(text: string): boolean {
  const rest = text
    .split('\n')
    .filter((line) => !isLinesWildcard(line))
    .join('')
    .replace(INLINE, '');
  return rest.trim() === '' && /<\.\.\.>|0x\.\.\.|\[\.\.\.\]/.test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The pattern that a line with inline wildcards stands for; `<...>` is one character or more. */
export function linePattern(line: string): RegExp {
  let source = '';
  let at = 0;
  for (const match of line.matchAll(INLINE)) {
    source += escaped(line.slice(at, match.index));
    source += match[0] === '<...>' ? '.+?' : '0x[0-9a-fA-F]+';
    at = match.index + match[0].length;
  }
  return new RegExp(`^${source}${escaped(line.slice(at))}$`, 's');
}
