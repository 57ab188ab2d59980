/** The pictures of selected programs, recorded as the build does, and where a long recording is cut. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { outputHtml } from '../src/elements/stepper/markup.ts';
import type { Trace } from '../src/lesson/trace/trace.ts';
import { definedIn, viewAt } from '../src/lesson/trace/view.ts';
import { calls, last, object, top, variable } from './trace/looking.ts';
import { PICTURES } from './trace/pictures.ts';
import { bootTracer, fixture } from './trace/tracer.ts';

let tracer: Awaited<ReturnType<typeof bootTracer>>;
before(async () => {
  tracer = await bootTracer();
});

const record = (number: string): Promise<Trace> => tracer.trace({ programs: fixture(number).programs });

for (const { program, shows, check } of PICTURES) {
  test(`${Number(program)}: ${shows}`, async () => check(await record(program)));
}

test('limits are named: endless loops, floods of steps and of output', async () => {
  const endless = await record('36');
  assert.deepEqual([endless.end.outcome, endless.end.stopped, endless.end.cut], ['stopped', 'ticks', 'steps']);
  const steps = await record('34');
  assert.deepEqual([steps.end.outcome, steps.end.cut, steps.steps.length], ['finished', 'steps', 1000]);
  const output = await record('33');
  assert.ok((output.end.dropped ?? 0) > 100_000);
  const full = output.end.full ?? -1;
  assert.match(
    String(outputHtml(output, viewAt(output, full))),
    /Only the start of the output is kept: \d+ characters/,
  );
  assert.doesNotMatch(String(outputHtml(output, viewAt(output, full - 1))), /Only the start/);
  assert.equal(output.steps.flatMap(({ o = [] }) => o.map(([, text]) => text)).join('').length, 20_000);
});

test('without frame memory captured variables are marked unknown, not guessed', async () => {
  const trace = await tracer.trace({ programs: fixture('01').programs, options: { memory: false } });
  assert.equal(trace.cells, 'unknown');
  const view = calls(trace, 'enter')[0];
  assert.ok(view);
  assert.deepEqual(variable(view, top(view).id, 'count'), ['?', 0]);
  assert.equal(top(view).runs, undefined);
  assert.equal(definedIn(view, top(view)), undefined);
});

test('a session runs before its last program, which steps into the functions of the others', async () => {
  const trace = await tracer.trace({
    programs: [
      {
        id: 'a',
        kind: 'python',
        code: 'def make(n):\n    def get():\n        return n\n    return get\nprint("quiet")\ng = make(1)',
      },
      { id: 'b', kind: 'pycon', code: '>>> g()\n1\n>>> h = make(2)' },
    ],
  });
  const call = calls(trace, 'get')[0];
  assert.ok(call);
  assert.equal(call.block, 0);
  assert.equal(object(call, variable(call, top(call).id, 'n'), 'cell').own, undefined);
  assert.equal(
    last(trace)
      .output.map(([, text]) => text)
      .join(''),
    '1\n',
  );
  assert.equal(trace.sources.length, 2);
});
