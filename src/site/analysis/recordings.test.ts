import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import type { Trace } from '../../lesson/trace/trace.ts';
import { assertFresh, type Recordable, recordingFile, recordingOf } from './recordings.ts';

const recordable = (code: string): Recordable => ({ programs: [{ id: 'desk', kind: 'python', code }], stdin: [] });
const trace = { sources: ['x = 1'] } as unknown as Trace;

test('a recording is kept under what decides it', () => {
  assert.equal(recordingFile(recordable('x = 1')), recordingFile(recordable('x = 1')));
  assert.notEqual(recordingFile(recordable('x = 1')), recordingFile(recordable('x = 2')));
  assert.notEqual(recordingFile(recordable('x = 1')), recordingFile({ ...recordable('x = 1'), stdin: ['a'] }));
});

test('a stale recording is an error that says what to do', () => {
  assertFresh(recordable('x = 1'), trace, 'recording.json');
  assert.throws(
    () => assertFresh(recordable('x = 2'), trace, 'recording.json'),
    /The recording of "desk" is stale: it was made from other code than the block has now\.\nDelete .*recording\.json and build again\./,
  );
});

test('a block that was never recorded is recorded when it is asked for, as the dev server does', () => {
  const fresh = recordable('asked_for = "when it is shown"');
  rmSync(recordingFile(fresh), { force: true });
  assert.equal(recordingOf(fresh).sources.at(-1), 'asked_for = "when it is shown"');
});
