/** Finds single assertions in hidden tests that never fail: beside others that do, nobody would notice them. */
import type { Span } from '../../lesson/read/problem.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';
import type { Means } from '../part.ts';

/** By line of the tests; an assertion that was not reached is missing. */
type Survey = Readonly<Record<string, 'constant' | 'held' | 'failed'>>;

/** An assertion that holds even without any program is looked at again after each program that is known to be wrong. */
export async function checkAssertions(tests: Snippet, wrong: readonly string[], means: Means): Promise<void> {
  const { report } = means;
  const alone = await surveyOf('', tests, means);
  const at = (line: string): Span => {
    const start = tests.fence.lines[Number(line) - 1] ?? tests.fence.span.start;
    return { start, end: start };
  };
  for (const [line, what] of Object.entries(alone)) {
    if (what !== 'constant') continue;
    const hint =
      'Write `assert condition, "message"`, without parentheses around both, and a condition that can be false.';
    report(at(line), 'This test can never fail: its condition is always true', hint);
  }
  let held = Object.keys(alone).filter((line) => alone[line] === 'held');
  // When all hold, the tests as a whole test nothing, which is an error of its own.
  if (Object.values(alone).every((what) => what !== 'failed')) return;
  for (const program of held.length === 0 ? [] : wrong) {
    const survey = await surveyOf(program, tests, means);
    held = held.filter((line) => survey[line] !== 'failed');
  }
  for (const line of held) {
    const hint = 'Test what the program must do, or add a wrong answer that this test is for.';
    report(at(line), 'This test passes for every wrong program here, even for none', hint, 'advice');
  }
}

async function surveyOf(program: string, tests: Snippet, { run, survey }: Means): Promise<Survey> {
  // JSON's text is Python's, too.
  const call = `${survey}\n\nsurvey(${JSON.stringify(tests.code)}, globals())\n`;
  const results = await run([
    { kind: 'python', code: program, id: `${tests.id}-surveyed` },
    { kind: 'python', code: call, id: `${tests.id}-survey` },
  ]);
  const { outcome, output } = results[1] ?? {};
  // Whatever keeps the tests from running is told where they are run as they stand.
  if (outcome?.kind !== 'finished') return {};
  const printed = output?.flatMap(({ stream, text }) => (stream === 'stdout' ? [text] : [])).join('');
  return JSON.parse(printed?.trim().split('\n').at(-1) ?? '{}');
}
