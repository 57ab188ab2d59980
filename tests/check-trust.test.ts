/** Promise 4 of the checker, against contributors who mean ill: no block makes the check believe in another one's output. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { openCache } from '../src/check/cache.ts';
import { checkText, scriptPage, statuses } from './check-harness.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'check-trust-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const LIE = `import sys
def lie(*values, **more): sys.stdout.write("2\\n")
names = sys.modules["lesson_engine.world"].__dict__ if "lesson_engine.world" in sys.modules else {}
frame = sys._getframe()
while frame is not None:
    for value in list(frame.f_globals.values()):
        names = names or (vars(value) if getattr(value, "__name__", "") == "lesson_engine.world" else {})
    frame = frame.f_back
names["_plain_names"]["print"] = lie`;
const WRONG = scriptPage('print(1)', '2\n');

test('promise 4: what a block does to the engine makes no other block pass, now, later from the cache, or in another file', async () => {
  const cache = openCache(folder, 'engine');
  const args = ['--unstated', 'allow'];
  assert.deepEqual(statuses(await checkText(scriptPage(LIE) + WRONG, { args, cache })), [
    'block-1 passed',
    'block-2 failed',
  ]);
  assert.deepEqual(statuses(await checkText(WRONG, { args, cache })), ['block-1 failed']);
  assert.deepEqual(statuses(await checkText(scriptPage(LIE) + WRONG, { args, cache })), [
    'block-1 passed',
    'block-2 failed',
  ]);
});
