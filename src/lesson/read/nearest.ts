/** Finds what a mistyped word was meant to be: every closed vocabulary answers an unknown word with a suggestion. */

/** Edits (insert, delete, replace, swap neighbours) between two words. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= a.length; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= b.length; j += 1) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }
      const up = rows[i - 1]?.[j] ?? 0;
      const diagonal = rows[i - 1]?.[j - 1] ?? 0;
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(up + 1, (row[j - 1] ?? 0) + 1, diagonal + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

/** The known word nearest to `word`, if it is near enough to be meant. `synonyms` maps words that people use to ours. */
export function nearest(
  word: string,
  known: readonly string[],
  synonyms: Readonly<Record<string, string>> = {},
): string | undefined {
  const lower = word.toLowerCase();
  const synonym = Object.hasOwn(synonyms, lower) ? synonyms[lower] : undefined;
  if (synonym !== undefined) return synonym;
  const limit = Math.max(1, Math.floor(lower.length / 3));
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= limit || (lower.length > 2 && candidate.toLowerCase().startsWith(lower)))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** ``Did you mean `raises`?``, or the whole vocabulary when nothing is near. */
export function suggestion(
  word: string,
  known: readonly string[],
  synonyms?: Readonly<Record<string, string>>,
): string {
  const found = nearest(word, known, synonyms);
  if (found !== undefined) return `Did you mean \`${found}\`?`;
  return `Known: ${known.map((name) => `\`${name}\``).join(', ')}.`;
}
