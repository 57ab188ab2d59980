/** From what a page's programs gave to what is told about each block: passed, failed and why, skipped and why. */

import { type Finding, judge, type Verdict, type Where } from '../lesson/expectation.ts';
import type { Fence } from '../lesson/fence.ts';
import type { Problem } from '../lesson/problem.ts';
import type { Result } from '../lesson/result.ts';
import { sessionOf } from '../lesson/session.ts';
import type { Snippet } from '../lesson/snippet.ts';
import type { BlockRun, PageRun } from './blocks.ts';
import type { Page } from './page.ts';
import type { BlockProblem, BlockReport } from './report.ts';
import { isUnstable } from './stability.ts';

export interface Judging {
  readonly unstated: 'nothing' | 'anything';
}

function pointOf(snippet: Snippet, { part, line, column: within = 0 }: Where): { line: number; column: number } {
  const { expected } = snippet;
  const claim = expected.kind === 'stated' && part !== 'code' ? expected[part]?.fence : undefined;
  const fence: Fence = claim ?? snippet.fence;
  const { line: row, column } = fence.lines[line] ?? fence.span.start;
  return { line: row, column: column + within };
}

function problemOf(snippet: Snippet, { where, message, hint, diff }: Finding): BlockProblem {
  return { ...pointOf(snippet, where), message, ...(hint !== undefined && { hint }), ...(diff.length > 0 && { diff }) };
}

const outputOf = ({ output }: Result): string => output.map(({ text }) => text).join('');

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
    return {
      ...pointOf(snippet, { part, line: line + at }),
      message: 'An address is different in every run, so this one is right only here and now.',
      hint: 'Write `0x...` for it.',
    };
  }
  return null;
}

/** The block above in the same session whose failure explains this one: each name that is missing here stands there. */
function rootOf(
  page: Page,
  snippet: Snippet,
  verdict: Verdict,
  failed: ReadonlyMap<string, BlockReport>,
): BlockReport | null {
  if (verdict.kind === 'same') return null;
  const names = verdict.findings.map(
    ({ actual, message }) => /NameError: name '(\w+)' is not defined/.exec(`${actual}${message}`)?.[1],
  );
  if (names.includes(undefined)) return null;
  const before = sessionOf(page.lesson, snippet.id)
    .slice(0, -1)
    .filter(({ id }) => failed.has(id));
  const root = before.findLast(({ code }) => names.every((name) => new RegExp(`\\b${name}\\b`).test(code)));
  return root === undefined ? null : (failed.get(root.id) ?? null);
}

function texts(verdict: Verdict): Pick<BlockReport, 'expected' | 'actual' | 'diff'> {
  const first = verdict.kind === 'same' ? undefined : verdict.findings[0];
  return first === undefined ? {} : { expected: first.expected, actual: first.actual, diff: first.diff };
}

/** The verdicts of all runs of a block as one: a difference between runs is a finding of its own. */
function judgeRuns(
  snippet: Snippet,
  results: readonly Result[],
  judging: Judging,
): { verdict: Verdict; problems: BlockProblem[] } {
  const verdicts = results.map((result) => judge(snippet, result, { unstated: judging.unstated }));
  const different = verdicts.find((verdict) => verdict.kind === 'different');
  if (different === undefined) return { verdict: { kind: 'same' }, problems: [] };
  const problems = different.findings.map((finding) => problemOf(snippet, finding));
  if (isUnstable(snippet, results)) {
    const [one, other] = results.map(outputOf).map((text) => text.replace(/0x[0-9a-fA-F]+/g, '0x...'));
    const sorted = (text = ''): string => [...text].sort().join('');
    const order = sorted(one) === sorted(other);
    problems.unshift({
      ...pointOf(snippet, different.findings[0]?.where ?? { part: 'code', line: 0 }),
      message: `Not the same in every run: ${order ? 'the order of a set (or of hashes)' : 'something random, a time or a hash'} differs between two hash seeds.`,
      hint: order
        ? 'Sort before printing, or declare `match=unordered`.'
        : 'Seed what is random and do not print times; or declare `match=…`, or write a wildcard for the part that varies.',
    });
  }
  return { verdict: different, problems };
}

const isInside = ({ line }: { readonly line: number }, { start, end }: Fence['span']): boolean =>
  start.line <= line && line <= end.line;

/** The blocks of a page as they are reported. */
export function judgePage(
  page: Page,
  run: PageRun,
  wants: (snippet: Snippet) => boolean,
  judging: Judging,
  parts: boolean,
): readonly BlockReport[] {
  const ran = new Map<string, BlockRun>(run.blocks.map((block) => [block.snippet.id, block]));
  const left = new Set<Problem>([...page.problems, ...run.problems]);
  const failed = new Map<string, BlockReport>();
  const blocks: BlockReport[] = [];

  for (const snippet of page.lesson.snippets) {
    const { expected, fence } = snippet;
    const spans = [fence.span];
    if (expected.kind === 'stated')
      for (const claim of [expected.output, expected.error]) if (claim) spans.push(claim.fence.span);
    const own = [...left].filter(({ position }) => spans.some((span) => isInside(position, span)));
    for (const problem of own) left.delete(problem);
    if (!wants(snippet)) continue;

    const base = {
      id: snippet.id,
      line: fence.span.start.line,
      column: fence.span.start.column,
      endLine: Math.max(...spans.map((span) => span.end.line)),
      kind: snippet.kind,
    };
    const written = own.map(
      ({ position, message, hint, severity }): BlockProblem => ({
        ...position,
        message,
        ...(hint !== undefined && { hint }),
        ...(severity && { severity }),
      }),
    );
    const errors = written.filter(({ severity }) => severity === undefined);
    const block = ran.get(snippet.id);
    if (block === undefined) {
      const cached = snippet.role === undefined || run.cached;
      const skipped = snippet.skip !== undefined;
      const status = errors.length > 0 ? 'error' : skipped ? 'skipped' : 'passed';
      const reason = errors[0]?.message ?? snippet.skip;
      blocks.push({
        ...base,
        status,
        ...(reason !== undefined && { reason }),
        problems: written,
        milliseconds: 0,
        cached,
      });
      continue;
    }
    const { verdict, problems } = judgeRuns(snippet, block.results, judging);
    const address = statedAddress(snippet);
    if (address !== null && !problems.some(({ line }) => line === address.line)) problems.push(address);
    const root = rootOf(page, snippet, verdict, failed);
    const told = root === null ? problems : [followsFrom(root, snippet)];
    const status = errors.length > 0 ? 'error' : told.length > 0 ? 'failed' : 'passed';
    const all = [...written, ...told];
    const reason = errors[0]?.message ?? told[0]?.message;
    const report: BlockReport = {
      ...base,
      status,
      ...(reason !== undefined && { reason }),
      ...texts(verdict),
      problems: all,
      milliseconds: Math.round(block.milliseconds * 10) / 10,
      cached: block.cached,
    };
    if (verdict.kind === 'different' && root === null) failed.set(snippet.id, report);
    blocks.push(report);
  }
  const rest = [...left]
    .filter(({ severity }) => severity === undefined)
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  if (parts && rest.length > 0) blocks.push(pageBlock(rest));
  return blocks.toSorted((a, b) => a.line - b.line);
}

function followsFrom({ id, line }: BlockReport, { fence }: Snippet): BlockProblem {
  return {
    line: fence.span.start.line,
    column: fence.span.start.column,
    message: `Fails only because \`${id}\` (line ${line}), which it continues, fails.`,
    hint: 'Mend that one first.',
  };
}

/** Problems that belong to no block stand in a block of their own: nothing wrong may go without a place in the report. */
function pageBlock(problems: readonly Problem[]): BlockReport {
  const [first] = problems;
  const { line = 1, column = 1 } = first?.position ?? {};
  return {
    id: 'page',
    line,
    column,
    endLine: line,
    kind: 'python',
    status: 'error',
    ...(first !== undefined && { reason: first.message }),
    problems: problems.map(({ position, message, hint }) => ({
      ...position,
      message,
      ...(hint !== undefined && { hint }),
    })),
    milliseconds: 0,
    cached: true,
  };
}
