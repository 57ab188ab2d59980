import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlOfLine, tokensOf } from './highlight.ts';

const html = async (code: string, language = 'python') => (await tokensOf(code, language)).map(htmlOfLine);

test('tokens get classes of a closed set, and never a style', async () => {
  assert.deepEqual(await html('def check(level):\n    return f"{level}" # why'), [
    '<span class="tk-keyword">def </span><span class="tk-definition">check</span>(level):',
    '    <span class="tk-keyword">return </span><span class="tk-string">f&quot;{</span>level<span class="tk-string">}&quot; </span><span class="tk-comment"># why</span>',
  ]);
});

test('the text of the tokens is the code, letter by letter', async () => {
  const code =
    'class A[T]:\n\n\tx: int = 1_000  \n    """<b>&amp;\n    é 😀"""\n    async def f(self, *, a=None): nonlocal_ = {a!r}\n';
  const lines = await tokensOf(code, 'python');
  assert.equal(lines.map((tokens) => tokens.map(({ text }) => text).join('')).join('\n'), code);
});

test('a language that is not known is shown plain', async () => {
  assert.deepEqual(await html('a < b', 'brainfuck'), ['a &lt; b']);
});
