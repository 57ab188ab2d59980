/** What a run printed, cut the way the page states it: a script's output and traceback, or one text for each statement. */
import type { Result } from '../result.ts';
import type { Judged } from './verdict.ts';

export interface PrintedStatement {
  /** Everything in order. */
  readonly text: string;
  /** What of it went to stderr: tracebacks and warnings. */
  readonly errors: string;
}

export interface Printed {
  /** What belongs in the `output` fence; with the traceback where the page shows it there. */
  readonly output: string;
  /** What belongs in the `error` fence. */
  readonly error: string;
  readonly statements: readonly PrintedStatement[];
  /** What came after a transcript's last statement: exit functions, tasks. */
  readonly after: string;
}

const NOTHING: PrintedStatement = { text: '', errors: '' };

function statementsOf(count: number, output: Result['output']): readonly PrintedStatement[] {
  const printed = Array.from({ length: count + 1 }, () => NOTHING);
  for (const { statement = count, stream, text } of output) {
    const at = statement < 0 || statement > count ? count : statement;
    const { text: before, errors } = printed[at] ?? NOTHING;
    printed[at] = { text: before + text, errors: stream === 'stderr' ? errors + text : errors };
  }
  return printed;
}

/** A terminal shows the traceback below what was printed, and so may a page that has no `error` fence. */
function showsTraceback(expected: Judged['expected']): boolean {
  if (expected.kind !== 'stated' || expected.error !== undefined) return false;
  return expected.output?.text.includes('Traceback (most recent call last):') ?? false;
}

export function printedBy({ outcome, output }: Result, expected: Judged['expected']): Printed {
  if (expected.kind === 'transcript') {
    const statements = statementsOf(expected.statements.length, output);
    return { output: '', error: '', statements: statements.slice(0, -1), after: statements.at(-1)?.text ?? '' };
  }
  const error = outcome.kind === 'raised' ? outcome.traceback : '';
  const whole = output.map(({ text }) => text).join('');
  const before = error !== '' && whole.endsWith(error) ? whole.slice(0, whole.length - error.length) : whole;
  return { output: showsTraceback(expected) ? before + error : before, error, statements: [], after: '' };
}
