import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootBareEngine } from '../runtime/node/bare-engine.ts';

const { run } = await bootBareEngine();

async function adviceOn(code: string): Promise<string | undefined> {
  const { outcome } = await run(code);
  assert.equal(outcome.kind, 'finished', code);
  return outcome.kind === 'finished' ? outcome.advice : undefined;
}

const SURPRISES: readonly (readonly [code: string, words: RegExp])[] = [
  ['fs = [lambda: i for i in range(3)]', /functions in `fs` share the loop's variable `i`/],
  ['fs = []\nfor n in range(3):\n    fs.append(lambda x: x + n)', /`fs` share .* `n`.*`n=n`/],
  ['fs = []\nfor n in range(3):\n    def f(): return n\n    fs.append(f)', /variable `n`/],
  ['d = {}\nfor key, word in (("a", 1), ("b", 2)):\n    d[key] = lambda: word', /`d` share .* `word`/],
  [
    'def make():\n    found = []\n    for i in range(2):\n        found.append(lambda: i)\n    return found\nkept = make()',
    /`kept` share .* `i`/,
  ],
  [
    'import functools\nfs = []\nfor i in range(2):\n    @functools.cache\n    def f(): return i\n    fs.append(f.__wrapped__)',
    /`i`/,
  ],
];

for (const [code, words] of SURPRISES) {
  test(`late binding is explained: ${JSON.stringify(code)}`, async () => {
    assert.match((await adviceOn(code)) ?? '(none)', words);
  });
}

const PLAIN: readonly string[] = [
  'fs = [lambda i=i: i for i in range(3)]',
  'fs = [(lambda j: lambda: j)(i) for i in range(3)]',
  'def f(): return 1\nfs = [f, f]',
  'fs = []\nfor n in range(3):\n    fs.append(lambda n: n)',
  'fs = [lambda: 1 for i in range(3)]',
  'i = 5\nfs = [lambda: i, lambda: i]',
  'x = 1',
  'class Keyed(type):\n    key = 1\n    def __eq__(cls, other): return cls.key == other.key\n    def __hash__(cls): return 1\nclass A(metaclass=Keyed): pass\nkept = A()',
];

for (const code of PLAIN) {
  test(`nothing is said of ${JSON.stringify(code)}`, async () => {
    assert.equal(await adviceOn(code), undefined);
  });
}
