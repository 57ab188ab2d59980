import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Fence, languageOf } from './fence.ts';
import { parseInfo } from './info.ts';

function fence(meta: string, language = 'python', lines = 10): Fence {
  const point = { line: 1, column: 1, offset: 0 };
  return {
    language,
    meta,
    code: Array(lines).fill('x').join('\n'),
    span: { start: point, end: point },
    metaStart: { line: 7, column: 11, offset: 10 },
    lines: Array(lines).fill(point),
    marker: '```',
    closed: true,
    within: [],
    after: null,
  };
}
const info = (meta: string) => {
  const { info, problems } = parseInfo(fence(meta), 'a.mdx', ['starter', 'solution', 'tests']);
  assert.deepEqual(problems, []);
  return info;
};
const mistakes = (meta: string, language?: string): string[] =>
  parseInfo(fence(meta, language), 'a.mdx', ['starter', 'solution', 'tests']).problems.map(
    ({ position, message, hint }) => `${position.line}:${position.column} ${message} ${hint}`,
  );

test('every attribute is read', () => {
  assert.deepEqual(
    info('id=late-binding continues=other setup raises=decimal.Overflow match=float timeout=2.5 steps=open role=tests'),
    {
      id: 'late-binding',
      continues: 'other',
      setup: true,
      raises: 'decimal.Overflow',
      match: 'float',
      timeout: 2.5,
      steps: 'open',
      role: 'tests',
    },
  );
  assert.deepEqual(info('continues   steps'), { continues: true, steps: 'offered' });
  assert.deepEqual(info('mark="2,4-6" title="my desk.py" skip="no \\"net\\" here"'), {
    mark: [
      [2, 2],
      [4, 6],
    ],
    title: 'my desk.py',
    skip: 'no "net" here',
  });
});

test('braces and backslashes survive as typed', () => {
  assert.deepEqual(info('title="C:\\new\\{x}"'), { title: 'C:\\new\\{x}' });
  assert.deepEqual(info('stdin="3\\n4\\\\n"'), { stdin: ['3', '4\\n'] });
  assert.deepEqual(info('stdin=""'), { stdin: [''] });
});

test('a mistake names its column and what to write instead', () => {
  const cases: [string, RegExp][] = [
    ['id=a expects=ValueError', /^7:16 `expects` is not a fence attribute\. Did you mean `raises`\?$/],
    ['raise=ValueError', /Did you mean `raises`\?/],
    ['exec', /7:11 `exec` is not a fence attribute\. Known: `id`/],
    ['id=a id=b', /^7:16 `id` is given twice/],
    ['id=lateBinding', /^7:14 `lateBinding` is not a name in kebab-case\. Write `id=late-binding`/],
    ['match=unorderd', /7:17 `unorderd` is not a value of `match`\. Did you mean `unordered`\?/],
    ['skip', /`skip` needs a value\. .*skip="/],
    ['skip=""', /`skip` needs a value/],
    ['setup=true', /`setup` takes no value/],
    ['timeout=soon', /`timeout` needs a number of seconds/],
    ['timeout=0', /`timeout` needs a number/],
    ['mark="9-20"', /Line 20 does not exist: the block has 10 lines/],
    ['mark="4-2"', /is not a line or a range/],
    ['steps=all', /`all` is not a value of `steps`/],
    ['raises="ValueError: x"', /not the name of an exception\. Write the class alone/],
    ['{1,3-5}', /^7:11 `\{1,3-5\}` is not an attribute\. Write `mark="1,3-5"`/],
    ["title='x y'", /`title='x y'` is not an attribute\. Write `title="x y"`/],
    ['title=“x”', /Write `title="x"`/],
    ['{id=a}', /without braces/],
    ['title="unclosed', /is not an attribute/],
    ['role=start', /Did you mean `starter`/],
  ];
  for (const [meta, expected] of cases) {
    assert.match(mistakes(meta).join('\n'), expected, meta);
  }
});

test('all mistakes at once, and what is right still counts', () => {
  const { info, problems } = parseInfo(fence('foo id=a bar=1 setup=2'), 'a.mdx', ['starter', 'solution', 'tests']);
  assert.equal(problems.length, 3);
  assert.equal(info.id, 'a');
});

test('the languages of other tools are understood or reported', () => {
  const language = (text: string, meta = '') => languageOf({ language: text, meta });
  for (const word of ['python', 'py', 'Python', 'PYTHON', 'python3', '{python}', '{.python', '{python,', 'py3'])
    assert.equal(language(word), 'python', word);
  for (const word of ['pycon', 'python-repl', 'Pycon', 'doctest', '{doctest}'])
    assert.equal(language(word), 'pycon', word);
  for (const word of ['python2', 'ipython', 'ipython3', 'pyhton', 'python3.14', 'pytb', 'outputs'])
    assert.equal(language(word), 'unclear', word);
  assert.equal(language('{code-block}', 'python'), 'unclear');
  assert.equal(language('{code-cell}', 'ipython3'), 'unclear');
  for (const word of ['', 'text', 'js', 'pyret', 'toml', '{note}', 'constructor'])
    assert.equal(language(word), 'other', word);
  assert.deepEqual(mistakes('echo=FALSE}', '{python,').length, 1);
});

test('promise 1: attributes of other tools are passed over with advice, and those that keep a block from running are understood', () => {
  const read = (meta: string) => {
    const { info, problems } = parseInfo(fence(meta), 'a.md', []);
    return [info, problems.map(({ severity, position }) => `${severity} ${position.column}`)];
  };
  assert.deepEqual(read('hl_lines="1 2" linenums="1"'), [{}, ['advice 11', 'advice 26']]);
  assert.deepEqual(read('{title="a.py" test="skip"}'), [
    { title: 'a.py', skip: 'its fence says test="skip"' },
    ['advice 11', 'advice 25'],
  ]);
  assert.deepEqual(read('notest'), [{ skip: 'its fence says notest' }, ['advice 11']]);
  assert.deepEqual(read('{id=a}'), [{ id: 'a' }, ['advice 11']]);
  assert.deepEqual(read('titel=x'), [{}, ['undefined 11']], 'a slip in one of ours stays an error');
});
