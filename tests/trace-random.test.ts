/** Every step of thousands of random programs has a sentence, a picture and room for it. `RANDOM_PROGRAMS=20000` tries more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureOf } from '../src/elements/stepper/picture.ts';
import { roomOf } from '../src/elements/stepper/room.ts';
import { sentenceAt } from '../src/lesson/trace/sentence.ts';
import { viewAt } from '../src/lesson/trace/view.ts';
import { randomProgram } from './trace/random-programs.ts';
import { marked } from './trace/sentences.ts';
import { bootTracer } from './trace/tracer.ts';

const PROGRAMS = Number(process.env.RANDOM_PROGRAMS ?? 2000);
/** Most programs are shorter; a long one says little more. */
const STEPS = 40;
/** After so many recordings, an interpreter holds more than it should. */
const A_WORLD = 1000;

test(`${PROGRAMS} random programs are told and drawn to their last step`, async (context) => {
  let tracer = await bootTracer();
  const times: number[] = [];
  const events = new Set<string>();
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    if (seed % A_WORLD === 0) tracer = await bootTracer();
    const code = randomProgram(seed);
    try {
      const programs = [{ id: `random-${seed}`, kind: 'python', code }] as const;
      const trace = await tracer.trace({ programs, options: { steps: STEPS, ticks: 50_000 } });
      assert.notEqual(trace.end.cut, 'internal', trace.end.error);
      for (const [index] of trace.steps.entries()) {
        const start = performance.now();
        const sentence = marked(sentenceAt(trace, index));
        pictureOf(trace, viewAt(trace, index));
        times.push(performance.now() - start);
        assert.ok(sentence.length > 5 && sentence.length < 1500, sentence);
        assert.doesNotMatch(sentence, /undefined|\[object|Line 0/);
      }
      roomOf(trace);
      for (const { e } of trace.steps) events.add(e);
    } catch (error) {
      throw new Error(`Seed ${seed} fails:\n${code}`, { cause: error });
    }
  }
  assert.ok(times.length > PROGRAMS * 15, `only ${times.length} steps`);
  times.sort((a, b) => a - b);
  const [half, most] = [times[times.length >> 1], times.at(-1)].map((time = 0) => time.toFixed(2));
  context.diagnostic(`${times.length} steps; a step told and pictured: median ${half} ms, most ${most} ms`);
  for (const event of ['call', 'return', 'yield', 'resume', 'throw', 'wait', 'raise', 'unwind', 'end']) {
    assert.ok(events.has(event), `no program has the event ${event}`);
  }
});
