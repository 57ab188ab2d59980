import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { datesFrom, historyOf } from './history.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'history-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function git(day: string, ...args: readonly string[]): void {
  const date = `${day}T12:00:00Z`;
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: folder, env, stdio: 'ignore' });
}

test('dates come from the history, through renames, and a copy without all of it has none', () => {
  const content = path.join(folder, 'content');
  mkdirSync(content);
  git('2026-01-01', 'init');
  const text = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');
  writeFileSync(path.join(content, '01-früh.mdx'), text);
  writeFileSync(path.join(folder, 'outside.md'), 'outside');
  git('2026-01-01', 'add', '.');
  git('2026-01-01', 'commit', '-m', 'one');
  renameSync(path.join(content, '01-früh.mdx'), path.join(content, '02-late.mdx'));
  git('2026-01-02', 'add', '.');
  git('2026-01-02', 'commit', '-m', 'two');
  writeFileSync(path.join(content, '02-late.mdx'), `${text}more\n`);
  writeFileSync(path.join(content, '03-new.mdx'), 'new');
  git('2026-01-03', 'add', '.');
  git('2026-01-03', 'commit', '-m', 'three');
  writeFileSync(path.join(content, '04-not-committed.mdx'), '');
  const dates = historyOf(content);
  assert.deepEqual(dates.get('02-late.mdx'), { written: '2026-01-01', changed: '2026-01-03' });
  assert.deepEqual(dates.get('03-new.mdx'), { written: '2026-01-03', changed: '2026-01-03' });
  assert.equal(dates.get('04-not-committed.mdx'), undefined);
  assert.deepEqual(
    [...dates.keys()].filter((name) => name.includes('outside')),
    [],
  );
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${folder}`, path.join(folder, 'shallow')]);
  assert.equal(historyOf(path.join(folder, 'shallow', 'content')).size, 0);
});

test('a folder that no repository knows has no dates', () => {
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'no-history-'));
  assert.equal(historyOf(elsewhere).size, 0);
  rmSync(elsewhere, { recursive: true });
});

test('a name that was used again after a rename tells of the newer file', () => {
  const log = '\x00300\n\nA\tc/a.mdx\n\x00200000\n\nR100\tc/a.mdx\tc/b.mdx\n\x00100\n\nA\tc/a.mdx\n';
  assert.deepEqual([...datesFrom(log, 'c/').keys()].sort(), ['a.mdx', 'b.mdx']);
});
