/** Judges a script: what it printed, what it raised, and both against the fences below it. */

import { say } from '../read/messages.ts';
import type { Outcome, Result } from '../result.ts';
import { align } from './alignment.ts';
import { diffOf, wholeDiff } from './diff.ts';
import { isNamed } from './exception-name.ts';
import { printedBy } from './printed.ts';
import { compare, cutShort, exitStatus, type Finding, type Judged, type Judging, type Where } from './verdict.ts';

interface Stated {
  readonly output?: { readonly text: string };
  readonly error?: { readonly text: string };
}

/** Where the innermost failing line of the block is, when the outcome knows it. */
function placeOf(outcome: Outcome): Where {
  if (outcome.kind !== 'raised' || outcome.place === undefined) return { part: 'code', line: 0 };
  const { line, column } = outcome.place;
  return { part: 'code', line: line - 1, column };
}

/** How the script ended, when not by reaching its end. */
interface Ending {
  /** The exception's class, as Python prints it. */
  readonly type: string;
  /** `ValueError: the message`, first line only. */
  readonly said: string;
  /** Empty when Python prints none: `sys.exit()`. */
  readonly traceback: string;
}

function endingOf(outcome: Outcome): Ending | null {
  if (outcome.kind === 'exited') {
    const said = outcome.code === null ? 'SystemExit' : `SystemExit: ${outcome.code}`;
    return { type: 'SystemExit', said, traceback: '' };
  }
  if (outcome.kind !== 'raised') return null;
  const [first = ''] = outcome.message.split('\n');
  const said = first === '' ? outcome.type : `${outcome.type}: ${first}`;
  return { type: outcome.type, said, traceback: outcome.traceback };
}

export function judgeScript(snippet: Judged, result: Result, judging: Judging): Finding[] {
  const { outcome } = result;
  const stated: Stated = snippet.expected.kind === 'stated' ? snippet.expected : {};
  const ending = endingOf(outcome);
  const { output, error } = printedBy(result, snippet.expected);
  const short = cutShort(outcome);
  if (short !== null) return [{ ...short, where: placeOf(outcome), expected: '', actual: output, diff: [] }];
  if (ending !== null && snippet.raises === undefined && stated.error === undefined) {
    return [unannounced(ending, outcome, output.endsWith(error) ? output : output + error)];
  }
  return [
    judgeEnding(snippet, stated.error, ending, placeOf(outcome)),
    stated.output === undefined
      ? judgeSilence(output, judging)
      : compare({ part: 'output', line: 0 }, 'output', stated.output.text, output, snippet.match),
    judgeInput(snippet, result),
  ].filter((finding) => finding !== null);
}

/** The page says nothing of an exception, and there is one: whatever else differs follows from it. */
function unannounced({ type, said, traceback }: Ending, outcome: Outcome, actual: string): Finding {
  const exited = outcome.kind === 'exited';
  const prompted = type === 'SyntaxError' && /^\s*>>> /m.test(traceback);
  return {
    kind: exited ? 'exited' : 'raised',
    where: placeOf(outcome),
    message: exited ? say('block-exits', exitStatus(outcome.code)) : say('block-raises', said),
    hint: prompted
      ? 'Code and a `>>>` session stand in one block: give the session a `pycon` block of its own, or write `>>> ` before the code too.'
      : `If it should, write \`raises=${type}\`${exited ? '' : ' and, to show the traceback, an `error` fence below'}.`,
    expected: '',
    actual,
    diff: wholeDiff('actual', traceback),
  };
}

/** Whether the script ends as the page says: by itself, or with this exception and this traceback. */
function judgeEnding(
  { raises, match }: Judged,
  error: Stated['error'],
  ending: Ending | null,
  failing: Where,
): Finding | null {
  const expected = error?.text ?? '';
  if (ending === null) {
    if (raises === undefined && error === undefined) return null;
    return {
      kind: 'not-raised',
      where: { part: error === undefined ? 'code' : 'error', line: 0 },
      message: say('does-not-raise', raises === undefined ? 'an exception' : `\`${raises}\``),
      hint:
        raises === undefined
          ? 'Remove the `error` fence, or correct the code.'
          : 'Remove `raises`, or correct the code.',
      expected,
      actual: '',
      diff: wholeDiff('expected', expected),
    };
  }
  const { type, said, traceback } = ending;
  if (raises !== undefined && !isNamed(type, raises)) {
    return {
      kind: 'raised',
      where: failing,
      message: say('raises-other', raises, said),
      hint: `Write \`raises=${type}\`, or correct the code.`,
      expected,
      actual: traceback,
      diff: diffOf(align(expected, traceback, 'exact')),
    };
  }
  return error === undefined ? null : compare({ part: 'error', line: 0 }, 'traceback', error.text, traceback, match);
}

/** The page states no output. */
function judgeSilence(printed: string, { unstated = 'nothing' }: Judging): Finding | null {
  if (printed === '' || unstated === 'anything') return null;
  return {
    kind: 'output',
    where: { part: 'code', line: 0 },
    message: say('prints-unstated'),
    hint: 'Add an empty `output` fence directly below and run `npm run check -- --update`.',
    expected: '',
    actual: printed,
    diff: wholeDiff('actual', printed),
  };
}

/** What a page types and the block never reads is a slip on one side or the other. */
export function judgeInput({ stdin = [] }: Judged, { unread = 0 }: Result): Finding | null {
  if (unread === 0) return null;
  return {
    kind: 'input',
    where: { part: 'code', line: 0 },
    message: say('input-left', stdin.length - unread, stdin.length),
    hint: 'Remove the lines that it does not read, or correct the code.',
    expected: '',
    actual: '',
    diff: [],
  };
}
