import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fencesIn } from './fences.ts';
import { syntaxOf } from './markdown.ts';

const read = (source: string, path = 'a.mdx') => fencesIn(source, { path, syntax: syntaxOf(path) });
const problems = (source: string, path?: string) =>
  read(source, path).problems.map(({ position, message }) => `${position.line}:${position.column} ${message}`);

/** Every position of every fence, checked against the source itself. */
function assertPositions(source: string, path?: string) {
  const { fences } = read(source, path);
  for (const fence of fences) {
    const lines = fence.code.split('\n');
    for (const [index, point] of fence.lines.entries()) {
      const rest = source.slice(point.offset).split(/\r\n|\n/)[0] ?? '';
      assert.ok(
        rest === lines[index] || rest.trimStart() === lines[index]?.trimStart(),
        `${JSON.stringify(rest)} is ${JSON.stringify(lines[index])}`,
      );
      const before = source.slice(0, point.offset).split(/\r\n|\n/);
      assert.equal(point.line, before.length);
      assert.equal(point.column, (before.at(-1) ?? '').replace('\uFEFF', '').length + 1);
    }
    if (fence.marker !== '') assert.ok(source.startsWith(fence.marker, fence.span.start.offset));
    assert.equal(source.slice(fence.metaStart.offset, fence.metaStart.offset + fence.meta.length), fence.meta);
  }
  return fences;
}

test('positions are those of an editor: frontmatter, CRLF, tabs, non-ASCII, a byte-order mark', () => {
  const page =
    '---\ntitle: é😀\n---\n\n# Häd\n\n😀 text\n\n- item\n\n  ```python id=a title="😀"\n  print("é😀")\n\n\tif x:\n  ```\n\n> ```output\n> a\n>\n> b\n> ```\n';
  for (const source of [page, page.replaceAll('\n', '\r\n'), `\uFEFF${page}`]) {
    const fences = assertPositions(source);
    assert.deepEqual(
      fences.map(({ code }) => code),
      ['print("é😀")\n\n  if x:', 'a\n\nb'],
    );
    assert.deepEqual(
      [fences[0]?.span.start.line, fences[0]?.span.start.column, fences[0]?.metaStart.column],
      [11, 3, 13],
    );
  }
  assertPositions('1.\tfoo\n\n\t```py\n\tx\n\t\ty\n\t```\n\n- \t```py\n\tz\n\t```\n', 'a.md');
});

test('the info string is what was typed: backslashes, braces, entities', () => {
  const [fence] = read('```python stdin="a\\n{b}\\*" title="&amp;"  \nx\n```\n').fences;
  assert.equal(fence?.meta, 'stdin="a\\n{b}\\*" title="&amp;"');
});

test('fences in lists, quotes, components, footnotes, longer fences and tildes are all found', () => {
  const source =
    '<Predict id="p" typed>\n\n- a\n\n  > ````python\n  > ```\n  > ````\n\n  ~~~output\n  x\n  ~~~\n\n</Predict>\n\n[^1]: note\n\n    ```py\n    x\n    ```\n\n<A>\n  ```py\n    y\n  ```\n</A>\n';
  const fences = assertPositions(source);
  assert.deepEqual(
    fences.map(({ language, code, within }) => [language, code, within.map(({ name }) => name)]),
    [
      ['python', '```', ['Predict']],
      ['output', 'x', ['Predict']],
      ['py', 'x', []],
      ['py', '  y', ['A']],
    ],
  );
  assert.deepEqual(fences[0]?.within[0]?.attributes, { id: 'p', typed: true });
});

test('only the very next sibling follows a fence', () => {
  const after = (source: string): (number | null)[] => read(source).fences.map((fence) => fence.after);
  assert.deepEqual(after('```py\n```\n\n```output\n```\n'), [null, 0]);
  assert.deepEqual(after('```py\n```\n\ntext\n\n```output\n```\n'), [null, null]);
  assert.deepEqual(after('- ```py\n  ```\n\n```output\n```\n'), [null, null]);
});

test('an empty fence is told from one empty line; an unclosed fence from a closed one', () => {
  const shape = (source: string) => read(source, 'a.md').fences.map(({ lines, closed }) => [lines.length, closed]);
  assert.deepEqual(shape('```output\n```\n'), [[0, true]]);
  assert.deepEqual(shape('```output\n\n```\n'), [[1, true]]);
  assert.deepEqual(shape('```output\n\n\n```\n'), [[2, true]]);
  assert.deepEqual(shape('> ```py\n> x\n\nafter\n\n```py\nx\n'), [
    [1, false],
    [1, false],
  ]);
  assert.deepEqual(shape('```py\n> ```'), [[1, false]]);
  assert.deepEqual(shape('````py\n```\n'), [[1, false]]);
});

test('plain Markdown has no MDX: braces, HTML and comments are text', () => {
  const source = 'a {b} <br> <!-- c -->\n\n<details>\n\n```py\nx\n```\n\n</details>\n\n    >>> 1\n    1\n';
  assert.deepEqual(problems(source, 'a.md'), []);
  assert.deepEqual(
    read(source, 'a.md').fences.map(({ language, code }) => [language, code]),
    [
      ['py', 'x'],
      ['', '>>> 1\n1'],
    ],
  );
});

test('a text that only looks like a fence is reported', () => {
  assert.match(
    problems('<div>\n```python\nx\n```\n</div>\n', 'a.md').join(),
    /^2:1 This looks like the start of a fence/,
  );
  assert.match(problems('```py skip="`x`"\nx\n\n', 'a.md').join(), /^1:1 This looks like the start of a fence/);
  assert.deepEqual(problems('Write `` ```python `` first.\n\n<!-- ```py\n``` -->\n', 'a.md'), []);
  assert.deepEqual(problems('{/* ```py */}\n'), []);
});

test('syntax errors of MDX have line, column and a cure, and the fences are found all the same', () => {
  const cases: [string, RegExp, RegExp][] = [
    ['---\nt: 1\n---\n\né😀 <Foo>\n', /^5:5 `<Foo>` is never closed/, /Close it with `<\/Foo>`/],
    ['# hi\n\na {x y} b\n', /^3:6 .*not valid/, /write `\\\{`/],
    ['a <!-- c -->\n', /^1:\d MDX has no HTML comments/, /\{\/\* comment \*\/\}/],
    ['a </b>\n', /^1:/, /./],
    ['1 < 2 <3\n', /^1:/, /`\\<`|backticks/],
  ];
  for (const [source, message, hint] of cases) {
    const document = read(`${source}\n\`\`\`py\nx\n\`\`\`\n`);
    assert.equal(document.whole, false);
    const [problem] = document.problems;
    assert.match(`${problem?.position.line}:${problem?.position.column} ${problem?.message}`, message, source);
    assert.match(problem?.hint ?? '', hint, source);
    assert.equal(document.fences.length, 1);
  }
});

test('frontmatter, headings and components come with their places', () => {
  const { frontmatter, headings, components } = read(
    '---\na: 1\nb: 2\n---\n\n## The `cell` of *x*\n\nA <Term id="cell">cells</Term> here.\n',
  );
  assert.equal(frontmatter?.raw, 'a: 1\nb: 2');
  assert.deepEqual(frontmatter?.start, { line: 2, column: 1, offset: 4 });
  assert.deepEqual(
    headings.map(({ depth, text, span }) => [depth, text, span.start.line]),
    [[2, 'The cell of x', 6]],
  );
  assert.deepEqual(
    components.map(({ name, inline, attributes }) => [name, inline, attributes]),
    [['Term', true, { id: 'cell' }]],
  );
});
