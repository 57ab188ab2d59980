import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carriedVariable, type Owner, type ScopeVariable, sentenceFor, variableFrom } from './scopes.ts';

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

test('what the page carries of a variable, with the name that stands in the code, is the whole of it', () => {
  const variables: readonly ScopeVariable[] = [
    { name: 'len', owner: null, sharers: [] },
    { name: 'limit', owner: owner('module'), sharers: [] },
    { name: 'limit', owner: owner('function', 'f', 2), sharers: [owner('function', 'g', 3), owner('lambda', '', 4)] },
  ];
  for (const variable of variables) {
    const carried = JSON.parse(JSON.stringify(carriedVariable(variable)));
    assert.deepEqual(variableFrom(carried, variable.name), variable);
  }
  const secret = { name: '_Till__coins', owner: owner('function', 'count', 3), sharers: [] };
  assert.deepEqual(variableFrom(carriedVariable(secret), '__coins'), secret);
});
