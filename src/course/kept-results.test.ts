import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { openKeptResults } from './kept-results.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kept-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a result is found again by the next build, and not by one under other circumstances', () => {
  const first = openKeptResults<number[]>(folder, 'tokens', ['1']);
  assert.equal(first.get('a'), undefined);
  first.set('a', [1, 2]);
  first.flush();
  assert.deepEqual(openKeptResults(folder, 'tokens', ['1']).get('a'), [1, 2]);
  assert.equal(openKeptResults(folder, 'tokens', ['2']).get('a'), undefined);
});

test('two builds at the same time keep both their results', () => {
  const [one, other] = [openKeptResults<string>(folder, 'both', []), openKeptResults<string>(folder, 'both', [])];
  one.set('x', 'of one');
  other.set('y', 'of the other');
  one.flush();
  other.flush();
  const next = openKeptResults<string>(folder, 'both', []);
  assert.deepEqual([next.get('x'), next.get('y')], ['of one', 'of the other']);
});

test('a line that was cut off spoils none but itself, and only what is new is written', () => {
  const first = openKeptResults<string>(folder, 'cut', []);
  first.set('a', 'whole');
  first.flush();
  const file = path.join(folder, readdirSync(folder).find((name) => name.startsWith('cut-')) ?? '');
  appendFileSync(file, '["b","cut o');
  const second = openKeptResults<string>(folder, 'cut', []);
  second.set('c', 'after it');
  second.flush();
  const third = openKeptResults<string>(folder, 'cut', []);
  assert.deepEqual([third.get('a'), third.get('b'), third.get('c')], ['whole', undefined, 'after it']);
  assert.equal(readFileSync(file, 'utf8').match(/whole/g)?.length, 1);
});
