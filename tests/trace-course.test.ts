/** Every step of every recording of the course has its words, its picture, and room for it; and recordings stay small. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { lessonFiles } from '../src/course/lesson-files.ts';
import { openLesson } from '../src/course/open-lesson.ts';
import { roomOf } from '../src/elements/stepper/room.ts';
import { recordableOf } from '../src/site/analysis/recordable.ts';
import { sentencesOf } from './trace/sentences.ts';
import { bootTracer } from './trace/tracer.ts';

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
});

const sizes: number[] = [];

for (const file of lessonFiles()) {
  const { path, lesson } = openLesson(file);
  for (const { id } of lesson.snippets.filter(({ steps, skip }) => steps !== undefined && skip === undefined)) {
    test(`${path}: ${id} is told and drawn to its last step`, async () => {
      const trace = await tracer.trace(recordableOf(lesson, id));
      sizes.push(gzipSync(JSON.stringify(trace), { level: 9 }).length);
      for (const sentence of sentencesOf(trace)) assert.doesNotMatch(sentence, /undefined|\[object|Line 0|\?`/);
      roomOf(trace);
    });
  }
}

test('half of the recordings take at most 1.5 KB', () => {
  sizes.sort((a, b) => a - b);
  assert.ok(sizes.length > 0 && (sizes[sizes.length >> 1] ?? 0) <= 1536, `median ${sizes[sizes.length >> 1]}`);
});
