import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Match } from '../read/snippet.ts';
import { readTranscript } from '../read/transcript.ts';
import { visible } from '../read/visible.ts';
import type { Chunk, Outcome, Result } from '../result.ts';
import { judge } from './expectation.ts';

const finished: Outcome = { kind: 'finished' };
const raised = (traceback: string): Outcome => {
  const [, type = '', message = ''] = /^([\w.]+)(?:: (.*))?$/.exec(traceback.trimEnd().split('\n').at(-1) ?? '') ?? [];
  return { kind: 'raised', type, message, traceback };
};
const result = (text: string | Chunk[], outcome: Outcome = finished): Result => ({
  outcome,
  output: typeof text === 'string' ? [{ stream: 'stdout', text }] : text,
  milliseconds: 1,
});
const script = (output: string | undefined, printed: string, match: Match = 'exact') =>
  judge(
    {
      kind: 'python',
      match,
      expected: output === undefined ? { kind: 'nothing' } : { kind: 'stated', output: { text: output } },
    },
    result(printed),
  );
const same = (output: string, printed: string, match?: Match) => script(output, printed, match).kind === 'same';
const session = (code: string, outputs: string[], outcome?: Outcome, raises?: string) =>
  judge(
    {
      kind: 'pycon',
      match: 'exact',
      raises,
      expected: { kind: 'transcript', statements: readTranscript(code).statements },
    },
    result(
      outputs.map((text, statement) => ({ stream: 'stdout', text, statement })),
      outcome,
    ),
  );
const messages = (verdict: ReturnType<typeof judge>): string[] =>
  verdict.kind === 'same'
    ? []
    : verdict.findings.map(({ where, message, hint }) => `${where.part}:${where.line} ${message} ${hint ?? ''}`);

test('outputs are compared whole', () => {
  assert.ok(same('a\nb\n', 'a\nb\n'));
  assert.ok(same('a\n', 'a'), 'a partial last line is a line');
  assert.ok(!same('a\n', 'a\n\n'));
  assert.ok(same('a\n\n', 'a\n\n'));
  assert.ok(same('\n', '\n'));
  assert.ok(!same('', '\n'));
  assert.ok(!same('a \n', 'a\n'));
  assert.ok(!same('a\tb\n', 'a       b\n'));
  assert.ok(!same('a\n', 'a\r\n'));
  assert.ok(!same('...\n', 'anything\n'), 'bare dots are literal');
  assert.ok(!same('a\n...\nb\n', 'a\nx\nb\n'));
});

test('wildcards stand for exactly what they say', () => {
  assert.ok(same('took <...> s\n', 'took 0.1 s\n'));
  assert.ok(!same('took <...> s\n', 'took  s\n') || same('took <...> s\n', 'took   s\n'));
  assert.ok(!same('a<...>b\n', 'ab\n'));
  assert.ok(!same('a<...>\n', 'ab\nc\n'), 'not beyond the line');
  assert.ok(same('<f at 0x...>\n', '<f at 0x7f2a>\n'));
  assert.ok(!same('<f at 0x...>\n', '<f at 0xZZ>\n'));
  assert.ok(same('a\n[...]\nz\n', 'a\nb\nc\nz\n'));
  assert.ok(!same('a\n[...]\nz\n', 'a\nz\n'), 'at least one line');
  assert.ok(same('[...]\nz\n', 'z\nz\n'));
  assert.ok(!same('a [...] b\n', 'a x b\n'), 'alone on its line only');
  assert.ok(same('(.*) [a] $<...>\n', '(.*) [a] $1\n'), 'the rest is literal');
});

test('each relaxation relaxes in exactly one way', () => {
  assert.ok(same('b\na\n', 'a\nb\n', 'unordered'));
  assert.ok(same("{'b', 'a'}\n", "{'a', 'b'}\n", 'unordered'));
  assert.ok(same("dict_keys(['b', (1, 2)])\n", "dict_keys([(1, 2), 'b'])\n", 'unordered'));
  assert.ok(same("frozenset({'b, {', 'a'})\n", "frozenset({'a', 'b, {'})\n", 'unordered'));
  assert.ok(!same('[1, 2]\n', '[2, 1]\n', 'unordered'), 'lists have an order');
  assert.ok(!same('a\na\n', 'a\n', 'unordered'));
  assert.ok(!same('{1,2}\n', '{1, 3}\n', 'unordered'));
  assert.ok(same('0.3 x1\n', '0.30000000000000004 x1\n', 'float'));
  assert.ok(!same('0.3\n', '0.31\n', 'float'));
  assert.ok(!same('3\n', '4\n', 'float'));
  assert.ok(!same('0.30 a\n', '0.30 b\n', 'float'));
  assert.ok(same("took 3 ms at 0x7f 'abc'\n", "took 14.5 ms at 0x81 'de'\n", 'shape'));
  assert.ok(!same('took 3 ms\n', 'took 3 s\n', 'shape'));
  assert.ok(!same('1 2\n', '1\n', 'shape'));
});

test('a script without an output prints nothing, unless that is allowed', () => {
  assert.match(messages(script(undefined, 'x\n'))[0] ?? '', /prints something, and the page does not say so/);
  assert.equal(script(undefined, '').kind, 'same');
  assert.equal(
    judge({ kind: 'python', match: 'exact', expected: { kind: 'nothing' } }, result('x'), { unstated: 'anything' })
      .kind,
    'same',
  );
});

const traceback =
  'Traceback (most recent call last):\n  File "x.py", line 3, in <module>\n    f()\n    ~^^\n  File "x.py", line 2, in f\n    1/0\nZeroDivisionError: division by zero\n';

test('exceptions must be stated, and be exactly those', () => {
  const run = (raises: string | undefined, error: string | undefined, outcome: Outcome, printed = 'a\n') =>
    judge(
      {
        kind: 'python',
        match: 'exact',
        raises,
        expected: { kind: 'stated', output: { text: 'a\n' }, ...(error && { error: { text: error } }) },
      },
      result(printed, outcome),
    );
  assert.match(
    messages(run(undefined, undefined, raised(traceback)))[0] ?? '',
    /raises `ZeroDivisionError: division by zero`.*raises=ZeroDivisionError/,
  );
  assert.equal(run('ZeroDivisionError', undefined, raised(traceback)).kind, 'same');
  assert.equal(run('ZeroDivisionError', traceback, raised(traceback)).kind, 'same');
  assert.equal(
    run('ZeroDivisionError', traceback, raised(traceback), `a\n${traceback}`).kind,
    'same',
    'the traceback may be part of the output',
  );
  assert.equal(run(undefined, traceback, raised(traceback)).kind, 'same');
  assert.match(
    messages(run('ValueError', undefined, raised(traceback))).join(),
    /should raise `ValueError`, and raises `ZeroDivisionError/,
  );
  assert.match(messages(run('ValueError', undefined, finished)).join(), /ends without one/);
  assert.match(messages(run(undefined, traceback, finished)).join(), /^error:0 .*ends without one/);
  assert.match(
    messages(run(undefined, undefined, { kind: 'exited', code: 3 })).join(),
    /exit code 3.*raises=SystemExit/,
  );
  assert.equal(run('SystemExit', undefined, { kind: 'exited', code: 3 }).kind, 'same');
  assert.match(
    messages(run('ValueError', undefined, { kind: 'exited', code: null })).join(),
    /should raise `ValueError`, and raises `SystemExit`\./,
  );
  assert.match(messages(run(undefined, undefined, { kind: 'timeout', seconds: 5 })).join(), /after 5 s/);
  assert.match(
    messages(run(undefined, undefined, { kind: 'crashed', reason: 'out of memory' })).join(),
    /out of memory/,
  );
});

test('elided tracebacks compare header, last lines, and the frames that are written', () => {
  const error = (text: string) =>
    judge(
      { kind: 'python', match: 'exact', expected: { kind: 'stated', error: { text } } },
      result('', raised(traceback)),
    ).kind;
  assert.equal(error('Traceback (most recent call last):\n  ...\nZeroDivisionError: division by zero\n'), 'same');
  assert.equal(error('Traceback (most recent call last):\n...\nZeroDivisionError: division by zero\n'), 'same');
  assert.equal(
    error('Traceback (most recent call last):\n  ...\n    1/0\nZeroDivisionError: division by zero\n'),
    'same',
  );
  assert.equal(
    error('Traceback (most recent call last):\n  ...\n    2/0\nZeroDivisionError: division by zero\n'),
    'different',
  );
  assert.equal(error('Traceback (most recent call last):\n  ...\nZeroDivisionError: division\n'), 'different');
  assert.equal(error('Traceback (most recent call last):\nZeroDivisionError: division by zero\n'), 'different');
  assert.equal(error(traceback.replace('line 3', 'line 4')), 'different');
});

test('transcripts are judged statement by statement', () => {
  const code = '>>> x = 1\n>>> x\n1\n>>> print("a", end="")\na\n>>> x\n2';
  const verdict = session(code, ['', '1\n', 'a', '1\n']);
  assert.deepEqual(
    messages(verdict).map((line) => line.trim()),
    ['code:6 `x` does not print what stands here.'],
  );
  assert.equal(session('>>> 1\n1', ['1\n']).kind, 'same');
  assert.match(messages(session('>>> x = 1', ['boo\n'])).join(), /^code:0/);
  assert.match(messages(session('>>> 1\n1', ['1\n', 'late\n'])).join(), /after the last statement/);
});

test('the root failure comes first, and what follows from it is only counted', () => {
  const nameError = 'Traceback (most recent call last):\n  File "x", line 1\nNameError: name \'f\' is not defined\n';
  const syntaxError = '  File "x", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax\n';
  const verdict = session('>>> def f(:\n...     pass\n>>> f()\n1\n>>> f()\n1\n>>> 1\n2', [
    syntaxError,
    nameError,
    nameError,
    '1\n',
  ]);
  assert.deepEqual(messages(verdict), [
    'code:0 This statement raises `SyntaxError: invalid syntax`. 2 more statements below fail only because of this one.',
    'code:7 `1` does not print what stands here. ',
  ]);
});

test('exits and stated exceptions in transcripts', () => {
  assert.match(
    messages(session('>>> quit()\n>>> 1\n1', ['', ''], { kind: 'exited', code: 0 })).join(),
    /session ends here/,
  );
  assert.equal(session('>>> 1\n1\n>>> quit()', ['1\n', ''], { kind: 'exited', code: 0 }, 'SystemExit').kind, 'same');
  assert.match(
    messages(session('>>> 1\n1', ['1\n'], finished, 'ValueError')).join(),
    /should raise `ValueError`, and none does/,
  );
});

test('directives of doctest are understood', () => {
  const run = (directive: string, expected: string, actual: string) =>
    session(`>>> f()  # doctest: +${directive}\n${expected}`, [actual]).kind;
  assert.equal(run('ELLIPSIS', 'a...c', 'a b\nb c\n'), 'same');
  assert.equal(run('ELLIPSIS', 'a...c', 'a b\n'), 'different');
  assert.equal(run('NORMALIZE_WHITESPACE', 'a  b', 'a\nb\n'), 'same');
  assert.equal(run('SKIP', 'a', 'b\n'), 'same');
  assert.equal(
    run(
      'IGNORE_EXCEPTION_DETAIL',
      'Traceback (most recent call last):\nValueError: x',
      'Traceback (most recent call last):\n  File\nValueError: y\n',
    ),
    'same',
  );
  assert.equal(
    run(
      'IGNORE_EXCEPTION_DETAIL',
      'Traceback (most recent call last):\nKeyError: x',
      'Traceback (most recent call last):\n  File\nValueError: y\n',
    ),
    'different',
  );
  assert.equal(run('REPORT_NDIFF', 'a', 'b\n'), 'different');
});

test('the likely cause is named', () => {
  const cause = (expected: string, actual: string) => {
    const verdict = script(expected, actual);
    return verdict.kind === 'same' ? 'same' : verdict.findings[0]?.cause?.kind;
  };
  assert.equal(cause("{'a', 'b'}\n", "{'b', 'a'}\n"), 'order');
  assert.equal(cause('<f at 0x10a2b3c>\n', '<f at 0x7f00001>\n'), 'address');
  assert.equal(cause('a  b\n', 'a b\n'), 'space');
  assert.equal(cause('0.3\n', '0.30000000000000004\n'), 'float');
  assert.equal(cause('“a”\n', '"a"\n'), 'quotes');
  assert.equal(cause('Hello\n', 'hello\n'), 'capitals');
  assert.equal(cause('["a"]\n', "['a']\n"), 'quotes');
  assert.equal(cause('<function f at ...>\n', '<function f at 0x17aef90>\n'), 'dots');
  assert.equal(cause('# [1, 2]\n', '[1, 2]\n'), 'comment');
  assert.equal(cause("# 'a'\n# 'b'\n", "'a'\n'b'\n"), 'comment');
  assert.equal(cause('3\n\n# and now something else\n', '3\n'), 'comment');
  assert.equal(cause('took 3.1 ms\n', 'took 4.0 ms\n'), 'numbers');
  assert.equal(cause('TypeError: old words\n', 'TypeError: new words\n'), 'version');
  assert.equal(cause('a>>> f()\n', 'a\n'), 'prompt');
  assert.equal(cause('a\n', ''), 'empty');
  assert.equal(cause('1\n >>> f()\n', '1\n'), 'prompt');
  assert.equal(cause('... x = 2\n', ''), 'prompt');
  assert.equal(cause('...\n[1]\n', '[1]\n'), 'prompt');
  assert.equal(cause('...\nlast\n', 'first\nlast\n'), 'dots');
  assert.equal(cause('\nSome text.\n', ''), 'prose');
  assert.equal(cause('1\n\nSome text.\n', '1\n'), 'prose');
  assert.equal(cause("'\\u0394'\n", "'Δ'\n"), 'escapes');
  const link = 'Traceback (most recent call last):\n  File "a.py", line 1\n    f()\nKeyError: 1\n';
  const last = 'Traceback (most recent call last):\n  ...\nValueError: x\n';
  assert.equal(
    cause(last, `${link}\nDuring handling of the above exception, another exception occurred:\n\n${last}`),
    'frames',
  );
  assert.equal(cause('Traceback (most recent call last):\nKeyError: 1\n', link), 'frames');
  assert.equal(cause('one\n', 'two\n'), undefined);
});

test('a diff fills wildcards in, and marks what differs', () => {
  const verdict = script('id <...>\nnine lives\nmid\n[...]\nend\nlost\n', 'id 7\nfive lives\nmid\nx\ny\nend\n');
  const lines = verdict.kind === 'same' ? [] : (verdict.findings[0]?.diff ?? []);
  assert.deepEqual(
    lines.map(({ kind, text, marks }) => [kind, text, marks?.[0]]),
    [
      ['same', 'id 7', undefined],
      ['expected', 'nine lives', [0, 3]],
      ['actual', 'five lives', [0, 3]],
      ['same', 'mid', undefined],
      ['same', 'x', undefined],
      ['same', 'y', undefined],
      ['same', 'end', undefined],
      ['expected', 'lost', undefined],
    ],
  );
  assert.equal(verdict.kind === 'same' ? null : verdict.findings[0]?.where.line, 1);
  assert.equal(visible('a\tb \u001b[0m\r \u00a0'), 'a→b ␛[0m␍·⍽');
});

test('no corruption of an output survives', () => {
  const outputs = ['a\n', 'one\ntwo\nthree\n', '{1: 2}\n', "  'x'\n\ny\n", '...\n', '0.1\n'];
  for (const output of outputs) {
    const corrupted = new Set<string>();
    for (let at = 0; at <= output.length; at += 1) {
      corrupted.add(`${output.slice(0, at)}#${output.slice(at)}`);
      if (at < output.length) corrupted.add(output.slice(0, at) + output.slice(at + 1));
    }
    corrupted.add(`${output}\n`);
    corrupted.add(`${output}${output}`);
    for (const text of corrupted) {
      const lossless = text === output || `${text}\n` === output || text === '';
      if (!lossless) assert.ok(!same(text.endsWith('\n') ? text : `${text}\n`, output), JSON.stringify([text, output]));
    }
  }
});

test('promise 6: dots in a traceback stand for frames only, and the exception must be there', () => {
  const header = 'Traceback (most recent call last):\n';
  const frames = '  File "a.py", line 1, in <module>\n    f()\n';
  const chained = `${header}${frames}KeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\n${header}${frames}ValueError: x\n`;
  const group = `  + Exception Group Traceback (most recent call last):\n  |   File "a.py", line 1, in <module>\n  | ExceptionGroup: g (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | ValueError: 1\n    +---------------- 2 ----------------\n    | KeyError: 2\n    +------------------------------------\n`;
  const dots = `${header}  ...\n`;
  const between = '\nDuring handling of the above exception, another exception occurred:\n\n';
  assert.ok(same(`${dots}KeyError: 1\n${between}${dots}ValueError: x\n`, chained));
  assert.ok(!same(`${dots}ValueError: x\n`, chained), 'a link is missing');
  assert.ok(!same(`${dots}KeyError: 1\n${between}${dots}`, chained), 'the exception is missing');
  assert.ok(!same(`${dots}KeyError: 1\n${between}${dots}ValueError: x\nbalance: -999\n`, chained));
  assert.ok(!same(`${dots}balance: -999\n`, `${header}${frames}ValueError: x\n`));
  assert.ok(!same(dots, `${header}${frames}ValueError: x\n`));
  const members = group.replace('  |   File "a.py", line 1, in <module>\n', '  |   ...\n');
  assert.ok(same(members, group));
  assert.ok(!same(members.replace('    | KeyError: 2\n', ''), group), 'a member is missing');
  assert.ok(
    !same(
      `${dots.replace('Traceback', '  + Exception Group Traceback')}${group.split('\n').slice(-2).join('\n')}`,
      group,
    ),
  );
  assert.ok(!same(`${dots}ValueError: x\n  note\n`, `${header}${frames}ValueError: x\n`));
});

test('promise 6: dots are dots where there is no traceback', () => {
  assert.ok(!same('first\n  ...\nlast\n', 'first\n  second\nlast\n'));
  assert.ok(!same('...\nlast\n', 'first\nlast\n'));
});

test('promise 1: tiny floats are compared like others', () => {
  assert.ok(!same('1e-13\n', '2e-13\n', 'float'));
  assert.ok(!same('3.5e-20\n', '9.9e-300\n', 'float'));
  assert.ok(same('0.0\n', '1.2e-16\n', 'float'), 'what should be 0 may miss it by rounding');
  assert.ok(!same('0.0\n', '1.2e-6\n', 'float'));
});

test('promise 1: braces in any order keep their spaces', () => {
  assert.ok(!same('{1,2}\n', '{1, 2}\n', 'unordered'));
  assert.ok(same("{'b', 'a'}\n", "{'a', 'b'}\n", 'unordered'));
  assert.ok(same("{'x,y', '}'}\n", "{'}', 'x,y'}\n", 'unordered'));
});

test('promise 1: only a raised exception of that very class is the one that is named', () => {
  const other = {
    kind: 'raised',
    type: 'Form.ValueError',
    message: 'x',
    traceback: 'Traceback (most recent call last):\nForm.ValueError: x\n',
  } as const;
  const named = (raises: string, outcome: Outcome) =>
    judge({ kind: 'python', match: 'exact', raises, expected: { kind: 'nothing' } }, result('', outcome)).kind;
  assert.equal(named('ValueError', other), 'different');
  assert.equal(named('Form.ValueError', other), 'same');
  assert.equal(named('Overflow', { ...other, type: 'decimal.Overflow' }), 'same');
  const text = 'Traceback (most recent call last):\nValueError: x\n';
  const printing = (stream: 'stdout' | 'stderr') =>
    judge(
      {
        kind: 'pycon',
        match: 'exact',
        raises: 'ValueError',
        expected: { kind: 'transcript', statements: readTranscript(`>>> f()\n${text}`).statements },
      },
      result([{ stream, text, statement: 0 }]),
    ).kind;
  assert.equal(printing('stderr'), 'same');
  assert.equal(printing('stdout'), 'different', 'printing a traceback is not raising');
});

test('promise 6: tracebacks of the console of Python 3.13 and later', () => {
  const printed =
    'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n    f()\n    ~^^\nValueError: x\n';
  assert.equal(session(`>>> f()\n${printed.replace('<stdin>', '<python-input-12>')}`, [printed]).kind, 'same');
  assert.equal(
    session(`>>> f()\n${printed.replace('<stdin>', '<python-input-12>').replace('line 1', 'line 2')}`, [printed]).kind,
    'different',
  );
});

test('promise 1: a remark below a blank line is none of the output, unless it is printed', () => {
  const code = '>>> 1\n1\n\n# and now\n\n# two\n>>> 2\n2\n';
  assert.equal(session(code, ['1\n', '2\n']).kind, 'same');
  assert.equal(session(code, ['1\n\n# and now\n\n# two\n', '2\n']).kind, 'same');
  assert.equal(session(code, ['1\n\n# and then\n', '2\n']).kind, 'different');
  assert.equal(session('>>> 1\n1\n# no blank line\n', ['1\n']).kind, 'different');
  assert.match(messages(session('>>> 1\n1\n\nSome text.\n', ['1\n'])).join(), /below it counts as output/);
});
