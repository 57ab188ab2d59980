/** Runs what an exercise promises: its solution solves it, and each mistake meets its own feedback. */
import type { Span } from '../../lesson/read/problem.ts';
import { gradeProgram, type Mark, type Mistake, makes, type RunChain, type Task } from '../../runtime/grade.ts';
import type { Means } from '../part.ts';
import { checkAssertions } from './assertions.ts';
import type { Exercise } from './task.ts';
import { checkMessages, checkSolution } from './verify-task.ts';

/** The exercise as the page's grader gets it. */
export function taskOf(exercise: Exercise): Task {
  const mistakes = exercise.wrongAnswers.map(
    ({ id, detects, raises }): Mistake => ({ id, detects: detects?.code ?? null, raises }),
  );
  return { id: exercise.id, tests: exercise.tests.code, mistakes };
}

export async function verifyExercise(exercise: Exercise, means: Means): Promise<void> {
  const { run, report } = means;
  const task = taskOf(exercise);
  const graded = { ...task, mistakes: [] };
  const { tests, solution, starter, wrongAnswers } = exercise;
  // Everything that does not wait for another result is asked for at once, so that it can run in one go.
  const [solved, started, ...marks] = await Promise.all([
    checkSolution(solution, task, tests, means),
    gradeProgram(starter.code, graded, run),
    ...wrongAnswers.map(({ wrong }) => gradeProgram(wrong.code, graded, run)),
  ]);
  if (started.kind === 'passed') {
    report(starter.fence.span, 'The starter already passes the tests', 'Take the solution out of it, or test more.');
  }
  const made = (code: string, mark: Mark): Promise<readonly string[]> => mistakesOf(code, mark, task, run);
  const [ofSolution, ...ofWrong] = await Promise.all([
    solved === null ? Promise.resolve<readonly string[]>([]) : made(solution.code, solved),
    ...wrongAnswers.map(({ wrong }, index) => made(wrong.code, marks[index] ?? started)),
  ]);
  for (const [index, { id, wrong, span }] of wrongAnswers.entries()) {
    if (marks[index]?.kind === 'passed') {
      report(
        wrong.fence.span,
        `The wrong answer \`${id}\` passes the tests`,
        'Add a test that it fails, or correct it.',
      );
    }
    checkRecognition(id, ofWrong[index] ?? [], exercise, span, report);
  }
  for (const { id, detects } of wrongAnswers) {
    if (detects === null || !ofSolution.includes(id)) continue;
    const message = `What detects \`${id}\` passes for the solution too`;
    report(detects.fence.span, message, 'Look for what only the mistake does.');
  }
  checkMessages([started, ...marks], tests, report);
  await checkAssertions(tests, [starter.code, ...wrongAnswers.map(({ wrong }) => wrong.code)], means);
}

/** All mistakes that a program makes, where a reader would hear of the first. */
async function mistakesOf(code: string, mark: Mark, task: Task, run: RunChain): Promise<readonly string[]> {
  const found = await Promise.all(task.mistakes.map((mistake) => makes(mistake, code, mark.program, task.id, run)));
  return task.mistakes.flatMap(({ id }, index) => (found[index] ? [id] : []));
}

function checkRecognition(
  id: string,
  made: readonly string[],
  exercise: Exercise,
  span: Span,
  report: Means['report'],
): void {
  const own = exercise.wrongAnswers.find((wrongAnswer) => wrongAnswer.id === id);
  if (!made.includes(id)) {
    const hint = 'It must pass after this program and fail after any other: run it in your head on both.';
    const by = own?.detects === null ? `\`raises=${own.raises}\`` : 'its own `role=detects`';
    report(own?.detects?.fence.span ?? span, `The wrong answer \`${id}\` is not recognised by ${by}`, hint);
  }
  for (const other of made.filter((each) => each !== id)) {
    const detects = exercise.wrongAnswers.find((wrongAnswer) => wrongAnswer.id === other);
    const hint = `Make \`${other}\` look for something that \`${id}\` does not do.`;
    report(detects?.detects?.fence.span ?? span, `\`${other}\` also recognises the wrong answer \`${id}\``, hint);
  }
}
