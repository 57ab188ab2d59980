/** `<quiz-card>`: counts first answers, keeps the best score, and gives back what was missed. */

import { definePart, make, makeButton, makeStatus, shuffled } from '../../elements/learning/build.ts';
import { questionIn } from '../../elements/learning/questions.ts';
import { changeLesson, lessonProgress } from '../../elements/learning/store.ts';
import { better } from '../../lesson/progress/progress.ts';

interface Asked {
  readonly section: HTMLElement;
  readonly reset: () => void;
  /** First answer of this attempt. */
  right: boolean | undefined;
}

definePart('quiz-card', (part) => {
  const { id } = part;
  const said = makeStatus('quiz-said');
  const again = makeButton('Try the ones I missed', () => retry(true));
  const anew = makeButton('Start again', () => retry(false));
  const score = make('div', { class: 'quiz-score' }, said, again, anew);
  /** A second look at what was missed counts for understanding, not for the score. */
  let scored = true;

  const all = [...part.querySelectorAll<HTMLElement>('.question')].map((section): Asked => {
    const reset = questionIn(section, (right) => {
      asked.right = right;
      section.dataset.answered = String(right);
      show();
    });
    reset();
    const asked: Asked = { section, reset, right: undefined };
    return asked;
  });

  function retry(missedOnly: boolean): void {
    const chosen = shuffled(all.filter(({ right }) => !missedOnly || right === false));
    scored = !missedOnly;
    for (const { section } of all) section.hidden = true;
    for (const asked of chosen) {
      asked.right = undefined;
      asked.section.hidden = false;
      delete asked.section.dataset.answered;
      asked.reset();
      score.before(asked.section);
    }
    show();
    const first = chosen[0]?.section;
    if (first) {
      first.tabIndex = -1;
      first.focus();
    }
  }

  function show(): void {
    const now = all.filter(({ section }) => !section.hidden);
    const of = now.length;
    const done = now.filter(({ right }) => right !== undefined).length;
    const right = now.filter((each) => each.right).length;
    const complete = done === of;
    if (complete && scored) {
      changeLesson(({ quizzes }) => ({
        quizzes: { ...quizzes, [id]: better(quizzes[id], { best: right, of }) },
        place: id,
      }));
    }
    const best = lessonProgress().quizzes[id];
    const record = best === undefined ? '' : ` Best so far: ${best.best} of ${best.of}.`;
    if (!complete) said.textContent = `${done} of ${of} answered.${record}`;
    else if (scored) said.textContent = `You have ${right} of ${of} right.${record}`;
    else said.textContent = `${right} of the ${of} you had missed ${right === 1 ? 'is' : 'are'} right now.`;
    score.dataset.complete = String(complete);
    again.hidden = !complete || right === of;
    anew.hidden = !complete;
  }

  part.append(score);
  show();
});
