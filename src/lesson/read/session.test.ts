import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namespaceOf, planFor, sessionOf } from './session.ts';

const snippets = [
  { id: 'a' },
  { id: 'b', continues: 'a' },
  { id: 'c', continues: 'b' },
  { id: 'd', continues: 'a' },
  { id: 'e' },
];
const ids = (id: string): string[] => sessionOf({ snippets }, id).map((snippet) => snippet.id);
const step = (id: string, code = id) => ({ id, code });

test('a session goes from the first block of the chain to the one asked for', () => {
  assert.deepEqual(ids('c'), ['a', 'b', 'c']);
  assert.deepEqual(ids('d'), ['a', 'd']);
  assert.deepEqual(ids('e'), ['e']);
  assert.deepEqual(ids('nowhere'), []);
  assert.equal(namespaceOf(sessionOf({ snippets }, 'd')), 'a');
});

test('only what has not run yet runs, and only on top of exactly the right state', () => {
  const chain = [step('a'), step('b'), step('c')];
  assert.deepEqual(planFor(chain, null), { fresh: true, steps: chain });
  assert.deepEqual(planFor(chain, [step('a')]), { fresh: false, steps: [step('b'), step('c')] });
  assert.deepEqual(planFor(chain, [step('a'), step('b')]), { fresh: false, steps: [step('c')] });
  assert.deepEqual(planFor(chain, chain), { fresh: true, steps: chain }, 'a second run starts anew');
  assert.deepEqual(planFor(chain, [step('a', 'edited'), step('b')]), { fresh: true, steps: chain });
  assert.deepEqual(planFor(chain, [step('a'), step('d')]), { fresh: true, steps: chain }, 'another branch ran');
  assert.deepEqual(planFor(chain, []), { fresh: true, steps: chain });
});
