import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meant } from './meant.ts';

const known = ['closure', 'late binding', 'UnboundLocalError', 'decorator'];

test('swapped, missing and doubled letters are understood', () => {
  assert.equal(meant('clsoure', known), 'closure');
  assert.equal(meant('unboundlocaleror', known), 'UnboundLocalError');
  assert.equal(meant('ltae bindng', known), 'late binding');
});

test('each word of several is understood by itself', () => {
  assert.equal(meant('clsoure decoratro', known), 'closure decorator');
});

test('nothing is made up', () => {
  assert.equal(meant('zzzzzz', known), undefined);
  assert.equal(meant('closure', known), undefined);
});
