/** `<Quiz>` and its `<Question>`s: choose one or several, type an output, choose a line, match. */
import { type ElementBlock, textOf } from '../../lesson/read/block.ts';
import type { Span } from '../../lesson/read/problem.ts';
import { INERT, type Part, type Reading, verifiesNothing } from '../part.ts';
import type { Question } from './question-types.ts';
import { readQuestion } from './questions.ts';

export interface Quiz {
  readonly id: string;
  readonly questions: readonly Question[];
  readonly span: Span;
}

export const quiz: Part<Quiz> = {
  name: 'Quiz',
  attributes: { id: 'required', title: 'optional' },
  parents: null,
  roles: {},
  isChecked: true,
  read: readQuiz,
  verify: verifiesNothing,
  questions: ({ questions }) => questions,
  progress: 'quizzes',
  setting: null,
  search: { record: null, leavesOut: [] },
  notebook: { leavesOut: ['quiz-card'] },
  component: () => import('./Quiz.astro'),
  element: { tag: 'quiz-card', folder: 'quiz' },
  guide: 'Questions with a score.',
};

export const question: Part<never> = {
  name: 'Question',
  attributes: { id: 'required', several: 'flag', typed: 'flag', line: 'flag', match: 'flag' },
  parents: ['Quiz'],
  ...INERT,
  isChecked: true,
  setting: 'question',
  search: { record: 'question', leavesOut: ['choice-feedback'] },
  component: () => import('./Question.astro'),
  guide:
    'A paragraph that asks, then choices with boxes, `- [x]` for what is right. `several` has more than one right answer, `line` asks for a line of the program above, ' +
    '`typed` for its output, `match` for the right column of a table with three columns.',
};

function readQuiz(element: ElementBlock, reading: Reading): Quiz {
  const questions = element.children.flatMap((block) =>
    block.kind === 'element' && block.name === 'Question' ? (readQuestion(block, reading) ?? []) : [],
  );
  if (!element.children.some((block) => block.kind === 'element' && block.name === 'Question')) {
    reading.report(element.span.start, 'A quiz without questions', 'Add `<Question id="…">` inside it.');
  }
  return { id: textOf(element, 'id'), questions, span: element.span };
}
