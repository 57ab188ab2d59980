/** From what a page's programs gave to what is told about each block: passed, failed and why, skipped and why. */
import type { Verdict } from '../lesson/judge/expectation.ts';
import type { Fence } from '../lesson/read/fence.ts';
import type { Problem } from '../lesson/read/problem.ts';
import { sessionOf } from '../lesson/read/session.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import { isSkipped } from '../lesson/read/transcript.ts';
import type { BlockRun, PageRun } from './blocks.ts';
import { sayOfRuns } from './finding-messages.ts';
import { findingsOf, type Judging } from './findings.ts';
import type { Page } from './page.ts';
import { type BlockProblem, type BlockReport, type Status, shortened, type Unchecked } from './report.ts';

/** Characters of a text that are told whole. */
const MOST_TEXT = 20_000;

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
  const root = before.findLast(({ code }) => {
    const words = new Set(code.split(/\W+/));
    return names.every((name) => words.has(name ?? ''));
  });
  return root === undefined ? null : (failed.get(root.id) ?? null);
}

function followsFrom({ id, line }: BlockReport, { fence }: Snippet): BlockProblem {
  return {
    line: fence.span.start.line,
    column: fence.span.start.column,
    kind: 'running',
    message: sayOfRuns('follows', id, line),
    hint: 'Mend that one first.',
  };
}

function textsOf(verdict: Verdict): Pick<BlockReport, 'expected' | 'actual' | 'diff'> {
  if (verdict.kind === 'same') return {};
  const [{ expected, actual, diff } = { expected: '', actual: '', diff: [] }] = verdict.findings;
  return { expected: shortened(expected, MOST_TEXT), actual: shortened(actual, MOST_TEXT), diff };
}

/** Statements that a directive of doctest's keeps from running. */
function uncheckedIn({ expected, fence }: Snippet): readonly Unchecked[] {
  if (expected.kind !== 'transcript') return [];
  return expected.statements.filter(isSkipped).map(({ source, sourceLines: [line] }) => {
    const point = fence.lines[line] ?? fence.span.start;
    const column = point.column + (fence.code.split('\n')[line] ?? '').indexOf('>>>') + 4;
    return { line: point.line, column, source: source.split('\n', 1)[0] ?? '', reason: '`# doctest: +SKIP`' };
  });
}

/** A difference is one, whatever else is wrong: what could not be read is told beside it. */
function statusOf(problems: readonly BlockProblem[], skipped: boolean): Status {
  const errors = problems.filter(({ severity }) => severity === undefined);
  if (errors.some(({ kind }) => kind === 'running')) return 'failed';
  if (errors.length > 0) return 'error';
  return skipped ? 'skipped' : 'passed';
}

const firstError = (problems: readonly BlockProblem[]): string | undefined =>
  problems.find(({ severity }) => severity === undefined)?.message;

function spansOf({ expected, fence }: Snippet): readonly Fence['span'][] {
  const claims = expected.kind === 'stated' ? [expected.output, expected.error] : [];
  const comment = fence.comment === undefined ? [] : [{ start: fence.comment.start, end: fence.comment.start }];
  return [fence.span, ...comment, ...claims.flatMap((claim) => claim?.fence.span ?? [])];
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
  const byRunning = new Set(run.problems);
  const told = (problem: Problem): BlockProblem => {
    const { file: _, position, ...rest } = problem;
    return { ...position, kind: byRunning.has(problem) ? 'running' : 'reading', ...rest };
  };
  const failed = new Map<string, BlockReport>();
  const blocks: BlockReport[] = [];

  for (const snippet of page.lesson.snippets) {
    const { fence, id, kind, skip } = snippet;
    const spans = spansOf(snippet);
    const own = [...left].filter(({ position }) => spans.some((span) => isInside(position, span)));
    for (const problem of own) left.delete(problem);
    if (!wants(snippet)) continue;

    const block = ran.get(id);
    const found = block === undefined ? null : findingsOf(snippet, block.results, judging);
    const verdict: Verdict = found?.verdict ?? { kind: 'same' };
    const root = rootOf(page, snippet, verdict, failed);
    const problems = [...own.map(told), ...(root === null ? (found?.problems ?? []) : [followsFrom(root, snippet)])];
    const unchecked = block === undefined ? [] : uncheckedIn(snippet);
    const { expected } = snippet;
    const none = expected.kind === 'transcript' && unchecked.length === expected.statements.length;
    const silent = unchecked.length > 0 && none ? 'Every statement says `# doctest: +SKIP`.' : undefined;
    const status = statusOf(problems, skip !== undefined || silent !== undefined);
    const reason = firstError(problems) ?? skip ?? silent;
    const report: BlockReport = {
      id,
      line: fence.span.start.line,
      column: fence.span.start.column,
      endLine: Math.max(...spans.map((span) => span.end.line)),
      kind,
      status,
      ...(reason !== undefined && { reason }),
      ...textsOf(verdict),
      problems,
      ...(unchecked.length > 0 && { unchecked }),
      milliseconds: Math.round((block?.milliseconds ?? 0) * 10) / 10,
      cached: block?.cached ?? (snippet.role === undefined || run.cached),
    };
    if (verdict.kind === 'different' && root === null) failed.set(id, report);
    blocks.push(report);
  }
  const rest = [...left]
    .filter(({ severity }) => severity === undefined)
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  if (parts && rest.length > 0) blocks.push(pageBlock(rest.map(told)));
  return blocks.toSorted((a, b) => a.line - b.line);
}

/** A file of which nothing can be checked. */
export function unreadable({ file: _, position, ...rest }: Problem): BlockReport {
  return pageBlock([{ ...position, kind: 'reading', ...rest }]);
}

/** Problems that belong to no block stand in a block of their own: nothing wrong may go without a place in the report. */
function pageBlock(problems: readonly BlockProblem[]): BlockReport {
  const [{ line, column } = { line: 1, column: 1 }] = problems;
  const reason = firstError(problems);
  return {
    id: 'page',
    line,
    column,
    endLine: line,
    kind: 'python',
    status: statusOf(problems, false),
    ...(reason !== undefined && { reason }),
    problems,
    milliseconds: 0,
    cached: true,
  };
}
