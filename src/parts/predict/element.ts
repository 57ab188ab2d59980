/** `<predict-output>`: the reader commits to an answer; only then the output, and Run, come within reach. */
import { definePart, make, makeButton } from '../../elements/learning/build.ts';
import { questionIn } from '../../elements/learning/questions.ts';
import { changeLesson, lessonProgress } from '../../elements/learning/store.ts';

definePart('predict-output', (part) => {
  const { id, dataset } = part;
  const reveal = (): void => {
    dataset.state = 'answered';
    aid.remove();
  };
  const giveUp = makeButton(
    'I do not know, show me',
    () => {
      reveal();
      const answer = part.querySelector<HTMLDetailsElement>('.snippet-answer');
      if (!answer) return;
      answer.open = true;
      answer.querySelector('summary')?.focus();
    },
    'part-link',
  );
  const aid = make('p', { class: 'part-aid' }, giveUp);
  questionIn(part, (right) => {
    changeLesson(({ predicted }) => ({ predicted: { [id]: right, ...predicted }, place: id }));
    reveal();
  });
  if (id in lessonProgress().predicted) reveal();
  else {
    dataset.state = 'open';
    part.querySelector('.part-said')?.before(aid);
  }
});
