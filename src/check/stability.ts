/** Whether a block gives the same under every hash seed, as far as its page claims anything about it. */
import { textMatches } from '../lesson/judge/match.ts';
import { outputsOf } from '../lesson/judge/transcript-verdict.ts';
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
  const whole = result.output.map(({ text }) => text).join('');
  if (expected.kind === 'transcript') {
    const printed = outputsOf(expected.statements, result.output);
    return expected.statements.map(({ expected: text }, index) => [text, printed[index] ?? '']);
  }
  const traceback = result.outcome.kind === 'raised' ? result.outcome.traceback : '';
  if (expected.kind === 'nothing') return [['', whole]];
  const before = whole.endsWith(traceback) ? whole.slice(0, whole.length - traceback.length) : whole;
  return [
    [expected.output?.text ?? '', before],
    [expected.error?.text ?? '', traceback],
  ];
}

/** Would no expectation hold for all of these runs, even with the wildcards and relaxations that are there? */
export function isUnstable(snippet: Snippet, results: readonly Result[]): boolean {
  const [first, ...others] = results;
  if (first === undefined || others.length === 0) return false;
  const wholes = results.every(({ outcome }) => outcome.kind !== 'timeout' && outcome.kind !== 'crashed');
  if (!wholes || new Set(results.map(outputOf)).size === 1) return false;
  const best = statedTexts(snippet, first).map(([expected, actual]) => updatedText(expected, actual, snippet.match));
  return others.some((other) =>
    statedTexts(snippet, other).some(([, actual], index) => {
      const unaddressed = (text = ''): string => text.replace(/0x[0-9a-fA-F]{4,}/g, '0x...');
      return !textMatches(unaddressed(best[index]), actual, snippet.match);
    }),
  );
}
