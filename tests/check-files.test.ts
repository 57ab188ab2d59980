/** Promises 7, 9 and 10 of the checker: updates are safe, positions are right, and nothing runs twice. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openCache, type ResultCache } from '../src/check/cache.ts';
import { checkFiles } from '../src/check/check.ts';
import type { Python } from '../src/check/python.ts';
import type { Result } from '../src/lesson/result.ts';
import {
  checkFile,
  checkText,
  command,
  fileWith,
  optionsFrom,
  problems,
  python,
  scriptPage,
  statuses,
} from './check-harness.ts';

const UPDATE = { args: ['--update'] };

test('promise 7: an update changes the outputs and not one byte else', async () => {
  const page = (...outputs: readonly string[]) =>
    [
      '\uFEFF---\ntitle: é😀\n---\n\nText with trailing space \nand `<...>`.\n\n',
      scriptPage('print("one")\nprint("two")', outputs[0]),
      `- item\n\n  > ~~~python\n  > print("a\\n\\n  b")\n  > ~~~\n  >\n  > ~~~output\n${outputs[1]}  > ~~~\n\n`,
      `\`\`\`pycon\n>>> 1 + 1\n${outputs[2]}\n>>> object()\n<object object at 0x...>\n\`\`\`\n\n`,
      scriptPage('import time\nprint("took", time.time(), "s")\nprint("end")', outputs[3]),
      'No newline at the end',
    ].join('');
  const wrong = page('one\nthree\n', '  > old\n', '3', 'took <...> s\nwrong\n');
  const right = page('one\ntwo\n', '  > a\n  >\n  >   b\n', '2', 'took <...> s\nend\n');
  for (const [before, after] of [
    [wrong, right],
    [wrong.replaceAll('\n', '\r\n'), right.replaceAll('\n', '\r\n')],
  ] as const) {
    const first = await checkText(before, UPDATE);
    assert.equal(first.text, after);
    assert.deepEqual(problems(first), []);
    const second = await checkText(first.text, UPDATE);
    assert.equal(second.text, first.text, 'a second update changes nothing');
  }
});

test('promise 7: fences grow, empty outputs are filled', async () => {
  const seen = await checkText(scriptPage('print("```")', '') + scriptPage('x = 1', 'gone\n'), UPDATE);
  assert.match(seen.text, /````output\n```\n````/);
  assert.match(seen.text, /```output\n```\n\n$/);
  assert.deepEqual(problems(seen), []);
});

test('promise 7: what is not certain is not written', async () => {
  const cases = [
    scriptPage('print({"a", "b", "c", "d", "e", "f"})', 'old\n'),
    scriptPage('import random\nprint(random.random())', 'old\n'),
    scriptPage('print(undefined)', 'old\n'),
    scriptPage('while True: pass', 'old\n', 'python timeout=1'),
    scriptPage('print("a\\rb")', 'old\n'),
    '```pycon\n>>> print(">>> 1")\nold\n```\n\n',
    '```python\nprint(1)\n```\n\n```output\nold\n',
  ];
  for (const text of cases) {
    const seen = await checkText(text, UPDATE);
    assert.equal(seen.text, text);
    assert.notEqual(seen.blocks[0]?.status, 'passed', text);
  }
});

test('promise 7: a file is replaced whole, with its permissions', async () => {
  const file = fileWith(scriptPage('print(1)', '2\n'));
  const { mode, ino } = statSync(file);
  await checkFile(file, { options: optionsFrom(['--update']) });
  assert.equal(statSync(file).mode, mode);
  assert.notEqual(statSync(file).ino, ino);
});

test('promise 9: file, line and column are those of an editor', async () => {
  const page =
    '---\ntitle: é😀\n---\n\n😀 text\n\n1. 😀 item\n\n   ```python id=a titel="😀"\n   print("é😀")\n   ```\n\n   ```output\n   é😀\n   stray\n   ```\n\n> ```pycon\n> >>> 1\n> 2\n> ```\n';
  for (const text of [page, page.replaceAll('\n', '\r\n'), `\uFEFF${page}`]) {
    assert.deepEqual(
      problems(await checkText(text)).map((line) => line.split(' ')[0]),
      ['9:19', '15:4', '20:3'],
    );
  }
  const tabs = '-\titem\n\n\t```python\n\tprint(1)\n\t```\n\t```output\n\t2\n\t```\n';
  assert.deepEqual(
    problems(await checkText(tabs)).map((line) => line.split(' ')[0]),
    ['7:2'],
  );
  const raised = await checkText('text\n\n```python\nx = 1\n\n\nx.upper()\n```\n');
  assert.match(problems(raised)[0] ?? '', /^7:1 The block raises `AttributeError/);
  const { out } = await command([fileWith(scriptPage('print(1)', '2\n'))]);
  assert.match(out, /page-\d+\.md:6:1: block-1: /);
});

test('promise 10: what did not change does not run again, and what did, does', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cache-'));
  const file = fileWith(
    `${scriptPage('x = 1', undefined, 'python id=a')}${scriptPage('print(x)', '1\n', 'python continues')}${scriptPage('print(3)', '3\n')}`,
  );
  let boots = 0;
  const counting: Python = {
    open: (seed) => {
      boots += 1;
      return python.open(seed);
    },
    close: async () => {},
  };
  const run = async (engine = 'engine') => {
    boots = 0;
    const { report } = await checkFiles([file], {
      options: optionsFrom([]),
      python: counting,
      cache: openCache(folder, engine),
    });
    return {
      cached: report.files[0]?.blocks.map(({ cached }) => cached),
      statuses: report.files[0]?.blocks.map(({ status }) => status),
      boots,
    };
  };
  assert.deepEqual(await run(), { cached: [false, false, false], statuses: ['passed', 'passed', 'passed'], boots: 2 });
  assert.deepEqual(await run(), { cached: [true, true, true], statuses: ['passed', 'passed', 'passed'], boots: 0 });
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, `New first line.\n\n${text.replace('\n1\n', '\n2\n')}`);
  assert.deepEqual(
    await run(),
    { cached: [true, true, true], statuses: ['passed', 'failed', 'passed'], boots: 0 },
    'outputs are judged anew without a run',
  );
  writeFileSync(file, text.replace('x = 1', 'x = 2'));
  assert.deepEqual(
    await run(),
    { cached: [false, false, true], statuses: ['passed', 'failed', 'passed'], boots: 2 },
    'a session changed',
  );
  assert.deepEqual((await run('another engine')).boots, 2, 'another engine or Python');
});

test('promise 10: the cache forgets pages that nobody checks any more, and stays small', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cache-'));
  const home = path.join(folder, 'engine');
  const day = 24 * 3600;
  const result: Result = { outcome: { kind: 'finished' }, output: [], milliseconds: 1 };
  const open = (bytes = 10_000) => openCache(folder, 'engine', { age: 30 * day * 1000, bytes });
  const check = (cache: ResultCache, name: string, key: string): void => {
    const page = cache.page(name);
    if (page.get(key) === undefined) page.set(key, result);
    page.save(false);
  };
  const fileOf = new Map<string, string>();
  const add = (name: string): void => {
    const before = existsSync(home) ? readdirSync(home) : [];
    check(open(), name, 'key');
    for (const file of readdirSync(home)) if (!before.includes(file)) fileOf.set(name, path.join(home, file));
  };
  const left = (): string[] => [...fileOf].flatMap(([name, file]) => (existsSync(file) ? [name] : []));
  const usedDaysAgo = (name: string, days: number): void => {
    const then = Date.now() / 1000 - days * day;
    utimesSync(fileOf.get(name) ?? '', then, then);
  };
  for (const name of ['gone.md', 'used.md', 'kept.md']) add(name);
  const draft = path.join(home, 'x.json.4711');
  writeFileSync(draft, '');
  utimesSync(draft, 1, 1);
  for (const name of ['gone.md', 'used.md']) usedDaysAgo(name, 40);
  const cache = open();
  check(cache, 'used.md', 'key');
  cache.prune();
  assert.deepEqual(left(), ['gone.md', 'used.md', 'kept.md'], 'nothing was written, so nothing is looked for');
  check(cache, 'new.md', 'key');
  cache.prune();
  assert.deepEqual(left(), ['used.md', 'kept.md'], 'what was used lately stays');
  assert.ok(!existsSync(draft), 'a draft of a check that was killed goes');
  usedDaysAgo('kept.md', 1);
  const small = open(3 * statSync(fileOf.get('used.md') ?? '').size);
  check(small, 'new.md', 'another key');
  small.prune();
  assert.deepEqual(left(), ['used.md'], 'what was used longest ago goes first');
});

/** Runs the command and waits for what it says. */
function watching(...args: readonly string[]) {
  const stop = new AbortController();
  let seen = '';
  let wake = (): void => {};
  const ended = command(['--watch', '--no-cache', ...args], stop.signal, (text) => {
    seen += text;
    wake();
  });
  return {
    async until(pattern: RegExp): Promise<void> {
      while (!pattern.test(seen)) await new Promise<void>((resolve) => (wake = resolve));
      seen = '';
    },
    async stop(): Promise<void> {
      stop.abort();
      assert.equal((await ended).code, 0);
    },
  };
}

test('promise 10: --watch checks a change, and of the page only what changed', async () => {
  const page = (last: string) =>
    `${scriptPage('x = 40', undefined, 'python id=a')}${scriptPage(`print(x + 2${last})`, '42\n', 'python continues')}${scriptPage('print(1)', '1\n')}`;
  const file = fileWith(page(''));
  const watch = watching(file);
  await watch.until(/Watching/);
  writeFileSync(file, page(' + 1'));
  await watch.until(/1 failed, 2 passed.*2 unchanged.*\n/);
  writeFileSync(file, page(''));
  await watch.until(/3 passed/);
  await watch.stop();
});

test('promise 10: --watch sees files come, go and come back, and ends at once whatever runs', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'watch-'));
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at('first.md'), scriptPage('print(1)', '1\n'));
  const watch = watching(folder);
  await watch.until(/Watching/);
  writeFileSync(at('second.md'), scriptPage('print(1)', '2\n'));
  await watch.until(/second\.md:6:1: block-1: The output.*[\s\S]*1 failed/);
  mkdirSync(at('below'));
  renameSync(at('second.md'), at('below/third.md'));
  await watch.until(/second\.md is gone\.\n[\s\S]*third\.md:6:1: /);
  rmSync(at('below'), { recursive: true });
  rmSync(at('first.md'));
  await watch.until(/first\.md is gone\.\n/);
  writeFileSync(at('first.md'), scriptPage('print("again")\nwhile True: pass', undefined, 'python timeout=600'));
  await watch.until(/:\d\d\n/);
  await watch.stop();
});

test('a page in one session; scripts that state no output', async () => {
  const text = `${scriptPage('x = 1\nprint(x)')}${scriptPage('print(x)', '1\n')}`;
  assert.deepEqual(statuses(await checkText(text)), ['block-1 failed', 'block-2 failed']);
  assert.deepEqual(statuses(await checkText(text, { args: ['--session', 'page', '--unstated', 'allow'] })), [
    'block-1 passed',
    'block-2 passed',
  ]);
  const much = await checkText(scriptPage('print("x" * 1_100_000)'), { args: ['--unstated', 'allow'] });
  assert.deepEqual(problems(much), [], 'what is not compared may be cut');
});

test('promise 7: what cannot be read or written whole is told, and left as it is', async () => {
  const latin = Buffer.from('# é\n\n```python\nprint("\xe9")\n```\n\n```output\n\xe9\n```\n', 'latin1');
  const file = fileWith('');
  writeFileSync(file, latin);
  const seen = await command([file, '--update']);
  assert.equal(seen.code, 1);
  assert.match(seen.out, /:1:3: This file is not UTF-8: a byte 0xe9 stands here\.\n {2}Save it as UTF-8/);
  assert.deepEqual(readFileSync(file), latin);
  const locked = fileWith(scriptPage('print(1)', '2\n'));
  chmodSync(locked, 0o444);
  const { out, err } = await command([locked, '--update']);
  assert.match(out, /:1:1: This file is read-only, so nothing was rewritten\.\n {2}Make it writable\./);
  assert.doesNotMatch(err, /rewrote/);
  assert.match(readFileSync(locked, 'utf8'), /2/);
  const real = fileWith(scriptPage('print(1)', '2\n'));
  const link = `${real}.link.md`;
  symlinkSync(real, link);
  assert.equal((await command([link, '--update'])).code, 0);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.match(readFileSync(real, 'utf8'), /output\n1\n/);
});

test('promise 7: a file that is edited during an update keeps the edit', async () => {
  const file = fileWith(scriptPage('print(1)', '2\n'));
  const editing: Python = {
    open: (seed) => {
      writeFileSync(file, 'My edit.\n');
      return python.open(seed);
    },
    close: async () => {},
  };
  const { report } = await checkFile(file, { options: optionsFrom(['--update']), python: editing });
  assert.equal(readFileSync(file, 'utf8'), 'My edit.\n');
  assert.match(report.files[0]?.blocks[0]?.reason ?? '', /changed while it was checked, so nothing was rewritten/);
});

test('promise 7: an update leaves what does not run, and what a directive lets differ', async () => {
  const page = (sum: number) =>
    `\`\`\`pycon\n>>> print(list(range(9)))  # doctest: +ELLIPSIS\n[0, ..., 8]\n>>> nowhere()  # doctest: +SKIP\n5\n>>> 1 + 1\n${sum}\n\`\`\`\n`;
  assert.equal((await checkText(page(3), UPDATE)).text, page(2));
});
