/** Whether a block gives the same in every run, as far as its page claims anything about it. */
import { textMatches } from '../lesson/judge/alignment.ts';
import { printedBy } from '../lesson/judge/printed.ts';
import { updatedText } from '../lesson/judge/update.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import type { Result } from '../lesson/result.ts';

const outputOf = ({ output }: Result): string =>
  output
    .map(({ text }) => text)
    .join('')
    .replace(/0x[0-9a-fA-F]+/g, '0x...');

/** Expected and printed texts side by side, one pair for each thing that the page states. */
function statedTexts({ expected }: Snippet, result: Result): readonly (readonly [expected: string, actual: string])[] {
  const { output, error, statements } = printedBy(result, expected);
  if (expected.kind === 'transcript') {
    return expected.statements.map((statement, index) => [statement.expected, statements[index]?.text ?? '']);
  }
  if (expected.kind === 'nothing') return [['', output + error]];
  return [
    [expected.output?.text ?? '', output],
    [expected.error?.text ?? '', error],
  ];
}

/** Would no expectation hold for all of these runs, even with the wildcards and relaxations that are there? */
export function isUnstable(snippet: Snippet, results: readonly Result[]): boolean {
  const [first, ...others] = results;
  if (first === undefined || others.length === 0) return false;
  const wholes = results.every(({ outcome }) => outcome.kind !== 'timeout' && outcome.kind !== 'crashed');
  if (!wholes || new Set(results.map(outputOf)).size === 1) return false;
  const best = statedTexts(snippet, first).map(([expected, actual]) => updatedText(expected, actual, snippet.match));
  const unaddressed = (text = ''): string => text.replace(/0x[0-9a-fA-F]{4,}/g, '0x...');
  return others.some((other) =>
    statedTexts(snippet, other).some(
      ([, actual], index) => !textMatches(unaddressed(best[index]), actual, snippet.match),
    ),
  );
}
