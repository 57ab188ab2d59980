/** Judges a transcript statement by statement; the failure that caused others is told first, and they are only counted. */

import { say } from '../read/messages.ts';
import type { Match, Statement } from '../read/snippet.ts';
import { isSkipped } from '../read/transcript.ts';
import type { Outcome, Result } from '../result.ts';
import { textMatches } from './alignment.ts';
import { isNamed } from './exception-name.ts';
import { type PrintedStatement, printedBy } from './printed.ts';
import { judgeInput } from './script-verdict.ts';
import { exceptionsIn, lastException, rolesOf } from './traceback.ts';
import { compare, cutShort, exitStatus, type Finding, type Judged, type Where } from './verdict.ts';

/** Is this what the statement printed, as far as the page claims anything? */
export function statementHolds(statement: Statement, printed: string, match: Match): boolean {
  const whole = printed.endsWith('\n') || printed === '' ? printed : `${printed}\n`;
  const { source, expected, remark } = statement;
  if (meetsDirectives(statement, whole) || textMatches(expected, printed, match)) return true;
  if (remark !== '' && textMatches(expected + remark, printed, match)) return true;
  // A last line of dots below a statement of several lines ends it, even where it had ended by itself.
  return source.includes('\n') && expected.startsWith('...\n') && textMatches(expected.slice(4), printed, match);
}

/** Comparisons as `# doctest:` directives ask for them, for documents that were written with them. */
function meetsDirectives(statement: Statement, actual: string): boolean {
  const { directives, expected } = statement;
  const has = (name: string): boolean => directives.includes(name);
  if (isSkipped(statement)) return true;
  let [want, got] = [expected, actual];
  if (has('IGNORE_EXCEPTION_DETAIL')) {
    const name = (text: string): string | undefined => lastException(text)?.split(':', 1)[0]?.split('.').at(-1);
    if (name(want) !== undefined && name(want) === name(got)) return true;
  }
  if (!has('NORMALIZE_WHITESPACE') && !has('ELLIPSIS')) return false;
  // Of a traceback doctest looks at the exception only.
  [want, got] = [fromException(want), fromException(got)];
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

/** A text without the frames in front of its exception, if it begins as a traceback. */
function fromException(text: string): string {
  const lines = text.split('\n');
  const roles = rolesOf(lines);
  const at = roles[0] === 'header' ? roles.lastIndexOf('exception') : -1;
  return at < 0 ? text : lines.slice(at).join('\n');
}

/** `>>> `, behind which a statement begins. */
const PROMPT_WIDTH = 4;

const nameErrorIn = (text: string): boolean => /^NameError: /m.test(text);
const failureIn = (text: string): boolean => exceptionsIn(text).length > 0;

function endOf(outcome: Outcome): Pick<Finding, 'kind' | 'message' | 'hint'> | null {
  if (outcome.kind !== 'exited') return cutShort(outcome);
  return {
    kind: 'exited',
    message: say('session-ends', exitStatus(outcome.code)),
    hint: 'If it should, write `raises=SystemExit`.',
  };
}

export function judgeTranscript(snippet: Judged, statements: readonly Statement[], result: Result): Finding[] {
  const { outcome } = result;
  const { raises } = snippet;
  const { statements: printedStatements, after } = printedBy(result, snippet.expected);
  const actual = printedStatements.map(({ text }) => text);
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
      ? say('statement-raises', lastException(printed) ?? 'an exception')
      : say('statement-differs', firstLine(statement.source));
    const { errors = '' } = printedStatements[index] ?? {};
    const warned =
      !raisesHere && errors !== '' && statementHolds(statement, printed.replace(errors, ''), snippet.match);
    const warning = warned
      ? 'What stands here is right, and Python warns besides: show the warning too, or correct the code.'
      : undefined;
    const hint = prompt ?? warning ?? finding.hint;
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
      message: say('never-runs', exitStatus(outcome.code)),
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

  if (after !== '') {
    const line = statements.at(-1)?.sourceLines[0] ?? 0;
    findings.push({
      kind: 'output',
      where: { part: 'code', line },
      message: say('prints-late'),
      hint: 'Await the task, or close what prints when it goes away.',
      expected: '',
      actual: after,
      diff: [],
    });
  }
  if (
    raises !== undefined &&
    !expectedExit &&
    end === null &&
    !printedStatements.some((printed) => raisesNamed(printed, raises))
  ) {
    findings.push({
      kind: 'not-raised',
      where: { part: 'code', line: 0 },
      message: say('no-statement-raises', raises),
      hint: 'Remove `raises`, or correct the code.',
      expected: '',
      actual: '',
      diff: [],
    });
  }
  const unread = judgeInput(snippet, result);
  return unread === null ? findings : [...findings, unread];
}

/** The statement at which a run that did not reach its end had arrived; where nobody could tell, the last one that printed. */
function reachedBy({ outcome, output }: Result, count: number): number {
  const known = 'statement' in outcome ? outcome.statement : undefined;
  const last = known ?? output.findLast(({ statement }) => statement !== undefined && statement >= 0)?.statement ?? 0;
  return Math.min(last, Math.max(0, count - 1));
}

/** A traceback that the statement printed itself is none that it raised: that one goes to stderr. */
function raisesNamed({ errors }: PrintedStatement, raises: string): boolean {
  return exceptionsIn(errors).some((name) => isNamed(name, raises));
}

function firstLine(source: string): string {
  const [line = ''] = source.split('\n');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
