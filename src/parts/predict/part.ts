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
};
