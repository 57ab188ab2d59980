/** `<Exercise>`: a program to write, with hints, hidden tests, a solution, and the mistakes that are often made. */
import { type ElementBlock, hasText, textOf } from '../../lesson/read/block.ts';
import { asksNothing, INERT, type Part, type Reading } from '../part.ts';
import { childrenNamed, countHints, type Exercise, need, requireTask, rolesIn, type WrongAnswer } from './task.ts';
import { verifyExercise } from './verify.ts';

const ROLES = { starter: 'shown', solution: 'hidden', tests: 'hidden' } as const;

export const exercise: Part<Exercise> = {
  name: 'Exercise',
  attributes: { id: 'required', title: 'required' },
  parents: null,
  roles: ROLES,
  isChecked: true,
  read: readExercise,
  verify: verifyExercise,
  questions: asksNothing,
  progress: 'exercises',
  setting: 'exercise',
  search: { record: null, leavesOut: [] },
  notebook: { leavesOut: [] },
  component: () => import('./Exercise.astro'),
  element: { tag: 'exercise-card', folder: 'exercise' },
  guide:
    'A program to write: the task as a paragraph, a starter, a solution and hidden tests, then hints and wrong answers. ' +
    'The check runs them against each other.',
};

const WRONG_ROLES = { wrong: 'hidden', detects: 'hidden' } as const;

export const wrongAnswer: Part<never> = {
  name: 'WrongAnswer',
  attributes: { id: 'required' },
  parents: ['Exercise'],
  ...INERT,
  roles: WRONG_ROLES,
  isChecked: true,
  component: () => import('./WrongAnswer.astro'),
  guide:
    'A mistake that readers are expected to make: the wrong program, what detects it (or `raises=` on the program), and what to say to it.',
};

export const hint: Part<never> = {
  name: 'Hint',
  attributes: {},
  parents: ['Exercise', 'Parsons'],
  ...INERT,
  isChecked: true,
  component: () => import('./Hint.astro'),
  guide: 'A step on the way; hints are shown one by one.',
};

function readExercise(element: ElementBlock, reading: Reading): Exercise | null {
  const roles = rolesIn(element, ROLES, reading);
  requireTask(element, reading);
  const hints = countHints(element, reading);
  const wrongAnswers = childrenNamed(element, 'WrongAnswer').flatMap((child) => readWrongAnswer(child, reading) ?? []);
  if (!need(roles, ['starter', 'solution', 'tests'], element, reading)) return null;
  const { starter, solution, tests } = roles;
  const [id, title] = [textOf(element, 'id'), textOf(element, 'title')];
  return { id, title, starter, solution, tests, hints, wrongAnswers, span: element.span };
}

function readWrongAnswer(element: ElementBlock, reading: Reading): WrongAnswer | null {
  const roles = rolesIn(element, WRONG_ROLES, reading);
  const prose = element.children.filter((block) => block.kind !== 'fence');
  if (!hasText(prose)) {
    reading.report(
      element.span.start,
      'A wrong answer without feedback',
      'Below its fences, speak to exactly this mistake.',
    );
  }
  if (!need(roles, ['wrong'], element, reading)) return null;
  const raises = roles.wrong.raises ?? null;
  if (roles.detects === undefined && raises === null) {
    const hint =
      'Add a fence ```python role=detects that passes only for it. ' +
      'If Python itself refuses the program, write ```python role=wrong raises=SyntaxError instead.';
    reading.report(element.span.start, 'Nothing recognises this wrong answer', hint);
    return null;
  }
  return { id: textOf(element, 'id'), wrong: roles.wrong, detects: roles.detects ?? null, raises, span: element.span };
}
