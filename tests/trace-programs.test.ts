/** On a corpus of programs: the recorder does not change a program's output, and produces the same trace each time. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { roomOf } from '../src/elements/stepper/room.ts';
import { sentencesOf } from './trace/sentences.ts';
import { bootTracer, fixtures, shown } from './trace/tracer.ts';

/** Endless programs, which only the recorder's limit stops. */
const ENDLESS = ['36-endless-loop.py'];

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
  // Loads the recorder, which `run` alone does not.
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
    // Each step has its words, its picture, and room for it.
    assert.equal(sentencesOf(first).length, first.steps.length);
    roomOf(first);
    assert.deepEqual(await tracer.trace({ programs }), first);
  });
}
