/** What the runs of one block say against its page: differences, what varies from run to run, and what was printed before a run was cut short. */
import { type Finding, judge, type Verdict, type Where } from '../lesson/judge/expectation.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import type { Result } from '../lesson/result.ts';
import { sayOfRuns } from './finding-messages.ts';
import { type BlockProblem, shortened } from './report.ts';
import { isUnstable } from './stability.ts';

export interface Judging {
  readonly unstated: 'nothing' | 'anything';
}

/** Characters that are told of what a program printed before it was cut short. */
const MOST_PRINTED = 2000;

function pointOf({ expected, fence }: Snippet, { part, line, column: within = 0 }: Where) {
  const claim = expected.kind === 'stated' && part !== 'code' ? expected[part]?.fence : undefined;
  const { line: row, column } = (claim ?? fence).lines[line] ?? fence.span.start;
  return { line: row, column: column + within };
}

/** A finding of the runs, where an editor finds it. */
function problemAt(
  snippet: Snippet,
  where: Where,
  problem: Omit<BlockProblem, 'line' | 'column' | 'kind'>,
): BlockProblem {
  return { ...pointOf(snippet, where), kind: 'running', ...problem };
}

function problemOf(snippet: Snippet, { kind, where, message, hint, diff, actual }: Finding): BlockProblem {
  const cut = kind === 'timeout' || kind === 'crashed' || kind === 'stopped';
  return problemAt(snippet, where, {
    message,
    ...(hint !== undefined && { hint }),
    ...(diff.length > 0 && { diff }),
    ...(cut && { printed: shortened(actual, MOST_PRINTED) }),
  });
}

/** An address that the page states as it stands equals the real one at most by chance: on the reader's machine it will not. */
function statedAddress(snippet: Snippet): BlockProblem | null {
  const { expected } = snippet;
  const texts =
    expected.kind === 'stated'
      ? (['output', 'error'] as const).map((part) => ({ part, line: 0, text: expected[part]?.text ?? '' }))
      : expected.kind === 'transcript'
        ? expected.statements.map(({ expected: text, outputLines: [line] }) => ({ part: 'code' as const, line, text }))
        : [];
  for (const { part, line, text } of texts) {
    const at = text.split('\n').findIndex((each) => / at 0x[0-9a-f]{4,}/i.test(each));
    if (at < 0) continue;
    return problemAt(
      snippet,
      { part, line: line + at },
      {
        message: sayOfRuns('address'),
        hint: 'Write `0x...` for it.',
      },
    );
  }
  return null;
}

function unstable(snippet: Snippet, results: readonly Result[], where: Where): BlockProblem {
  const [one = '', ...others] = results.map(({ output }) =>
    output
      .map(({ text }) => text)
      .join('')
      .replace(/0x[0-9a-fA-F]+/g, '0x...'),
  );
  const sorted = (text: string): string => [...text].sort().join('');
  const order = others.every((other) => sorted(one) === sorted(other));
  const what = order
    ? 'the order of a set (or of hashes)'
    : 'something random, a hash, the time, the environment or the width of the terminal';
  return problemAt(snippet, where, {
    message: sayOfRuns('unstable', what),
    hint: order
      ? 'Sort before printing, or declare `match=unordered`.'
      : 'Seed what is random and do not print times; or declare `match=…`, or write a wildcard for the part that varies.',
  });
}

/** The verdicts of all runs of a block as one: a difference between runs is a finding of its own. */
export function findingsOf(
  snippet: Snippet,
  results: readonly Result[],
  { unstated }: Judging,
): { readonly verdict: Verdict; readonly problems: readonly BlockProblem[] } {
  const different = results
    .map((result) => judge(snippet, result, { unstated: snippet.fence.hidden ? 'anything' : unstated }))
    .find((verdict) => verdict.kind === 'different');
  const findings = different?.findings ?? [];
  const problems = findings.map((finding) => problemOf(snippet, finding));
  if (different !== undefined && isUnstable(snippet, results)) {
    problems.unshift(unstable(snippet, results, findings[0]?.where ?? { part: 'code', line: 0 }));
  }
  const dropped = Math.max(...results.map((result) => result.dropped ?? 0));
  const compared = snippet.expected.kind !== 'nothing' || unstated === 'nothing';
  if (dropped > 0 && compared) {
    const message = sayOfRuns('too-much', dropped);
    problems.push(problemAt(snippet, { part: 'code', line: 0 }, { message, hint: 'Print less.' }));
  }
  const address = statedAddress(snippet);
  if (address !== null && !problems.some(({ line }) => line === address.line)) problems.push(address);
  return { verdict: different ?? { kind: 'same' }, problems };
}
