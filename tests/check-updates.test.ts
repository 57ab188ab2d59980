/** Promise 7 of the checker: an update changes outputs and nothing else, and leaves alone whatever a person may have meant so. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { patchOf } from '../src/check/patch.ts';
import { checkText, command, fileWith, scriptPage } from './check-harness.ts';

const UPDATE = { args: ['--update'] };
const session = (text: string): string => `\`\`\`pycon\n${text}\`\`\`\n\n`;

test('promise 7: comments, remarks, code and what somebody left out stay', async () => {
  const kept = [
    session('>>> x = 1\n>>> x\n2\n\n# now something else\n>>> x\n1\n').replace('x\n2', 'x\n1'),
    session('>>> 2 + 2\n5  # four\n'),
    session('>>> 2 + 2\n# five\n'),
    session('>>> 2 + 2\n4 (as everybody knows)\n'),
    session('>>> list(range(9))\n[1, 2, ..., 8]\n'),
    session(">>> d = {'a': 1,\n         'b': 2}\n"),
    session('>>> for i in range(2):\n        print(i)\n\n0\n1\n'),
    session('>>> x = 5\n\nSome text.\n'),
    session('>>> print("a")\nb\n\nSome text.\n'),
    session('>>> None\nnothing\n'),
    session('>>> 2 / 3\n0.667\n'),
    session('>>> "\\u0394"\n\'\\u0394\'\n'),
    session('>>> import os; os.uname().release\n'),
    session(">>> 'a.b'.split('.')\n['a', 'b']\n'a.b'.rsplit('.')\n['a', 'b']\n"),
    session('>>> x = []\n... for i in "ab":\n...     x.append(i)\n\n>>> print(x)\n["a", "b"]\n'),
    session('>>> import this\n'),
    session('>>> dir()\n[]\n'),
    session('>>> import gc\n>>> gc.collect()\n-1\n'),
    session(`>>> print(1)\n${'a line of something else\n'.repeat(9)}`),
    session(">>> type(1)  # <class 'int'>\n"),
    session('>>> import sys; sys.maxsize\n9223372036854775807\n'),
    scriptPage('print(1, 2)', '1 2 <- both\n'),
  ];
  for (const text of kept) assert.equal((await checkText(text, UPDATE)).text, text);
});

test('promise 7: no exception is written that the page does not state, nor anything that comes after it', async () => {
  const kept = [
    session('>>> import nowhere\n>>> 1 + 1\n3\n'),
    session('>>> open("missing.txt").read()\n"text"\n>>> 1 + 1\n3\n'),
    session('>>> x = = 2\n1\n>>> 1 + 1\n3\n'),
    session('>>> nobody\n1\n'),
    session('>>> int("x")\nTraceback (most recent call last):\n  ...\nTypeError: no\n'),
    session('>>> int("1")\nTraceback (most recent call last):\n  ...\nValueError: no\n'),
    `\`\`\`python id=a\nimport nowhere\n\`\`\`\n\n${scriptPage('print(1)', '2\n', 'python continues=a')}`,
    `\`\`\`pycon id=a\n>>> y = unknown\n\`\`\`\n\n\`\`\`pycon continues=a\n>>> 1 + 1\n3\n\`\`\`\n`,
    scriptPage('import warnings\nwarnings.warn("old")\nprint(1)', '2\n'),
  ];
  for (const text of kept) assert.equal((await checkText(text, UPDATE)).text, text);
  const stated = session('>>> int("x")\nTraceback (most recent call last):\n  ...\nValueError: old words\n');
  assert.match((await checkText(stated, UPDATE)).text, / {2}\.\.\.\nValueError: invalid literal/);
});

test('promise 7: a block is rewritten without the statements that are left alone, and a second run changes nothing', async () => {
  const text = session('>>> 1 + 1\n3\n\n# a remark\n>>> 2 + 2\n5  # odd\n>>> object()\n<object object at 0x1>\n');
  const first = await checkText(text, UPDATE);
  assert.equal(first.text, text.replace('\n3\n', '\n2\n').replace('at 0x1>', 'at 0x...>'));
  assert.deepEqual(first.report.files[0]?.update, {
    changed: [{ id: 'block-1', line: 1 }],
    left: [{ id: 'block-1', line: 6, reason: 'a remark would go' }],
  });
  assert.equal((await checkText(first.text, UPDATE)).text, first.text);
});

test('promise 7: a dry run shows a patch that makes exactly what an update writes, and writes nothing', async () => {
  const text = `# A\n\n${scriptPage('print(1)', '2\n')}text\n\n${session('>>> print("a\\nb")\nold\n>>> 1\n')}${scriptPage('print("```")', '')}end`;
  const dry = await checkText(text, { args: ['--update', '--dry-run'] });
  assert.equal(dry.text, text);
  const { text: updated } = await checkText(text, UPDATE);
  assert.notEqual(updated, text);
  const folder = mkdtempSync(path.join(tmpdir(), 'patch-'));
  const name = /^--- a\/(.*)$/m.exec(dry.patch)?.[1] ?? '';
  writeFileSync(path.join(folder, 'page.md'), text);
  const patch = dry.patch.replaceAll(name, 'page.md');
  execFileSync('git', ['apply', '-'], { cwd: folder, input: patch });
  assert.equal(readFileSync(path.join(folder, 'page.md'), 'utf8'), updated);
  assert.equal(patchOf('a.md', 'a\nb\n', []), '');
  const edit = { start: 0, end: 12, text: 'a\nx\nc\nd\ny\nf\n' };
  assert.equal(
    patchOf('a.md', 'a\nb\nc\nd\ne\nf\n', [edit]),
    '--- a/a.md\n+++ b/a.md\n@@ -1,6 +1,6 @@\n a\n-b\n+x\n c\n d\n-e\n+y\n f\n',
  );
});

test('promise 7: asked block by block, only what was wanted is written', async () => {
  const text = ['1', '2', '3', '4'].map((number) => scriptPage(`print(${number})`, 'old\n')).join('');
  const answering = (...answers: readonly (string | null)[]) => {
    const left = [...answers];
    const questions: string[] = [];
    const ask = async (question: string): Promise<string | null> => {
      questions.push(question);
      return left.shift() ?? null;
    };
    return { ask, questions };
  };
  const some = answering('y', '?', 'n', 'a');
  const { text: result } = await checkText(text, { args: ['--interactive'], ask: some.ask });
  assert.deepEqual(
    [...result.matchAll(/output\n(.*)\n/g)].map(([, output]) => output),
    ['1', 'old', '3', '4'],
  );
  assert.equal(some.questions.length, 4, 'one is asked again, and one for all that follow');
  assert.match(some.questions[0] ?? '', /-old\n\+1\n[\s\S]*Rewrite `block-1`\?/);
  const none = answering('q');
  assert.equal((await checkText(text, { args: ['--interactive'], ask: none.ask })).text, text);
  assert.equal((await checkText(text, { args: ['--interactive'], ask: answering(null).ask })).text, text);
  assert.match((await command([fileWith(text), '--interactive'])).err, /needs a terminal/);
});

test('promise 7: each file and block that was rewritten or left alone is told', async () => {
  const file = fileWith(`${scriptPage('print(1)', '2\n', 'python id=one')}${session('>>> nobody\n1\n')}`);
  const { err } = await command([file, '--update']);
  assert.match(err, /page-\d+\.md:1: rewrote the output of one\n/);
  assert.match(err, /page-\d+\.md:9: left block-2 alone: it raises `NameError`, and the page does not say so\n/);
  const shown = await command([fileWith(scriptPage('print(1)', '2\n')), '--dry-run']);
  assert.match(shown.err, /would rewrite the output of block-1/);
  assert.match(shown.out, /^--- a\/.*\n\+\+\+ b\/.*\n@@ -3,6 \+3,6 @@\n/);
});

test('promise 7: nothing is written when the check as a whole fails', async () => {
  const file = fileWith(scriptPage('print(1)', '2\n'));
  const before = readFileSync(file, 'utf8');
  assert.equal((await command([file, '--update', '--filter', 'no such block'])).code, 2);
  assert.equal((await command([file, '--update', '--reporter', 'nonsense'])).code, 2);
  assert.equal(readFileSync(file, 'utf8'), before);
});
