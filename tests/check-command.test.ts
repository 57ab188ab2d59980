/** The command line of the checker: what it accepts, its exit codes, its reports. */
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Report } from '../src/check/report.ts';
import { colours, wantsColours } from '../src/check/reporters/colours.ts';
import { command, fileWith, scriptPage } from './check-harness.ts';

const good = fileWith(scriptPage('print(1)', '1\n', 'python id=good'));
const bad = fileWith(
  `# Title\n\n${scriptPage('print("<&>")', 'x\n', 'python id=bad')}${scriptPage('import tkinter', undefined, 'python skip="no screen, here"')}`,
);

test('exit codes: 0 all holds, 1 something does not, 2 nothing could be checked', async () => {
  assert.equal((await command([good])).code, 0);
  assert.equal((await command([good, bad])).code, 1);
  const cases: [string[], RegExp][] = [
    [['--reporterr', 'json'], /`--reporterr` is not an option\. Did you mean `--reporter`\?/],
    [['--reporter', 'jsn'], /`jsn` is not a value of `--reporter`\. Did you mean `json`\?/],
    [['--reporter'], /`--reporter` needs a value/],
    [['--update=yes'], /`--update` takes no value/],
    [['--jobs', '0'], /`--jobs` needs a number from 1/],
    [['--shard', '3/2'], /needs a part such as `2\/4`/],
    [['--shard', '9/9', good], /Part 9\/9 holds no file: there are only 1/],
    [['--update', '--watch'], /while you edit them/],
    [[''], /A path is empty/],
    [['nowhere.md'], /There is no file or folder `nowhere\.md`/],
    [[import.meta.filename], /is no Markdown/],
    [['--filter', 'no such thing', good], /Nothing was checked: none of 1 file has a block with `no such thing`/],
    [[fileWith('# No code\n\n```js\n1\n```\n')], /Nothing was checked: none of 1 file holds a Python block/],
    [[mkdtempSync(path.join(tmpdir(), 'empty-'))], /There is no \.md or \.mdx file/],
  ];
  for (const [args, message] of cases) {
    const { code, err, out } = await command(args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, message, args.join(' '));
    assert.equal(out, '');
  }
  const skipped = await command([fileWith(scriptPage('1', undefined, 'python skip="why"'))]);
  assert.equal(skipped.code, 2);
  assert.match(skipped.err, /Nothing was checked: every block is skipped/);
  assert.equal((await command(['--help'])).code, 0);
});

test('a filter picks blocks, and runs what they continue', async () => {
  const file = fileWith(
    `${scriptPage('x = 1', undefined, 'python id=first')}${scriptPage('print(x)', '1\n', 'python id=second continues')}${scriptPage('print(2)', '3\n', 'python id=third')}`,
  );
  const { code, out } = await command([file, '--filter', 'second', '--reporter', 'json']);
  assert.equal(code, 0);
  assert.deepEqual(
    (JSON.parse(out) as Report).files[0]?.blocks.map(({ id }) => id),
    ['second'],
  );
});

test('shards divide the files among themselves', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shards-'));
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    writeFileSync(path.join(folder, `${name}.md`), scriptPage('print(1)', '1\n'));
  const names = async (shard: string): Promise<string[]> => {
    const report = JSON.parse((await command([folder, '--shard', shard, '--reporter', 'json'])).out) as Report;
    return report.files.map((file) => path.basename(file.path, '.md'));
  };
  const all = [...(await names('1/2')), ...(await names('2/2'))];
  assert.deepEqual(all.sort(), ['a', 'b', 'c', 'd', 'e']);
});

test('the JSON report is as documented', async () => {
  const { out } = await command([bad, '--reporter', 'json']);
  const { milliseconds, python, ...rest } = JSON.parse(out) as Report;
  assert.ok(milliseconds > 0);
  assert.match(python, /^3\.14/);
  const blocks = rest.files[0]?.blocks.map(({ milliseconds: _, cached: __, ...block }) => block);
  assert.deepEqual(
    { ...rest, files: rest.files.length },
    {
      version: 1,
      files: 1,
      totals: {
        passed: 0,
        failed: 1,
        skipped: 1,
        errors: 0,
        blocks: 2,
        unchecked: 0,
        problems: { reading: 0, running: 1, advice: 0 },
      },
    },
  );
  assert.deepEqual(blocks, [
    {
      id: 'bad',
      line: 3,
      column: 1,
      endLine: 9,
      kind: 'python',
      status: 'failed',
      reason: 'The output is not what Python prints.',
      expected: 'x\n',
      actual: '<&>\n',
      diff: [
        { kind: 'expected', text: 'x', expectedLine: 0, marks: [[0, 1]] },
        { kind: 'actual', text: '<&>', actualLine: 0, marks: [[0, 3]] },
      ],
      problems: [
        {
          line: 8,
          column: 1,
          kind: 'running',
          message: 'The output is not what Python prints.',
          diff: [
            { kind: 'expected', text: 'x', expectedLine: 0, marks: [[0, 1]] },
            { kind: 'actual', text: '<&>', actualLine: 0, marks: [[0, 3]] },
          ],
        },
      ],
    },
    {
      id: 'block-2',
      line: 11,
      column: 1,
      endLine: 13,
      kind: 'python',
      status: 'skipped',
      reason: 'no screen, here',
      problems: [],
    },
  ]);
});

test('JUnit and GitHub', async () => {
  const junit = (await command([bad, '--reporter', 'junit'])).out;
  assert.match(
    junit,
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites tests="2" failures="1" errors="0" skipped="1"/,
  );
  assert.match(junit, /<failure message="The output is not what Python prints\.">/);
  assert.match(junit, /\+ &lt;&amp;&gt;/);
  assert.match(junit, /<skipped message="no screen, here"\/>/);
  const github = (await command([bad, '--reporter', 'github'])).out;
  assert.match(github, /^::error file=.*page-2\.md,line=8,col=1,title=bad::The output is not what Python prints\.%0A/);
  assert.match(github, /::notice file=.*,line=11,title=block-2::Skipped: no screen, here/);
});

test('the pretty report names skips and sums up; colours only where they are wanted', async () => {
  const { out, err } = await command([good, bad]);
  assert.match(
    out,
    /skipped .*page-2\.md:11 block-2: no screen, here\n✖ 3 blocks in 2 files: 1 failed, 1 passed, 1 skipped \(/,
  );
  assert.ok(!`${out}${err}`.includes('\u001b'), 'no control sequences where there is no terminal');
  assert.equal(wantsColours({}, true), true);
  assert.equal(wantsColours({}, false), false);
  assert.equal(wantsColours({ NO_COLOR: '1' }, true), false);
  assert.equal(wantsColours({ NO_COLOR: '' }, true), true);
  assert.equal(wantsColours({ FORCE_COLOR: '1' }, false), true);
  assert.equal(wantsColours({ TERM: 'dumb' }, true), false);
  assert.equal(colours(true).red('x'), '\u001b[31mx\u001b[39m');
});
