import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INTERVALS, NOTHING, type Progress, readProgress, reviewed, UNSEEN } from './progress.ts';
import { merged } from './progress-merge.ts';
import { courseWords, doneOf, progressWords } from './progress-words.ts';

const of = (lesson: Partial<typeof UNSEEN>): Progress => ({ ...NOTHING, lessons: { one: { ...UNSEEN, ...lesson } } });

test('what was written is read again', () => {
  const progress = of({
    predicted: { a: true },
    quizzes: { q: { best: 2, of: 3 } },
    attempts: { e: 'x = 1' },
    visited: 5,
  });
  assert.deepEqual(readProgress(JSON.stringify(progress)), progress);
});

test('damage costs only what is damaged', () => {
  assert.equal(readProgress('{'), null);
  assert.equal(readProgress('[]'), null);
  assert.equal(readProgress('{"version":2}'), null);
  const text =
    '{"version":1,"lessons":{"one":{"ran":["a",3,"a"],"quizzes":{"q":{"best":9,"of":3},"r":{"best":1,"of":2}},"notes":7},"two":4},"cards":{"cell":{"box":99,"due":1},"x":{}}}';
  const read = readProgress(text);
  assert.deepEqual(read?.lessons.one, { ...UNSEEN, ran: ['a'], quizzes: { r: { best: 1, of: 2 } } });
  assert.deepEqual(read?.lessons.two, UNSEEN);
  assert.deepEqual(read?.cards, { cell: { box: INTERVALS.length - 1, due: 1 } });
  assert.equal(
    Object.getPrototypeOf(readProgress('{"version":1,"lessons":{"__proto__":{"ran":[]}}}')?.lessons),
    Object.prototype,
  );
});

test('merging undoes nothing, and the later text stays', () => {
  const mine = of({
    solved: ['a'],
    predicted: { p: false },
    quizzes: { q: { best: 3, of: 4 } },
    notes: { n: 'old' },
    visited: 1,
  });
  const other = of({
    solved: ['b'],
    predicted: { p: true },
    quizzes: { q: { best: 1, of: 4 } },
    notes: { n: 'new' },
    visited: 2,
  });
  for (const both of [merged(mine, other), merged(other, mine)]) {
    const lesson = both.lessons.one;
    assert.deepEqual([...(lesson?.solved ?? [])].sort(), ['a', 'b']);
    assert.deepEqual(lesson?.predicted, { p: false });
    assert.deepEqual(lesson?.quizzes, { q: { best: 3, of: 4 } });
    assert.deepEqual(lesson?.notes, { n: 'new' });
  }
});

test('names that every object has are names like any other', () => {
  const kept = `{"version":1,"lessons":{"constructor":{"ran":["a"],"quizzes":{"toString":{"best":1,"of":2}}}},"cards":{"valueOf":{"box":1,"due":2}}}`;
  const other = readProgress(kept);
  assert.ok(other);
  for (const both of [merged(NOTHING, other), merged(other, NOTHING), merged(other, other)]) {
    const [[slug, lesson] = []] = Object.entries(both.lessons);
    assert.deepEqual([slug, lesson?.ran], ['constructor', ['a']]);
    assert.deepEqual(Object.entries(lesson?.quizzes ?? {}), [['toString', { best: 1, of: 2 }]]);
    assert.deepEqual(Object.entries(both.cards), [['valueOf', { box: 1, due: 2 }]]);
  }
});

test('a quiz that has changed starts a new best score', () => {
  const both = merged(of({ quizzes: { q: { best: 4, of: 4 } } }), of({ quizzes: { q: { best: 1, of: 5 } } }));
  assert.deepEqual(both.lessons.one?.quizzes, { q: { best: 1, of: 5 } });
});

test('only what the lesson still has is counted', () => {
  const lesson = { ...UNSEEN, predicted: { a: false, gone: true }, solved: ['e'] };
  assert.deepEqual(doneOf(lesson, { blocks: 3, predictions: ['a', 'b'], quizzes: ['q'], exercises: ['e'] }), [2, 4]);
});

test('what was done is said by kind, for a lesson and for the course', () => {
  const totals = { blocks: 3, predictions: ['a', 'b'], quizzes: ['q'], exercises: [] };
  const lesson = { ...UNSEEN, ran: ['x', 'y', 'z', 'gone'], predicted: { a: false, gone: true } };
  assert.equal(progressWords(lesson, totals), '3 of 3 run, 1 of 2 predicted, quiz open');
  const after = { ...lesson, quizzes: { q: { best: 2, of: 5 } } };
  assert.equal(progressWords(after, totals), '3 of 3 run, 1 of 2 predicted, quiz 2 of 5');
  const course = [[after, totals] as const, [undefined, { ...totals, exercises: ['e'] }] as const];
  assert.equal(
    courseWords(course),
    '3 of 6 blocks run, 1 of 4 outputs predicted, 1 of 2 quizzes answered, 0 of 1 exercises solved',
  );
});

test('known cards wait longer each time, the others come at once', () => {
  const day = 24 * 60 * 60 * 1000;
  const once = reviewed(undefined, true, 0);
  assert.deepEqual([once, reviewed(once, true, 0).due], [{ box: 1, due: day }, 3 * day]);
  assert.deepEqual(reviewed({ box: 4, due: 0 }, false, 7), { box: 0, due: 7 });
});
