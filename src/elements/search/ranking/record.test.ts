import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, placeIn } from './record.ts';

test('an address tells where a record stands and what it is, and gives it back', () => {
  for (const place of [
    { file: 'lessons/a.html', anchor: '', kind: 'text', role: undefined, section: '' },
    { file: 'lessons/a.html', anchor: 'a-b', kind: 'text', role: 'recap', section: 'a-b' },
    { file: 'lessons/a.html', anchor: 'block é', kind: 'output', role: undefined, section: 'a-b' },
  ] as const)
    assert.deepEqual(placeIn(addressOf(place)), place);
});

test('code and output of one block have addresses of their own', () => {
  const place = { file: 'a.html', anchor: 'x', section: 's' };
  assert.notEqual(addressOf({ ...place, kind: 'code' }), addressOf({ ...place, kind: 'output' }));
});
