/** Quoted texts in a line, as Python's `repr` writes them. */

/** After the quoted text that begins at `at`, or -1 when none begins there or it does not end. */
export function afterString(line: string, at: number): number {
  const quote = line[at];
  if (quote !== '"' && quote !== "'") return -1;
  for (let end = at + 1; end < line.length; end += 1) {
    if (line[end] === quote) return end + 1;
    if (line[end] === '\\') end += 1;
  }
  return -1;
}
