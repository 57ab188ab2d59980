/** Verifies by running what a lesson's learning parts promise: that solutions solve, tests test, and each mistake meets its own feedback. */
import type { Problem, Span } from '../lesson/read/problem.ts';
import type { Exercise, InlineClaim, Parsons, Parts } from '../lesson/read/question.ts';
import type { Snippet } from '../lesson/read/snippet.ts';
import { checkAssertions, type Report } from './assertion-check.ts';
import { gradeProgram, type Mark, type Mistake, makes, type RunChain, type Task } from './grade.ts';
import type { Program } from './protocol.ts';

/** The programs that lead up to a snippet, itself included: the chain of its session. */
export type SessionOf = (snippet: Snippet) => readonly Program[];

/** Problems of everything in the lesson that only Python can judge. `survey` is src/check/assertions.py. */
export async function problemsOfParts(
  parts: Parts,
  run: RunChain,
  sessionOf: SessionOf,
  survey: string,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const report: Report = ({ start }, message, hint, severity) =>
    problems.push({
      file: parts.file,
      position: { line: start.line, column: start.column },
      message: `${message}.`,
      hint,
      ...(severity && { severity }),
    });
  const checkTests: CheckTests = (tests, wrong) => checkAssertions(tests, wrong, { run, report, survey });
  await Promise.all([
    ...parts.exercises.map((exercise) => checkExercise(exercise, run, report, checkTests)),
    ...parts.parsons.map((parsons) => checkParsons(parsons, run, report, checkTests)),
    ...parts.claims.map((claim) => checkClaim(claim, run, sessionOf, report)),
  ]);
  return problems.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
}

/** The exercise as the page's grader gets it. */
export function taskOf(exercise: Exercise): Task {
  const mistakes = exercise.wrongAnswers.map(
    ({ id, detects, raises }): Mistake => ({ id, detects: detects?.code ?? null, raises }),
  );
  return { id: exercise.id, tests: exercise.tests.code, mistakes };
}

type CheckTests = (tests: Snippet, wrong: readonly string[]) => Promise<void>;

async function checkExercise(exercise: Exercise, run: RunChain, report: Report, checkTests: CheckTests): Promise<void> {
  const task = taskOf(exercise);
  const graded = { ...task, mistakes: [] };
  const { tests, solution, starter, wrongAnswers } = exercise;
  // Everything that does not wait for another result is asked for at once, so that it can run in one go.
  const [solved, started, ...marks] = await Promise.all([
    checkSolution(solution, task, tests, run, report),
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
  await checkTests(tests, [starter.code, ...wrongAnswers.map(({ wrong }) => wrong.code)]);
}

/** All mistakes that a program makes, where a reader would hear of the first. */
async function mistakesOf(code: string, mark: Mark, task: Task, run: RunChain): Promise<readonly string[]> {
  const found = await Promise.all(task.mistakes.map((mistake) => makes(mistake, code, mark.program, task.id, run)));
  return task.mistakes.flatMap(({ id }, index) => (found[index] ? [id] : []));
}

async function checkSolution(
  solution: Snippet,
  task: Task,
  tests: Snippet,
  run: RunChain,
  report: Report,
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

function checkRecognition(id: string, made: readonly string[], exercise: Exercise, span: Span, report: Report): void {
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

/** A test that fails without a word leaves the reader alone. Each silent one is reported once, at its line. */
function checkMessages(marks: readonly Mark[], tests: Snippet, report: Report): void {
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

async function checkParsons(parsons: Parsons, run: RunChain, report: Report, checkTests: CheckTests): Promise<void> {
  const task: Task = { id: parsons.id, tests: parsons.tests.code, mistakes: [] };
  const lines = parsons.solution.code.split('\n').filter((line) => line.trim() !== '');
  const backwards = lines.toReversed().join('\n');
  const [solved, reversed] = await Promise.all([
    checkSolution(parsons.solution, task, parsons.tests, run, report),
    gradeProgram(backwards, task, run),
  ]);
  if (solved !== null && reversed.kind === 'passed') {
    const hint = 'Choose lines whose order matters, or test more.';
    report(parsons.solution.fence.span, 'The lines pass in reverse order too', hint);
  }
  checkMessages([reversed], parsons.tests, report);
  await checkTests(parsons.tests, [backwards]);
}

async function checkClaim(claim: InlineClaim, run: RunChain, sessionOf: SessionOf, report: Report): Promise<void> {
  const before = claim.after === null ? [] : sessionOf(claim.after);
  const results = await run([...before, { kind: 'pycon', code: `>>> ${claim.code}`, id: 'claim' }]);
  const result = results.at(-1);
  if (result === undefined) throw new Error('The run of a claim gave no result.');
  const { outcome } = result;
  const said = result.output
    .flatMap(({ stream, text }) => (stream === 'stdout' ? [text] : []))
    .join('')
    .trim();
  const raised = outcome.kind === 'raised' ? [outcome.type, `${outcome.type}: ${outcome.message}`] : [];
  // The prompt shows nothing for None.
  const given = raised[1] ?? (said === '' && claim.states.trim() === 'None' ? 'None' : said);
  if (outcome.kind !== 'finished' && outcome.kind !== 'raised') {
    report(
      claim.span,
      `\`${claim.code}\` does not end by itself (${outcome.kind})`,
      'Claim something that is evaluated at once.',
    );
  } else if (given !== claim.states.trim() && raised[0] !== claim.states.trim()) {
    const what = given === '' ? 'gives nothing' : `gives \`${given}\``;
    report(claim.span, `\`${claim.code}\` ${what}, not \`${claim.states}\``, 'Correct the sentence.');
  }
}
