/** Promise 1 of the checker: what is not checked is told, wherever it stands. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Report } from '../src/check/report.ts';
import { checkText, command, fileWith, problems, scriptPage, statuses } from './check-harness.ts';

test('promise 1: folders, links and documents that are passed over are told', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tree-'));
  const page = scriptPage('print(1)', '1\n');
  for (const name of ['docs', '.github', 'build', 'dist/deep', 'node_modules/other', '.empty']) {
    mkdirSync(path.join(folder, name), { recursive: true });
    if (name !== '.empty') writeFileSync(path.join(folder, name, 'a.md'), page);
  }
  writeFileSync(path.join(folder, 'guide.rst'), '>>> 1\n1\n');
  symlinkSync(path.join(folder, 'docs'), path.join(folder, 'linked'));
  symlinkSync(path.join(folder, 'docs/a.md'), path.join(folder, 'linked.md'));
  symlinkSync('nowhere.md', path.join(folder, 'broken.md'));
  const { code, out } = await command([folder, '--reporter', 'json']);
  assert.equal(code, 0);
  const report = JSON.parse(out) as Report;
  assert.deepEqual(
    report.files.map((file) => path.relative(folder, file.path)),
    ['docs/a.md'],
  );
  assert.deepEqual(
    report.passedOver?.map(({ path: at, reason }) => `${at.slice(folder.length + 1)}: ${reason}`).sort(),
    [
      '.github/: its name begins with a dot',
      'broken.md: a link that leads nowhere',
      'build/: a folder of tools or of what they make',
      'dist/: a folder of tools or of what they make',
      'guide.rst: no Markdown',
      'linked.md: a link',
      'linked: a link',
    ],
  );
  assert.match((await command([folder])).out, /^passed over .*\/\.github\/: its name begins with a dot\n/);
});

test('promise 1: a document whose prompts are hardly ever checked does not end well', async () => {
  const hidden = [
    '```console\n>>> 1\n2\n```\n',
    '```rst\n>>> 1\n2\n```\n',
    '<pre>\n>>> 1\n2\n</pre>\n',
    '<pre><code>&gt;&gt;&gt; 1\n2</code></pre>\n',
    'text\n\n    ```python\n    print(1)\n    ```\n',
  ];
  for (const text of hidden) {
    const file = fileWith(`${scriptPage('print(1)', '1\n')}${text}`);
    assert.equal((await command([file])).code, 1, text);
  }
  const { code, out } = await command([
    fileWith(`${scriptPage('print(1)', '1\n')}\`\`\`rst\nExample:\n\n>>> 1\n2\n>>> 2\n\`\`\`\n`),
  ]);
  assert.equal(code, 0);
  assert.match(out, /passed over .*:9: 2 prompts in a `rst` block\n/);
});

test('promise 1: admonitions and tabs of MkDocs are read, with their places', async () => {
  const text = [
    '!!! note "A title"',
    '    Text.',
    '',
    '    ```python',
    '    print(1)',
    '    ```',
    '',
    '    ```output',
    '    2',
    '    ```',
    '',
    '    ???+ tip',
    '',
    '        ```pycon',
    '        >>> 3',
    '        4',
    '        ```',
    '',
    '=== "One"',
    '',
    '    ```python',
    '    print(5)',
    '    ```',
    '',
    '    ```output',
    '    6',
    '    ```',
    '',
    '=== "Two"',
    '    ```pycon',
    '    >>> 7',
    '    8',
    '    ```',
    '',
    '```text',
    '!!! note',
    '    ```python',
    '```',
    '',
  ].join('\n');
  const seen = await checkText(text, { args: ['--update'] });
  assert.deepEqual(problems(seen), []);
  assert.equal(
    seen.text,
    text
      .replace('    2\n', '    1\n')
      .replace('    4\n', '    3\n')
      .replace('    6\n', '    5\n')
      .replace('    8\n', '    7\n'),
  );
  const before = await checkText(text.replaceAll('\n', '\r\n'));
  assert.deepEqual(
    problems(before).map((problem) => problem.split(' ')[0]),
    ['9:5', '16:9', '26:5', '32:5'],
  );
});

test('promise 1: code and a session in one block get a hint', async () => {
  const seen = await checkText('```python\ndef f():\n    return 1\n\n>>> f()\n1\n```\n');
  assert.deepEqual(statuses(seen), ['block-1 failed']);
  assert.match(seen.blocks[0]?.problems[0]?.hint ?? '', /Code and a `>>>` session stand in one block/);
});

test('promise 1: lines of `stdin` that nothing reads are told', async () => {
  const seen = await checkText(scriptPage('print(input())', 'a\na\n', 'python stdin="a\\nb"'));
  assert.deepEqual(
    problems(seen),
    ['1:1 The block reads 1 of its 2 lines of `stdin`.'].map((line) => line.replace('1:1', '2:1')),
  );
});

test('promise 6: a byte-order mark that is printed is part of the output', async () => {
  const seen = await checkText(
    `${scriptPage('print("\\ufeffa")', 'a\n')}${scriptPage('print("\\ufeffa")', '\ufeffa\n')}`,
  );
  assert.deepEqual(statuses(seen), ['block-1 failed', 'block-2 passed']);
});

test('promise 1: a comment above a block gives it attributes, whatever its language', async () => {
  const seen = await checkText(
    [
      '<!-- check: skip="needs a key" -->\n\n```python\n1 / 0\n```\n',
      '<!-- check: raises=ZeroDivisionError id=zero -->\n```python\n1 / 0\n```\n',
      '- item\n\n  <!-- check: skip="an old shell" -->\n  ```console\n  >>> 1\n  2\n  ```\n',
      '<!-- check: match=float -->\n```python\nprint(0.1 + 0.2)\n```\n\n```output\n0.3\n```\n',
      '<!-- check: titel="x" -->\n```python\nx = 1\n```\n',
      '<!-- check: skip="why" -->\n\nText.\n',
      '<!-- a comment that says check: no -->\n',
    ].join('\n'),
  );
  assert.deepEqual(statuses(seen), [
    'block-1 skipped',
    'zero passed',
    'block-3 skipped',
    'block-4 passed',
    'block-5 error',
    'page error',
  ]);
  assert.equal(seen.blocks[0]?.reason, 'needs a key');
  assert.deepEqual(problems(seen), [
    '29:13 `titel` is not a fence attribute.',
    '34:1 This comment for the check stands above no code block, so it says nothing.',
  ]);
});

test('promise 1: set-up in a comment runs before the block below it, and is checked', async () => {
  const text = [
    '<!-- check: id=data\nrows = [1, 2]\nprint("ready")\n-->\n',
    '```pycon\n>>> rows\n[1, 2]\n```\n',
    '```pycon\n>>> rows\n[1, 2]\n```\n',
    '```pycon continues=data\n>>> len(rows)\n3\n```\n',
    '<!-- check:\nimport nowhere\n-->\n',
    '```python\nprint(1)\n```\n\n```output\n1\n```\n',
  ].join('\n');
  const seen = await checkText(text, { args: ['--update'] });
  assert.deepEqual(statuses(seen), [
    'data passed',
    'block-2 passed',
    'block-3 failed',
    'block-4 passed',
    'block-5 failed',
    'block-6 passed',
  ]);
  assert.equal(seen.text, text.replace('\n3\n', '\n2\n'));
  assert.match(problems(seen).join('\n'), /^22:1 The block raises `ModuleNotFoundError/m);
});
