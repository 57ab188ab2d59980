/** Judges a transcript statement by statement; the failure that caused others is told first, and they are only counted. */

import type { Match, Statement } from '../read/snippet.ts';
import { isSkipped } from '../read/transcript.ts';
import type { Chunk, Outcome, Result } from '../result.ts';
import { textMatches } from './match.ts';
import { compare, cutShort, exitStatus, type Finding, type Judged, type Where } from './verdict.ts';

/** What each statement printed; what came after the last one (exit functions, tasks) stands at the end. */
export function outputsOf(statements: readonly Statement[], output: readonly Chunk[]): readonly string[] {
  const texts: string[] = [...statements.map(() => ''), ''];
  for (const { statement, text } of output) {
    const at =
      statement === undefined || statement < 0 || statement >= statements.length ? statements.length : statement;
    texts[at] += text;
  }
  return texts;
}

/** Is this what the statement printed, as far as the page claims anything? */
export function statementHolds(statement: Statement, printed: string, match: Match): boolean {
  const whole = printed.endsWith('\n') || printed === '' ? printed : `${printed}\n`;
  return meetsDirectives(statement, whole) || textMatches(statement.expected, printed, match);
}

/** Comparisons as `# doctest:` directives ask for them, for documents that were written with them. */
function meetsDirectives(statement: Statement, actual: string): boolean {
  const { directives, expected } = statement;
  const has = (name: string): boolean => directives.includes(name);
  if (isSkipped(statement)) return true;
  let [want, got] = [expected, actual];
  if (has('IGNORE_EXCEPTION_DETAIL')) {
    const name = (text: string): string | undefined =>
      /^(?:[\w.]*\.)?(\w+)(?::|\s*$)/m.exec(text.split('\n').findLast((line) => /^[A-Za-z_]/.test(line)) ?? '')?.[1];
    if (/^Traceback/m.test(want) && name(want) === name(got)) return true;
  }
  if (has('NORMALIZE_WHITESPACE'))
    [want, got] = [want, got].map((text) => text.split(/\s+/).filter(Boolean).join(' ')) as [string, string];
  if (!has('ELLIPSIS')) return want === got && has('NORMALIZE_WHITESPACE');
  let at = 0;
  const parts = want.split('...');
  for (const [index, part] of parts.entries()) {
    if (index === 0) {
      if (!got.startsWith(part)) return false;
      at = part.length;
    } else if (index === parts.length - 1) {
      return got.endsWith(part) && got.length - part.length >= at;
    } else {
      const found = got.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
  }
  return want === got;
}

/** `>>> `, behind which a statement begins. */
const PROMPT_WIDTH = 4;

const nameErrorIn = (text: string): boolean => /^NameError: /m.test(text);
const failureIn = (text: string): boolean =>
  /Traceback \(most recent call last\)|^\s*File ".*", line \d+[\s\S]*^SyntaxError/m.test(text);

function endOf(outcome: Outcome): Pick<Finding, 'kind' | 'message' | 'hint'> | null {
  if (outcome.kind !== 'exited') return cutShort(outcome);
  return {
    kind: 'exited',
    message: `The session ends here (exit code ${exitStatus(outcome.code)}), so no statement below runs.`,
    hint: 'If it should, write `raises=SystemExit`.',
  };
}

export function judgeTranscript(snippet: Judged, statements: readonly Statement[], result: Result): Finding[] {
  const { outcome, output } = result;
  const { raises } = snippet;
  const actual = outputsOf(statements, output);
  const findings: Finding[] = [];
  const placeOf = ({ outputLines, sourceLines, expected }: Statement): Where => ({
    part: 'code',
    line: expected === '' ? sourceLines[0] : outputLines[0],
  });
  const end = endOf(outcome);
  const reached = end === null ? statements.length : reachedBy(result, statements.length);
  const expectedExit = outcome.kind === 'exited' && raises === 'SystemExit';
  if (end !== null && !expectedExit) {
    const line = statements[reached]?.sourceLines[0] ?? 0;
    findings.push({
      ...end,
      where: { part: 'code', line },
      expected: '',
      actual: actual[reached] ?? '',
      diff: [],
      statement: reached,
    });
  }

  let root: number | null = null;
  let followers = 0;
  for (const [index, statement] of statements.entries()) {
    if (index > reached || (index === reached && end !== null && !expectedExit)) break;
    const printed = actual[index] ?? '';
    if (statementHolds(statement, printed, snippet.match)) continue;
    const finding = compare(placeOf(statement), 'output', statement.expected, printed, snippet.match);
    if (finding === null) continue;
    if (root !== null && nameErrorIn(printed) && !nameErrorIn(statement.expected)) {
      followers += 1;
      continue;
    }
    const raisesHere = failureIn(printed) && !failureIn(statement.expected);
    const prompt = /^(?:>>>|\.\.\.) /m.test(printed)
      ? 'A transcript cannot say an output that looks like a prompt: write a `python` block with an `output` fence.'
      : undefined;
    const message = raisesHere
      ? `This statement raises \`${lastErrorLine(printed)}\`.`
      : `\`${firstLine(statement.source)}\` does not print what stands here.`;
    const hint = prompt ?? finding.hint;
    const { hint: _, ...rest } = finding;
    findings.push({
      ...rest,
      kind: raisesHere ? 'raised' : 'output',
      message,
      ...(hint !== undefined && { hint }),
      statement: index,
      where: raisesHere ? { part: 'code', line: statement.sourceLines[0] } : finding.where,
    });
    if (raisesHere) root ??= findings.length - 1;
  }
  const never = expectedExit ? statements[reached + 1] : undefined;
  if (never !== undefined && outcome.kind === 'exited') {
    findings.push({
      kind: 'exited',
      where: { part: 'code', line: never.sourceLines[0], column: PROMPT_WIDTH },
      message: `The session ends above (exit code ${exitStatus(outcome.code)}), so this statement never runs.`,
      hint: 'Remove it, or give it a block of its own.',
      expected: never.expected,
      actual: '',
      diff: [],
      statement: reached + 1,
    });
  }
  const first = root === null ? undefined : findings[root];
  if (root !== null && first !== undefined && followers > 0) {
    const note = `${followers} more statement${followers === 1 ? '' : 's'} below fail only because of this one.`;
    findings[root] = { ...first, hint: first.hint === undefined ? note : `${first.hint}\n${note}` };
    if (root > 0) findings.unshift(...findings.splice(root, 1));
  }

  const after = actual.at(-1) ?? '';
  if (after !== '') {
    const line = statements.at(-1)?.sourceLines[0] ?? 0;
    findings.push({
      kind: 'output',
      where: { part: 'code', line },
      message: 'Something is printed after the last statement has ended.',
      hint: 'Await the task, or close what prints when it goes away.',
      expected: '',
      actual: after,
      diff: [],
    });
  }
  if (raises !== undefined && !expectedExit && end === null && !actual.some((text) => namesException(text, raises))) {
    findings.push({
      kind: 'not-raised',
      where: { part: 'code', line: 0 },
      message: `A statement should raise \`${raises}\`, and none does.`,
      hint: 'Remove `raises`, or correct the code.',
      expected: '',
      actual: '',
      diff: [],
    });
  }
  return findings;
}

/** The statement at which a run that did not reach its end had arrived; where nobody could tell, the last one that printed. */
function reachedBy({ outcome, output }: Result, count: number): number {
  const known = 'statement' in outcome ? outcome.statement : undefined;
  const last = known ?? output.findLast(({ statement }) => statement !== undefined && statement >= 0)?.statement ?? 0;
  return Math.min(last, Math.max(0, count - 1));
}

function namesException(text: string, raises: string): boolean {
  return text
    .split('\n')
    .some((line) => new RegExp(`^(?:[\\w.]+\\.)?${raises.replaceAll('.', '\\.')}(?::|$)`).test(line));
}

function lastErrorLine(text: string): string {
  return text.split('\n').findLast((line) => /^[A-Za-z_][\w.]*(?::|$)/.test(line)) ?? 'an exception';
}

function firstLine(source: string): string {
  const [line = ''] = source.split('\n');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
