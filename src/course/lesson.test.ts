import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asOneSession, sessionOf } from '../lesson/read/session.ts';
import { openText } from './open-lesson.ts';

const lesson = (source: string, path = 'a.mdx') => openText(source, path, 'elsewhere').lesson;
const problems = (source: string, path?: string) =>
  lesson(source, path).problems.map(
    ({ position, message, hint, severity }) =>
      `${position.line}:${position.column} ${message} ${hint ?? ''}${severity ?? ''}`,
  );
const block = (info: string, text = 'x = 1') => `\`\`\`${info}\n${text}\n\`\`\`\n\n`;

test('scripts find their outputs and errors', () => {
  const { snippets, problems } = lesson(
    block('python id=a') + block('output', 'one') + block('error', 'E') + block('js', 'x') + block('py'),
  );
  assert.deepEqual(problems, []);
  const [first, second] = snippets;
  assert.equal(first?.expected.kind === 'stated' && first.expected.output?.text, 'one\n');
  assert.equal(first?.expected.kind === 'stated' && first.expected.error?.text, 'E\n');
  assert.deepEqual([second?.id, second?.expected.kind], ['block-2', 'nothing']);
});

test('an empty output claims nothing, an empty line claims a line', () => {
  const text = (source: string) => {
    const expected = lesson(block('python') + source).snippets[0]?.expected;
    return expected?.kind === 'stated' ? expected.output?.text : null;
  };
  assert.equal(text('```output\n```\n'), '');
  assert.equal(text('```output\n\n```\n'), '\n');
});

test('sessions: continues, a named one, one for the page', () => {
  const page = lesson(
    block('python id=a') + block('python id=b continues') + block('python') + block('python continues=a'),
  );
  const chain = (of: typeof page, id: string) => sessionOf(of, id).map((snippet) => snippet.id);
  assert.deepEqual(chain(page, 'b'), ['a', 'b']);
  assert.deepEqual(chain(page, 'block-3'), ['block-3']);
  assert.deepEqual(chain(page, 'block-4'), ['a', 'block-4']);
  assert.deepEqual(chain(asOneSession(page), 'block-3'), ['a', 'b', 'block-3']);
});

test('a transcript in a python fence, in a bare fence, in an indented block', () => {
  const kinds = (source: string) => lesson(source, 'a.md').snippets.map(({ kind }) => kind);
  assert.deepEqual(kinds(block('python', '>>> 1\n1')), ['pycon']);
  assert.deepEqual(kinds(block('', '>>> 1\n1')), ['pycon']);
  assert.deepEqual(kinds('text\n\n    >>> 1\n    1\n'), ['pycon']);
  assert.match(problems(block('', '>>> 1\n1')).join(), /checked as `pycon`.*advice/);
  assert.match(problems(block('text', '>>> 1\n1')).join(), /is never checked/);
});

test('every mistake is a problem with a place and a cure, all at once', () => {
  const cases: [string, RegExp][] = [
    [block('output', 'x'), /^1:1 This `output` belongs to no script/],
    [`${block('python')}text\n\n${block('output', 'x')}`, /^7:1 This `output` belongs to no script/],
    [block('pycon', '>>> 1\n1') + block('output', 'x'), /^6:1 A transcript holds its own output/],
    [block('python') + block('output', 'x') + block('output', 'y'), /^9:1 The script above already has an `output`/],
    [block('python') + block('output id=b', 'x'), /^5:11 An `output` fence has no attributes/],
    [block('python') + block('output', '<...>'), /^6:1 Nothing but wildcards/],
    [block('python') + block('output', '[...]\n 0x... <...>'), /^6:1 Nothing but wildcards/],
    [block('pycon', '>>> f()\n<...>'), /^3:1 Nothing but wildcards/],
    [block('python id=a') + block('python id=a'), /^5:11 `id=a` is taken by the block in line 1/],
    [block('python continues'), /^1:11 `continues` leads nowhere/],
    [
      block('python id=abc') + block('python continues=abd'),
      /^5:11 `continues=abd` leads nowhere.*Did you mean `abc`\?/,
    ],
    [block('python continues=b') + block('python id=b'), /does not stand above \(line 5\)/],
    [block('python id=a continues=a'), /does not stand above/],
    [block('python id=a role=tests') + block('python continues=a'), /which runs only in its exercise/],
    [block('python role=solution') + block('output', 'x'), /`role=solution` claims no output/],
    [block('pycon role=tests', '>>> 1\n1'), /needs a script/],
    [block('python match=float'), /has no output to relax/],
    [block('python', ''), /This block is empty/],
    [block('ipython3'), /looks like Python, but is no language/],
    [block('pyhton'), /looks like Python/],
    ['```python\nx = 1\n', /^1:1 This fence is never closed/],
    [block('python id=block-7'), /is how blocks without an id are called/],
    [block('pycon', 'x = 1'), /^2:1 This transcript has no `>>>`/],
    [block('python nonsense') + block('output', 'x') + block('output', 'y'), /nonsense.*[\s\S]*already has/],
  ];
  for (const [source, expected] of cases) assert.match(problems(source).join('\n'), expected, source);
});
