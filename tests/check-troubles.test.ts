/** Promise 4 of the checker: what one file or one line makes difficult costs that file or that line, and no time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CACHE } from '../src/check/cache.ts';
import { checkFiles } from '../src/check/check.ts';
import { NoPython, type Python } from '../src/check/python.ts';
import { textMatches } from '../src/lesson/judge/alignment.ts';
import { judge } from '../src/lesson/judge/expectation.ts';
import type { Match } from '../src/lesson/read/snippet.ts';
import { checkText, command, fileWith, optionsFrom, python, scriptPage } from './check-harness.ts';

test('promise 4: lines of tens of thousands of characters are compared, whatever is declared of them', () => {
  const long = `${'ab.1 '.repeat(20_000)}end`;
  for (const match of ['exact', 'float', 'shape', 'unordered'] as const) {
    for (const [expected, holds] of [
      [`<...>${long.slice(50_000)}`, true],
      [`${long} at 0x...`, false],
      [`${long.slice(0, -1)}X`, false],
      [`{${long}`, false],
    ] as const) {
      const text = match === 'unordered' ? expected : expected;
      assert.equal(textMatches(`${text}\n`, `${long}\n`, match as Match), holds, `${match}: ${expected.slice(-20)}`);
    }
  }
  assert.ok(textMatches(`x at 0x... ${long}\n`, `x at 0x12ab ${long}\n`, 'exact'));
});

test('promise 4: many wildcards on a line cost no more than their number', () => {
  const start = performance.now();
  const near = `${'a b '.repeat(60)}end`;
  assert.ok(!textMatches(`${'<...>a<...>b'.repeat(12)}<...>x\n`, `${near}\n`, 'exact'));
  assert.ok(textMatches(`${'<...>a<...>b'.repeat(12)}<...>end\n`, `${near}\n`, 'exact'));
  assert.ok(!textMatches(`${'[...]\na\n'.repeat(30)}x\n`, `${'a\n'.repeat(500)}`, 'exact'));
  assert.ok(performance.now() - start < 2000);
});

test('promise 4: a comparison that would take too long is given up, and fails with a message', () => {
  const expected = { kind: 'stated', output: { text: `${'<...>ab'.repeat(3000)}\n` } } as const;
  const verdict = judge(
    { kind: 'python', match: 'exact', expected },
    {
      outcome: { kind: 'finished' },
      output: [{ stream: 'stdout', text: `${'ab'.repeat(500_000)}c\n` }],
      milliseconds: 1,
    },
  );
  assert.equal(verdict.kind, 'different');
  assert.match(verdict.kind === 'different' ? (verdict.findings[0]?.message ?? '') : '', /too long to be compared/);
});

test('promise 4: what goes wrong with one file costs that file', async () => {
  const bad = fileWith(scriptPage('print("bad")', 'bad\n'));
  const good = fileWith(scriptPage('print("good")', 'good\n'));
  const failing: Python = {
    async open(seed) {
      const page = await python.open(seed);
      return {
        ...page,
        run: (program) => {
          if (program.program.code.includes('bad')) throw new RangeError('Something unforeseen');
          return page.run(program);
        },
      };
    },
    close: async () => {},
  };
  const { report } = await checkFiles([bad, good], { options: optionsFrom([]), python: failing, cache: NO_CACHE });
  assert.match(report.files[0]?.blocks[0]?.reason ?? '', /This file could not be checked: Something unforeseen/);
  assert.equal(report.files[1]?.blocks[0]?.status, 'passed');
});

test('promise 4: without any Python the whole check fails', async () => {
  const none: Python = {
    open: () => Promise.reject(new NoPython('no memory')),
    close: async () => {},
  };
  const file = fileWith(scriptPage('print(1)', '1\n'));
  await assert.rejects(checkFiles([file], { options: optionsFrom([]), python: none, cache: NO_CACHE }), NoPython);
});

test('promise 4: a line of 30,000 characters with an address or floats is one failing block, not the end', async () => {
  const long = 'x'.repeat(30_000);
  const { blocks } = await checkText(
    [
      scriptPage('print(object(), "x" * 30_000)', `<object object at 0x...> ${long}\n`),
      scriptPage('print(0.1 + 0.2, "x" * 30_000)', `0.3 ${long}\n`, 'python match=float'),
      scriptPage('print(object(), "x" * 30_000)', `<list object at 0x...> ${long}\n`),
      scriptPage(`print("NameError: name 'x' is not defined")`, `${long}\n`),
    ].join(''),
  );
  assert.deepEqual(
    blocks.map(({ status }) => status),
    ['passed', 'passed', 'failed', 'failed'],
  );
  const { code, out } = await command([
    fileWith(scriptPage('print(id)', `${'`'.repeat(30_000)} ${' '.repeat(30_000)}x\n`)),
    '--reporter',
    'json',
  ]);
  assert.equal(code, 1);
  assert.ok(JSON.parse(out));
});
