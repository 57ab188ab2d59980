import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Printed } from '../lesson/judge/printed.ts';
import { editsOf, rewritingsFor, withEdits } from '../lesson/judge/update.ts';
import { openText } from './open-lesson.ts';

/** What a run printed: an output, an error, or one text for each statement. */
interface Given {
  readonly output?: string;
  readonly error?: string;
  readonly statements?: readonly string[];
}

function update(source: string, given: Given, path = 'a.mdx', index = 0): string {
  const [snippet, ...rest] = openText(source, path, 'elsewhere').lesson.snippets.slice(index);
  assert.ok(snippet !== undefined && rest.length >= 0);
  const { expected } = snippet;
  const stated = (part: 'output' | 'error'): string => (expected.kind === 'stated' ? (expected[part]?.text ?? '') : '');
  const before = expected.kind === 'transcript' ? expected.statements.map((statement) => statement.expected) : [];
  const printed: Printed = {
    output: given.output ?? stated('output'),
    error: given.error ?? stated('error'),
    statements: (given.statements ?? before).map((text) => ({ text, errors: '' })),
    after: '',
  };
  return withEdits(source, editsOf(source, snippet, rewritingsFor(source, snippet, printed)));
}
const page = (output: string, script = 'x') =>
  `é😀\n\n\`\`\`python\n${script}\n\`\`\`\n\n\`\`\`output\n${output}\`\`\`\n\nend\n`;

test('only the outputs change, and a second run changes nothing', () => {
  const updated = update(page('old\n'), { output: 'new\nlines\n' });
  assert.equal(updated, page('new\nlines\n'));
  assert.equal(update(updated, { output: 'new\nlines\n' }), updated);
  assert.equal(update(page(''), { output: 'a\n\nb\n' }), page('a\n\nb\n'));
  assert.equal(update(page('a\n'), { output: '' }), page(''));
  assert.equal(update(page('\n'), { output: 'x' }), page('x\n'));
});

test('wildcards that still hold are kept', () => {
  assert.equal(
    update(page('took <...> s\nold\n[...]\nend\n'), { output: 'took 3 s\nnew\na\nb\nend\n' }),
    page('took <...> s\nnew\n[...]\nend\n'),
  );
  assert.equal(update(page('f at 0x...\nold\n'), { output: 'f at 0x1f\nnew\n' }), page('f at 0x...\nnew\n'));
  assert.equal(update(page('it <...> s\n'), { output: 'gone\n' }), page('gone\n'));
});

test('an elided traceback stays elided', () => {
  const source = '```python\nx\n```\n\n```error\nTraceback (most recent call last):\n  ...\nKeyError: 1\n```\n';
  const error = 'Traceback (most recent call last):\n  File "x", line 1, in <module>\n    x\nKeyError: 2\n';
  assert.equal(update(source, { error }), source.replace('KeyError: 1', 'KeyError: 2'));
});

test('indentation, quotes, list prefixes and CRLF stay', () => {
  const list = '- a\n\n  ```python\n  x\n  ```\n\n  ```output\n  old\n  ```\n';
  assert.equal(update(list, { output: 'a\n\n  b\n' }), list.replace('  old\n', '  a\n\n    b\n'));
  const quote = '> ```python\n> x\n> ```\n>\n> ```output\n> old\n> ```\n';
  assert.equal(update(quote, { output: 'a\n\nb\n' }), quote.replace('> old\n', '> a\n>\n> b\n'));
  assert.equal(update(quote.replace('> old\n', ''), { output: 'a\n' }), quote.replace('old', 'a'));
  const windows = page('old\n').replaceAll('\n', '\r\n');
  assert.equal(update(windows, { output: 'a\nb\n' }), page('a\nb\n').replaceAll('\n', '\r\n'));
  const nested = '- > ~~~python\n  > x\n  > ~~~\n  > ~~~output\n  > ~~~\n';
  assert.equal(update(nested, { output: 'a\n' }), '- > ~~~python\n  > x\n  > ~~~\n  > ~~~output\n  > a\n  > ~~~\n');
});

test('a fence grows when the output holds one', () => {
  assert.equal(
    update(page('old\n'), { output: 'a\n```\nb\n' }),
    'é😀\n\n```python\nx\n```\n\n````output\na\n```\nb\n````\n\nend\n',
  );
  assert.equal(update(page('old\n'), { output: '```js\n' }), page('```js\n'));
});

test('transcripts are rewritten statement by statement', () => {
  const session = (text: string) => `\`\`\`pycon\n${text}\n\`\`\`\n`;
  const before = session('>>> x = 1\n>>> x\n2\n\n>>> y\nold\nold\n>>> z\n0x...');
  const printed = { statements: ['', '1\n', '', '0x1f\n'] };
  const after = update(before, printed);
  assert.equal(after, session('>>> x = 1\n>>> x\n1\n\n>>> y\n>>> z\n0x...'));
  assert.equal(update(after, printed), after);
  assert.equal(update(session('>>> f()'), { statements: ['a\n\nb\n\n'] }), session('>>> f()\na\n\nb\n<BLANKLINE>'));
  const indented = '- x\n\n      >>> 1\n      2\n\ntext\n';
  assert.equal(update(indented, { statements: ['1\n3\n'] }, 'a.md'), '- x\n\n      >>> 1\n      1\n      3\n\ntext\n');
});
