/** The components that a lesson may use, by the names it uses them under. */
import Aside from './Aside.astro';
import Choice from './Choice.astro';
import Choices from './Choices.astro';
import ChoiceText from './ChoiceText.astro';
import Claim from './Claim.astro';
import Code from './Code.astro';
import Exercise from './Exercise.astro';
import Hint from './Hint.astro';
import Pairs from './Pairs.astro';
import Parsons from './Parsons.astro';
import Predict from './Predict.astro';
import Question from './Question.astro';
import Quiz from './Quiz.astro';
import Reflect from './Reflect.astro';
import Snippet from './Snippet.astro';
import TableScroll from './TableScroll.astro';
import Term from './Term.astro';
import WrongAnswer from './WrongAnswer.astro';

export const lessonComponents = {
  Aside,
  Choice,
  ChoiceText,
  Choices,
  Claim,
  Code,
  Exercise,
  Hint,
  Pairs,
  Parsons,
  Predict,
  Question,
  Quiz,
  Reflect,
  Snippet,
  TableScroll,
  Term,
  WrongAnswer,
};
