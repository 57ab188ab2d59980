import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { runPage } from '../check/blocks.ts';
import { NO_CACHE } from '../check/cache.ts';
import { readPage } from '../check/page.ts';
import { lazyPython } from '../check/python.ts';
import { formatProblem } from '../lesson/read/problem.ts';
import { gradeProgram, type RunChain, type Task } from '../runtime/grade.ts';
import { createPool, type Pool } from '../runtime/node/pool.ts';

const root = path.resolve(import.meta.dirname, '../..');
const fixtures = path.join(root, 'tests/fixtures/exercises');
const python = lazyPython(2, undefined);
let pool: Pool;
let run: RunChain;

before(async () => {
  pool = await createPool({ jobs: 1 });
  run = (programs) =>
    pool.runPage(
      programs.map((program, index) => ({ program, session: 'chain', fresh: index === 0, stdin: [], seconds: 2 })),
      { hashSeed: 1 },
    );
});

after(() => Promise.all([pool.close(), python.close()]));

/** Each fixture `NAME.mdx` has the problems that stand in `NAME.txt` beside it, word for word. */
for (const file of globSync('*.mdx', { cwd: fixtures }).sort()) {
  test(`problems of ${file}, found by running`, async () => {
    const page = readPage(file, readFileSync(path.join(fixtures, file), 'utf8'), { session: 'block' });
    assert.deepEqual(page.problems.map(formatProblem), []);
    const { problems } = await runPage(page, python, NO_CACHE.page(file), { wants: () => false, parts: true });
    const expected = readFileSync(path.join(fixtures, file.replace(/mdx$/, 'txt')), 'utf8');
    assert.equal(
      problems.map((each) => `${formatProblem(each)}\n${each.severity ? `  (${each.severity})\n` : ''}`).join(''),
      expected,
    );
  });
}

const task: Task = {
  id: 'shifter',
  tests: 'assert make(2)(1) == 3, "a shifter of 2 turns 1 into 3"',
  mistakes: [
    { id: 'calls', detects: 'assert isinstance(make(1), int)', raises: null },
    { id: 'syntax', detects: null, raises: 'SyntaxError' },
  ],
};

const marked = async (code: string) => {
  const mark = await gradeProgram(code, task, run);
  return mark.kind === 'passed' ? 'passed' : [mark.at, mark.message, mark.mistake];
};

test('a reader hears what failed, and which mistake it is', async () => {
  assert.equal(await marked('def make(n): return lambda x: x + n'), 'passed');
  assert.deepEqual(await marked('def make(n): return lambda x: x'), ['tests', 'a shifter of 2 turns 1 into 3', null]);
  assert.deepEqual(await marked('def make(n): return n'), [
    'tests',
    "While your program was tested, there was TypeError: 'int' object is not callable.",
    'calls',
  ]);
  assert.deepEqual(await marked('def made(n): pass'), [
    'tests',
    'The tests look for `make`, and your program does not define it.',
    null,
  ]);
  assert.deepEqual(await marked('1 / 0'), [
    'program',
    'Your program ends with ZeroDivisionError: division by zero before it can be tested.',
    null,
  ]);
  assert.equal((await marked('def make(n) return n'))[2], 'syntax');
  assert.deepEqual(await marked('raise SystemExit'), [
    'program',
    'Your program ends itself before it can be tested.',
    null,
  ]);
  assert.deepEqual(await marked('while True: pass'), [
    'program',
    'Your program did not end within 2 seconds. Is there a loop that never ends?',
    null,
  ]);
});
