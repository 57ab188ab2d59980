import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastError, withoutNames } from './errors.ts';

test('the error of a traceback is the last of it', () => {
  const text =
    'Traceback (most recent call last):\n  File "lesson.py", line 1, in <module>\nNameError: name \'x\' is not defined\n';
  assert.deepEqual(lastError(text), { type: 'NameError', message: "name 'x' is not defined" });
  assert.equal(lastError('NameError is an exception\n'), undefined);
});

test('messages are told apart by what they say, not by the names they quote', () => {
  assert.equal(
    withoutNames("name 'x' is not defined. Did you mean: 'y'?"),
    "name '…' is not defined. Did you mean: '…'?",
  );
});
