/** `<Predict>`: what does Python print? */
import { type Part, verifiesNothing } from '../part.ts';
import type { OutputQuestion } from '../quiz/question-types.ts';
import { readOutputQuestion } from '../quiz/questions.ts';

export const predict: Part<OutputQuestion> = {
  name: 'Predict',
  attributes: { id: 'required', typed: 'flag' },
  parents: null,
  roles: {},
  isChecked: true,
  read: readOutputQuestion,
  // The block and its output are checked like any other.
  verify: verifiesNothing,
  questions: (found) => [found],
  progress: 'predictions',
  setting: 'question',
  search: { record: null, leavesOut: ['choice-feedback'] },
  notebook: { leavesOut: ['.choices'] },
  component: () => import('./Predict.astro'),
  element: { tag: 'predict-output', folder: 'predict' },
  guide:
    'A prediction: a `python` block with its `output`, then a list of outputs to choose from, each with feedback indented below it. ' +
    'Python decides which one is right. With `typed` the reader types the output, and the choices are the answers that are recognised.',
};
