/** Wildcards in expected outputs: `<...>` for some text on a line, `[...]` alone on a line for some lines, `0x...` for an address. A bare `...` is literal. */

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
    .replace(/<\.\.\.>|0x\.\.\./g, '');
  return rest.trim() === '' && /<\.\.\.>|0x\.\.\.|\[\.\.\.\]/.test(text);
}
