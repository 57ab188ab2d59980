/** Over a corpus of programs: the recorder changes nothing that a program shows, and gives the same trace each time. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { bootTracer, fixtures, shown } from './trace/tracer.ts';

/** Programs that only the recorder's limit ends: without it they would never stop. */
const ENDLESS = ['36-endless-loop.py'];

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
  // Loads the recorder: `run` alone does not.
  await tracer.trace({ programs: [{ id: 'first', kind: 'python', code: 'x = 1' }] });
});

test('there are at least sixty programs to learn from', () => {
  assert.ok(fixtures().length >= 60);
});

for (const { name, programs } of fixtures()) {
  if (!ENDLESS.includes(name)) {
    test(`${name} shows the same with and without the recorder`, async () => {
      const plain = shown(await tracer.run(programs[0], false));
      const recorded = shown(await tracer.run(programs[0], true));
      assert.deepEqual(recorded, plain);
      assert.doesNotMatch(recorded.text, /trace_|lesson_engine/, 'a traceback must not show the recorder');
    });
  }

  test(`${name} gives the same trace twice, without an error of the recorder's own`, async () => {
    const first = await tracer.trace({ programs });
    assert.notEqual(first.end.cut, 'internal', first.end.error);
    assert.deepEqual(await tracer.trace({ programs }), first);
  });
}
