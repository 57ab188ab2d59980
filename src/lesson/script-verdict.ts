/** Judges a script: what it printed, what it raised, and both against the fences below it. */
import { diffOf } from './diff.ts';
import type { Outcome, Result } from './result.ts';
import { compare, cutShort, type Finding, type Judged, type Judging, type Where } from './verdict.ts';

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

/** `ValueError: the message`, first line only. */
function lastLine({ type, message }: { readonly type: string; readonly message: string }): string {
  const [first = ''] = message.split('\n');
  return first === '' ? type : `${type}: ${first}`;
}

export function judgeScript(
  snippet: Judged,
  { outcome, output }: Result,
  { unstated = 'nothing' }: Judging,
): Finding[] {
  const stated: Stated = snippet.expected.kind === 'stated' ? snippet.expected : {};
  const whole = output.map(({ text }) => text).join('');
  const traceback = outcome.kind === 'raised' ? outcome.traceback : '';
  const printed =
    traceback !== '' && whole.endsWith(traceback) ? whole.slice(0, whole.length - traceback.length) : whole;
  const blank = { expected: '', actual: printed, diff: [] };
  const short = cutShort(outcome);
  if (short !== null) return [{ ...short, ...blank, where: placeOf(outcome) }];

  const findings: Finding[] = [];
  const wanted = snippet.raises;
  const raised = outcome.kind === 'raised' ? outcome.type : outcome.kind === 'exited' ? 'SystemExit' : null;
  const said =
    outcome.kind === 'raised' ? lastLine(outcome) : `SystemExit: ${outcome.kind === 'exited' ? outcome.code : ''}`;
  if (raised === null && (wanted !== undefined || stated.error !== undefined)) {
    const name = wanted ?? 'an exception';
    findings.push({
      kind: 'not-raised',
      where: stated.error === undefined ? { part: 'code', line: 0 } : { part: 'error', line: 0 },
      message: `The block should raise ${name === 'an exception' ? name : `\`${name}\``}, and ends without one.`,
      hint:
        wanted === undefined
          ? 'Remove the `error` fence, or correct the code.'
          : 'Remove `raises`, or correct the code.',
      expected: stated.error?.text ?? '',
      actual: '',
      diff: diffOf(stated.error?.text ?? '', '', 'exact'),
    });
  } else if (raised !== null && wanted === undefined && stated.error === undefined) {
    return [
      {
        kind: outcome.kind === 'exited' ? 'exited' : 'raised',
        where: placeOf(outcome),
        message:
          outcome.kind === 'exited'
            ? `The block ends the program (exit code ${outcome.code ?? 0}).`
            : `The block raises \`${said}\`.`,
        hint: `If it should, write \`raises=${raised}\`${outcome.kind === 'raised' ? ' and, to show the traceback, an `error` fence below' : ''}.`,
        expected: '',
        actual: outcome.kind === 'raised' ? `${printed}${traceback}` : printed,
        diff: diffOf('', outcome.kind === 'raised' ? traceback : '', 'exact'),
      },
    ];
  } else if (raised !== null && wanted !== undefined && !isNamed(raised, wanted)) {
    findings.push({
      kind: 'raised',
      where: placeOf(outcome),
      message: `The block should raise \`${wanted}\`, and raises \`${said}\`.`,
      hint: `Write \`raises=${raised}\`, or correct the code.`,
      expected: stated.error?.text ?? '',
      actual: traceback,
      diff: diffOf(stated.error?.text ?? '', traceback, 'exact'),
    });
  } else if (stated.error !== undefined) {
    const finding = compare({ part: 'error', line: 0 }, 'traceback', stated.error.text, traceback, snippet.match);
    if (finding !== null) findings.push(finding);
  }

  if (stated.output === undefined) {
    if (printed !== '' && unstated === 'nothing') {
      findings.push({
        kind: 'output',
        where: { part: 'code', line: 0 },
        message: 'The block prints something, and the page does not say so.',
        hint: 'Add an empty `output` fence directly below and run `npm run check -- --update`.',
        expected: '',
        actual: printed,
        diff: diffOf('', printed, 'exact'),
      });
    }
    return findings;
  }
  // An output fence may show the traceback too: it is what a terminal shows, in order.
  const text = stated.output.text;
  const withTraceback =
    stated.error === undefined && traceback !== '' && /Traceback \(most recent call last\)/.test(text);
  const finding = compare(
    { part: 'output', line: 0 },
    'output',
    text,
    withTraceback ? printed + traceback : printed,
    snippet.match,
  );
  return finding === null ? findings : [...findings, finding];
}
