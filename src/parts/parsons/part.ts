/** `<Parsons>`: the lines of a program to put in order. */
import { type ElementBlock, textOf } from '../../lesson/read/block.ts';
import type { Span } from '../../lesson/read/problem.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';
import { gradeProgram, type Task } from '../../runtime/grade.ts';
import { checkAssertions } from '../exercise/assertions.ts';
import { countHints, need, requireTask, rolesIn } from '../exercise/task.ts';
import { checkMessages, checkSolution } from '../exercise/verify-task.ts';
import { asksNothing, type Means, type Part, type Reading } from '../part.ts';

export interface Parsons {
  readonly id: string;
  readonly title: string;
  readonly solution: Snippet;
  readonly distractors: readonly string[];
  readonly tests: Snippet;
  readonly hints: number;
  readonly span: Span;
}

const ROLES = { solution: 'hidden', distractors: 'hidden', tests: 'hidden' } as const;

export const parsons: Part<Parsons> = {
  name: 'Parsons',
  attributes: { id: 'required', title: 'required' },
  parents: null,
  roles: ROLES,
  isChecked: true,
  read: readParsons,
  verify: verifyParsons,
  questions: asksNothing,
  progress: 'exercises',
  setting: 'exercise',
  search: { record: null, leavesOut: [] },
  notebook: { leavesOut: ['parsons-problem'] },
  component: () => import('./Parsons.astro'),
  element: { tag: 'parsons-problem', folder: 'parsons' },
  guide: 'Lines to put in order: those of the solution, and of the distractors, which belong to no right program.',
};

function readParsons(element: ElementBlock, reading: Reading): Parsons | null {
  const { report } = reading;
  const roles = rolesIn(element, ROLES, reading);
  requireTask(element, reading);
  const hints = countHints(element, reading);
  if (!need(roles, ['solution', 'tests'], element, reading)) return null;
  const { solution, tests } = roles;
  const lines = linesOf(solution);
  if (lines.length < 3) report(solution.fence.span.start, 'Too few lines to shuffle', 'Use three lines or more.');
  const distractors = roles.distractors === undefined ? [] : linesOf(roles.distractors);
  for (const distractor of distractors) {
    if (lines.some((line) => line === distractor)) {
      const at = roles.distractors?.fence.span.start ?? element.span.start;
      report(at, `The distractor \`${distractor}\` is a line of the solution`, 'Change it, so that it is wrong.');
    }
  }
  const [id, title] = [textOf(element, 'id'), textOf(element, 'title')];
  return { id, title, solution, distractors, tests, hints, span: element.span };
}

function linesOf(snippet: Snippet): readonly string[] {
  return snippet.code.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

async function verifyParsons(parsons: Parsons, means: Means): Promise<void> {
  const { run, report } = means;
  const task: Task = { id: parsons.id, tests: parsons.tests.code, mistakes: [] };
  const lines = parsons.solution.code.split('\n').filter((line) => line.trim() !== '');
  const backwards = lines.toReversed().join('\n');
  const [solved, reversed] = await Promise.all([
    checkSolution(parsons.solution, task, parsons.tests, means),
    gradeProgram(backwards, task, run),
  ]);
  if (solved !== null && reversed.kind === 'passed') {
    const hint = 'Choose lines whose order matters, or test more.';
    report(parsons.solution.fence.span, 'The lines pass in reverse order too', hint);
  }
  checkMessages([reversed], parsons.tests, report);
  await checkAssertions(parsons.tests, [backwards], means);
}
