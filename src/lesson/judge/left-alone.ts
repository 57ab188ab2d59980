/** When an update leaves a text as it is, although Python prints something else: wherever a person may have meant it so. */

import { commentsIn } from '../read/python-source.ts';
import type { Snippet } from '../read/snippet.ts';
import type { Outcome, Result } from '../result.ts';
import { unescaped } from './cause.ts';
import { isNamed } from './exception-name.ts';
import { linesOfText } from './match.ts';
import type { Printed } from './printed.ts';
import { exceptionsIn } from './traceback.ts';
import { statementHolds } from './transcript-verdict.ts';
import type { Rewriting } from './update.ts';

/** What a run says that no page should be made to say, or null. */
export function whyRunSaysNothing({ outcome, dropped }: Result, { raises }: Snippet): string | null {
  if (dropped !== undefined) return 'it prints too much';
  const cut: Partial<Record<Outcome['kind'], string>> = {
    timeout: 'it did not end in time',
    crashed: 'Python itself ended',
    stopped: 'it was stopped',
  };
  if (outcome.kind === 'exited' && raises !== undefined && isNamed('SystemExit', raises)) return null;
  return outcome.kind === 'exited' ? 'it ends the program' : (cut[outcome.kind] ?? null);
}

/** A statement without its `>>>` below one that is finished: code, where an output is expected. */
export function hasStrayPrompt({ expected, match }: Snippet, printed: Printed): boolean {
  if (expected.kind !== 'transcript') return false;
  return expected.statements.some(
    (statement, index) =>
      /^\.\.\. /m.test(statement.expected) && !statementHolds(statement, printed.statements[index]?.text ?? '', match),
  );
}

/** An exception that a block raises and its page does not show, or one that the page shows and the block does not raise. */
export function strayException({ expected, raises }: Snippet, outcome: Outcome, printed: Printed): string | null {
  const pairs: readonly (readonly [string, string])[] =
    expected.kind === 'transcript'
      ? expected.statements.map((each, index) => [each.expected, printed.statements[index]?.errors ?? ''])
      : expected.kind === 'stated' && expected.error !== undefined
        ? [[expected.error.text, printed.error]]
        : [[expected.kind === 'stated' ? (expected.output?.text ?? '') : '', printed.error]];
  for (const [stated, got] of pairs) {
    const [want, real] = [exceptionsIn(stated), exceptionsIn(got)];
    if (expected.kind !== 'transcript' && raises !== undefined && want.length === 0 && real.length > 0) continue;
    if (real.length > 0 && want.at(-1) !== real.at(-1))
      return `it raises \`${real.at(-1)}\`, and the page does not say so`;
    if (want.length > real.length) return `the page shows \`${want.at(-1)}\`, which it does not raise`;
    if (want.length < real.length) return 'it raises more than the page shows';
  }
  return outcome.kind === 'raised' && expected.kind === 'nothing' && raises === undefined
    ? `it raises \`${outcome.type}\`, and the page does not say so`
    : null;
}

/** Code whose result belongs to the machine or to this build of Python; what the moment decides shows by itself, for every run has another. */
const OF_THE_MACHINE =
  /\b(?:getsizeof|platform|getcwd|getpid|uname|abspath|realpath|expanduser|gethostname|calcsize|sizeof|id|hash)\(|\b(?:dir|globals|locals|vars)\(\s*\)|\bhelp\b|\blocale\.|\bgc\.|\btracemalloc\.|\b(?:getrefcount|getallocatedblocks)\(|\bsys\.(?:version|hexversion|path|platform|maxsize|executable|flags|hash_info|int_info|float_info|modules|implementation|builtin_module_names)|\bos\.(?:name|environ|sep)|__file__/;
/** Outputs that name the place where the check ran; its system numbers errors in its own way. */
const OF_THE_CHECK = /\[Errno \d+\]|\[Previous line repeated|\/home\/pyodide|\/lib\/python3|emscripten|pyodide|wasm32/i;

const NUMBER = /\d+\.\d*|\d+/g;
const decimals = (number: string): number => (number.split('.')[1] ?? '').length;

/** The same texts with the same numbers, some of them with fewer digits: somebody has shortened them, or wants to show them all. */
function isRounded(expected: string, actual: string): boolean {
  if (expected.replace(NUMBER, '0') !== actual.replace(NUMBER, '0')) return false;
  const others = actual.match(NUMBER) ?? [];
  return (expected.match(NUMBER) ?? []).every((number, index) => {
    const other = others[index] ?? '';
    const digits = Math.min(decimals(number), decimals(other));
    if (number === other) return true;
    return (
      digits > 0 && decimals(number) !== decimals(other) && Math.abs(Number(number) - Number(other)) <= 10 ** -digits
    );
  });
}

const words = (line: string): string => line.trim().replace(/\s+/g, ' ');
const filesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^[ |]*File "([^"]*)"/gm)].map(([, file = '']) => file);

/** Why this text stays; `code` is what ran up to here. */
export function whyTextStays(
  { expected, actual, lines, statement }: Rewriting,
  code: string,
  warnings: string,
): string | null {
  const old = linesOfText(expected);
  const atMachine = OF_THE_MACHINE.test(code);
  if (statement !== undefined && lines.length > 3 * old.length + 5) return 'it prints much more than stands here';
  if (statement !== undefined && atMachine) return 'the machine decides what it prints';
  if (old.length === 0) {
    const said = words(actual);
    if (said !== '' && commentsIn(code).some((comment) => words(comment).includes(said)))
      return 'a comment says what it prints';
    return warnings === '' ? null : 'it warns of something';
  }
  const kept = new Set(lines.filter((line) => typeof line === 'number'));
  const gone = old.filter((_, index) => !kept.has(index));
  const added = lines.filter((line) => typeof line === 'string');
  const printed = new Set(linesOfText(actual).map(words));
  if (isRounded(expected, actual)) return 'only the rounding differs';
  if (unescaped(expected) === unescaped(actual)) return 'only escapes differ';
  if (statement !== undefined) {
    if (actual === '') return 'it prints nothing';
    // Code without its prompt, as a rule.
    if (added.length === 0) return 'it prints less than stands here';
    if (gone.some((line) => /^\s*#/.test(line) && !printed.has(words(line)))) return 'a comment would go';
    if (gone.some((line) => line.includes('>>>'))) return 'a prompt would go';
    if (old.some((line) => line.trim() === '') && !linesOfText(actual).some((line) => line.trim() === ''))
      return 'text below a blank line would go';
  }
  if (gone.some((line) => /\s(?:#|<-|←|->|=>|⇒)/.test(line)) && !/#|<-|->|=>/.test(actual)) return 'a remark would go';
  const begins = (line: string): boolean =>
    added.some((text) => text.trim() !== '' && words(line).startsWith(`${words(text)} `));
  if (gone.some(begins)) return 'a remark would go';
  if (gone.some((line) => /\.{3}|…/.test(line)) && !/\.{3}|…/.test(actual))
    return 'dots that leave something out would go';
  if (added.length > 3 * old.length + 5) return 'it prints much more than stands here';
  if (gone.length > 3 * added.length + 5) return 'it prints much less than stands here';
  if (atMachine || added.some((line) => OF_THE_CHECK.test(line))) return 'the machine decides what it prints';
  if (warnings !== '' && !/Warning/.test(expected)) return 'it warns of something';
  const files = new Set(filesIn(actual));
  if (filesIn(expected).some((file) => !files.has(file))) return 'the traceback names another file';
  return null;
}
