/** Judges a script: what it printed, what it raised, and both against the fences below it. */

import type { Outcome, Result } from '../result.ts';
import { diffOf } from './diff.ts';
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

/** Does the exception's printed name meet `raises=`? The module may be left out. */
export function isNamed(type: string, raises: string): boolean {
  return type === raises || type.endsWith(`.${raises}`);
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

export function judgeScript(snippet: Judged, { outcome, output }: Result, judging: Judging): Finding[] {
  const stated: Stated = snippet.expected.kind === 'stated' ? snippet.expected : {};
  const ending = endingOf(outcome);
  const traceback = ending?.traceback ?? '';
  const whole = output.map(({ text }) => text).join('');
  const printed =
    traceback !== '' && whole.endsWith(traceback) ? whole.slice(0, whole.length - traceback.length) : whole;
  const short = cutShort(outcome);
  if (short !== null) return [{ ...short, where: placeOf(outcome), expected: '', actual: printed, diff: [] }];
  if (ending !== null && snippet.raises === undefined && stated.error === undefined) {
    return [unannounced(ending, outcome, printed)];
  }
  return [
    judgeEnding(snippet, stated.error, ending, placeOf(outcome)),
    stated.output === undefined
      ? judgeSilence(printed, judging)
      : judgeOutput(snippet, stated.output, stated.error === undefined ? traceback : '', printed),
  ].filter((finding) => finding !== null);
}

/** The page says nothing of an exception, and there is one: whatever else differs follows from it. */
function unannounced({ type, said, traceback }: Ending, outcome: Outcome, printed: string): Finding {
  const exited = outcome.kind === 'exited';
  return {
    kind: exited ? 'exited' : 'raised',
    where: placeOf(outcome),
    message: exited
      ? `The block ends the program (exit code ${exitStatus(outcome.code)}).`
      : `The block raises \`${said}\`.`,
    hint: `If it should, write \`raises=${type}\`${exited ? '' : ' and, to show the traceback, an `error` fence below'}.`,
    expected: '',
    actual: `${printed}${traceback}`,
    diff: diffOf('', traceback, 'exact'),
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
      message: `The block should raise ${raises === undefined ? 'an exception' : `\`${raises}\``}, and ends without one.`,
      hint:
        raises === undefined
          ? 'Remove the `error` fence, or correct the code.'
          : 'Remove `raises`, or correct the code.',
      expected,
      actual: '',
      diff: diffOf(expected, '', 'exact'),
    };
  }
  const { type, said, traceback } = ending;
  if (raises !== undefined && !isNamed(type, raises)) {
    return {
      kind: 'raised',
      where: failing,
      message: `The block should raise \`${raises}\`, and raises \`${said}\`.`,
      hint: `Write \`raises=${type}\`, or correct the code.`,
      expected,
      actual: traceback,
      diff: diffOf(expected, traceback, 'exact'),
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
    message: 'The block prints something, and the page does not say so.',
    hint: 'Add an empty `output` fence directly below and run `npm run check -- --update`.',
    expected: '',
    actual: printed,
    diff: diffOf('', printed, 'exact'),
  };
}

/** An output fence may show the traceback too, when no `error` fence does: it is what a terminal shows, in order. */
function judgeOutput(
  { match }: Judged,
  { text }: { text: string },
  traceback: string,
  printed: string,
): Finding | null {
  const shown = /Traceback \(most recent call last\)/.test(text) ? printed + traceback : printed;
  return compare({ part: 'output', line: 0 }, 'output', text, shown, match);
}
