import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Owner, sentenceFor } from './scopes.ts';

const owner = (kind: Owner['kind'], name = '', line = 1): Owner => ({ kind, name, line });
const says = (of: Owner | null, sharers: readonly Owner[] = [], name = 'limit') =>
  sentenceFor({ name, owner: of, sharers });

test('one sentence for each kind of variable', () => {
  assert.equal(says(null, [], 'len'), '`len` is built in: Python brings it for every module.');
  assert.equal(says(owner('module')), '`limit` is global: it belongs to the module.');
  assert.equal(says(owner('function', 'f')), '`limit` belongs to the call of `f`.');
  assert.equal(
    says(owner('function', 'tide_alert'), [owner('function', 'check')]),
    '`limit` belongs to the call of `tide_alert`; `check` holds its cell.',
  );
  assert.equal(
    says(owner('function', 'f'), [owner('function', 'pay'), owner('lambda', '', 4)]),
    '`limit` belongs to the call of `f`; `pay` and the lambda in line 4 share its cell.',
  );
  assert.equal(
    says(owner('function', 'f'), [owner('function', 'g', 2), owner('function', 'g', 5)]),
    '`limit` belongs to the call of `f`; 2 functions called `g` share its cell.',
  );
  assert.equal(says(owner('class', 'C')), '`limit` belongs to the body of class `C`; functions inside do not see it.');
  assert.equal(says(owner('comprehension', '', 3)), '`limit` belongs to the comprehension in line 3 alone.');
  assert.equal(
    says(owner('type parameters', 'first'), [owner('annotations', 'first')], 'T'),
    '`T` is a type parameter of `first`; the annotations of `first` hold its cell.',
  );
});
