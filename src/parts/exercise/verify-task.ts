/** Whether a task can be graded: its solution solves it, and its tests test something and say what is missing. */
import type { Snippet } from '../../lesson/read/snippet.ts';
import { gradeProgram, type Mark, type Task } from '../../runtime/grade.ts';
import type { Means } from '../part.ts';

export async function checkSolution(
  solution: Snippet,
  task: Task,
  tests: Snippet,
  { run, report }: Means,
): Promise<Mark | null> {
  const graded = { ...task, mistakes: [] };
  const [mark, empty] = await Promise.all([gradeProgram(solution.code, graded, run), gradeProgram('', graded, run)]);
  if (mark.kind === 'failed') {
    report(
      solution.fence.span,
      `The solution does not pass: ${mark.message.replace(/\.$/, '') || 'a test fails'}`,
      'Correct the solution or the tests.',
    );
    return null;
  }
  const said = mark.tests.output.map(({ text }) => text).join('');
  for (const [, warning = ''] of said.matchAll(/SyntaxWarning: (.*)/g)) {
    // Assertions that are always true are told one by one.
    if (warning.startsWith('assertion is always true')) continue;
    report(tests.fence.span, `Python warns about the tests: “${warning}”`, 'Write what is meant, so that it need not.');
  }
  if (empty.kind === 'passed') {
    report(
      tests.fence.span,
      'The tests pass whatever the reader writes, even nothing',
      'Use what the program must define.',
    );
  }
  return mark;
}

/** A test that fails without a word leaves the reader alone. Each silent one is reported once, at its line. */
export function checkMessages(marks: readonly Mark[], tests: Snippet, report: Means['report']): void {
  const lines = new Set<number>();
  for (const mark of marks) {
    if (mark.kind === 'passed' || mark.at !== 'tests' || mark.message !== '') continue;
    const outcome = mark.tests?.outcome;
    const line = (outcome?.kind === 'raised' ? outcome.place?.line : undefined) ?? 1;
    const start = tests.fence.lines[line - 1] ?? tests.fence.span.start;
    if (!lines.has(line)) {
      report(
        { start, end: start },
        'This test fails without a message',
        'Write `assert …, "what the reader should look at"`.',
      );
    }
    lines.add(line);
  }
}
