import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completenessOf } from './python-source.ts';
import { looksLikeTranscript, outputLines, readTranscript } from './transcript.ts';

const pairs = (code: string): [string, string][] =>
  readTranscript(code).statements.map(({ source, expected }) => [source, expected]);

test('statements and their outputs', () => {
  assert.deepEqual(pairs('>>> x = 1\n>>> x\n1\n>>> for i in "ab":\n...     print(i)\n...\na\nb'), [
    ['x = 1', ''],
    ['x', '1\n'],
    ['for i in "ab":\n    print(i)', 'a\nb\n'],
  ]);
});

test('a blank line does not end an output: the text after it is seen', () => {
  assert.deepEqual(pairs('>>> print("a\\n\\nb")\na\n\nb\n\n>>> x = 1\n\nstray'), [
    ['print("a\\n\\nb")', 'a\n\nb\n'],
    ['x = 1', '\nstray\n'],
  ]);
});

test('a first output line that begins with dots is output after a simple statement', () => {
  assert.deepEqual(pairs('>>> print("...")\n...\n>>> print("... wait")\n... wait'), [
    ['print("...")', '...\n'],
    ['print("... wait")', '... wait\n'],
  ]);
});

test('after the empty continuation line, a block prints dots', () => {
  assert.deepEqual(pairs('>>> for i in range(2):\n...     print("...")\n...\n...\n...'), [
    ['for i in range(2):\n    print("...")', '...\n...\n'],
  ]);
});

test('a definition keeps its inner blank lines', () => {
  assert.deepEqual(pairs('>>> class A:\n...     x = 1\n...\n...     y = 2\n...\n...\n>>> A.y\n2')[0], [
    'class A:\n    x = 1\n\n    y = 2',
    '',
  ]);
});

test('a function without the empty continuation line', () => {
  assert.deepEqual(pairs('>>> def f():\n...     return 1\n>>> f()\n1'), [
    ['def f():\n    return 1', ''],
    ['f()', '1\n'],
  ]);
});

test('brackets, strings and line joins continue; quotes inside fields do not confuse', () => {
  const open = ['f(1,', 'x = """a', 'x = 1 + \\', 'x = [', "f'{x", 'print(f"{d["a"]', 's = f"""{x:'];
  for (const source of open) assert.equal(completenessOf(source), 'open', source);
  const done = [
    'f(1)',
    'x = "a # ("',
    "x = 'it''s'",
    'x  # (',
    'f"{d["a"]}"',
    `f"{x:'^10}"`,
    'f"{{"',
    'match = 3',
    'match: int = 3',
    'x = {1: 2}',
    'f"{x!r:>{w}}"',
    "b'('",
    'lambda x: x',
  ];
  for (const source of done) assert.equal(completenessOf(source), 'done', source);
  const block = ['def f():', '@cache', 'match x:', 'if x: pass', 'async def f():', 'for i in x:  # c', 'with a as b:'];
  for (const source of block) assert.equal(completenessOf(source), 'block', source);
});

test('indented sessions are read, deeper prompts are output', () => {
  assert.deepEqual(pairs('    >>> help(f)\n    Help:\n        >>> f()\n        1\n    >>> 2\n    2'), [
    ['help(f)', 'Help:\n    >>> f()\n    1\n'],
    ['2', '2\n'],
  ]);
});

test('BLANKLINE and directives of doctest are understood, and advice is given', () => {
  const { statements, problems } = readTranscript('>>> f()  # doctest: +ELLIPSIS, +SKIP\na\n<BLANKLINE>\nb');
  assert.deepEqual(statements[0]?.directives, ['ELLIPSIS', 'SKIP']);
  assert.equal(statements[0]?.expected, 'a\n\nb\n');
  assert.deepEqual(
    problems.map(({ severity }) => severity),
    ['advice', 'advice'],
  );
});

test('promise 1: a directive stands in a comment, not in a string', () => {
  const directives = (code: string) => readTranscript(code).statements.map((statement) => statement.directives);
  assert.deepEqual(directives('>>> f("# doctest: +SKIP")\n1\n>>> f("#")  # doctest: +ELLIPSIS\n2'), [[], ['ELLIPSIS']]);
  assert.deepEqual(directives('>>> x = """\n... # doctest: +SKIP\n... """'), [[]]);
});

test('promise 1: a string that does not end is finished: Python refuses it at once', () => {
  for (const source of ["print('a)", 'x = "abc', 'f(1]', ')', "f(x, 'a)\n"])
    assert.equal(completenessOf(source), 'done', source);
  assert.deepEqual(readTranscript('>>> print(\'a)\n  File "<stdin>", line 1\nSyntaxError: no').problems, []);
});

test('promise 1: a comment at the prompt goes on with the lines below it', () => {
  assert.deepEqual(pairs('>>> s = "a"\n... #    ^ a letter\n>>> s\na'), [
    ['s = "a"\n#    ^ a letter', ''],
    ['s', 'a\n'],
  ]);
  assert.deepEqual(pairs('>>> # Tuples:\n... u = 1, 2\n>>> # alone\n>>> u\n(1, 2)'), [
    ['# Tuples:\nu = 1, 2', ''],
    ['# alone', ''],
    ['u', '(1, 2)\n'],
  ]);
});

test('nothing is passed over in silence', () => {
  const messages = (code: string): string[] =>
    readTranscript(code).problems.map(({ line, message }) => `${line}: ${message}`);
  assert.match(messages('x = 1\nx')[0] ?? '', /^0: .*no `>>>` prompt/);
  assert.match(messages('note\n>>> 1\n1')[0] ?? '', /^0: Text before the first/);
  assert.match(messages('In [1]: x\n>>> 1\n1')[0] ?? '', /IPython/);
  assert.match(messages('>>> 1\n1\n>>>2\n2')[0] ?? '', /^2: A prompt needs a space/);
  assert.match(messages('>>> def f():\n...    pass\n...x')[0] ?? '', /^2: .*`\.\.\.` needs a space/);
  assert.match(messages('>>> f(1,\n2)\n3')[0] ?? '', /^0: This statement is not finished/);
  assert.match(messages('>>> 1\n1\n>>>\nlost')[0] ?? '', /^3: .*empty prompt/);
  assert.match(messages('>>> for x in y:\n        print(x)\n\n1')[0] ?? '', /^1: These lines have no prompt/);
  assert.deepEqual(messages('>>> 1\n1\n>>>'), []);
  assert.deepEqual(messages('# Python 3\n\n>>> 1\n1'), []);
});

/** Statements with what they printed, as a transcript. */
function written(session: readonly { readonly source: string; readonly output: string }[]): string {
  const lines = session.flatMap(({ source, output }) => {
    const [head, ...rest] = source.split('\n');
    const prompts = [`>>> ${head}`, ...rest.map((line) => (line === '' ? '...' : `... ${line}`))];
    if (completenessOf(source) === 'block') prompts.push('...');
    return [...prompts, ...outputLines(output)];
  });
  return lines.join('\n');
}

test('transcripts survive being written and read again', () => {
  const outputs = [
    '',
    'a\n',
    'a\n\nb\n',
    '\n',
    '\n\n',
    'a\n\n',
    '...\n',
    '... x\n',
    '  indented\n',
    '\ta\tb\n',
    'é😀\r x\n',
    '\u001b[1mred\u001b[0m\n',
  ];
  const sources = ['f()', 'x = [\n    1,\n]', 'if x:\n    f()', 'def f():\n\n    return 1', 'print("""a\n\nb""")'];
  for (const output of outputs) {
    for (const source of sources) {
      const session = [
        { source, output },
        { source: 'last()', output },
      ];
      // After a definition a line of dots belongs to it: that one a transcript cannot say.
      if (/^\.\.\./.test(output) && source.startsWith('def')) continue;
      assert.deepEqual(
        pairs(written(session)),
        session.map((statement) => [statement.source, statement.output]),
      );
    }
  }
  assert.deepEqual(outputLines('a\n\n'), ['a', '<BLANKLINE>']);
});

test('a session is told from a script by its first line', () => {
  assert.ok(looksLikeTranscript('\n>>> 1\n1'));
  assert.ok(looksLikeTranscript('# first\n>>> 1\n1'));
  assert.ok(!looksLikeTranscript('print(">>> 1")'));
  assert.ok(!looksLikeTranscript('# note\nx = """\n>>> 1\n"""'));
});
