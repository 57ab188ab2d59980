/** `<quiz-card>`: counts first answers, keeps the best score, and gives back what was missed. */
import { better } from '../../lesson/progress.ts';
import { make, makeButton, makeStatus, shuffled } from './build.ts';
import { type Question, questionIn } from './questions.ts';
import { changeLesson, lessonProgress } from './store.ts';

interface Asked {
  readonly section: HTMLElement;
  readonly question: Question;
  /** First answer of this attempt. */
  right: boolean | undefined;
}

class QuizCard extends HTMLElement {
  readonly #asked: Asked[] = [];
  readonly #score = make('div', { class: 'quiz-score' });
  readonly #said = makeStatus('quiz-said');
  readonly #again = makeButton('Try the ones I missed', () => this.#retry(true));
  readonly #anew = makeButton('Start again', () => this.#retry(false));
  /** A second look at what was missed counts for understanding, not for the score. */
  #scored = true;

  connectedCallback(): void {
    if (this.#asked.length > 0) return;
    for (const section of this.querySelectorAll<HTMLElement>('.question')) {
      const asked: { value?: Asked } = {};
      const question = questionIn(section, (right) => {
        if (asked.value) this.#answered(asked.value, right);
      });
      if (question === null) continue;
      question.reset();
      asked.value = { section, question, right: undefined };
      this.#asked.push(asked.value);
    }
    this.#score.append(this.#said, this.#again, this.#anew);
    this.append(this.#score);
    this.#show();
  }

  #answered(asked: Asked, right: boolean): void {
    asked.right = right;
    asked.section.dataset.answered = String(right);
    const now = this.#now();
    if (now.every((each) => each.right !== undefined) && this.#scored) {
      const result = { best: now.filter((each) => each.right).length, of: now.length };
      changeLesson(({ quizzes }) => ({
        quizzes: { ...quizzes, [this.id]: better(quizzes[this.id], result) },
        place: this.id,
      }));
    }
    this.#show();
  }

  /** The questions of this attempt. */
  #now(): readonly Asked[] {
    return this.#asked.filter(({ section }) => !section.hidden);
  }

  #retry(missedOnly: boolean): void {
    const chosen = this.#asked.filter(({ right }) => !missedOnly || right === false);
    this.#scored = !missedOnly;
    for (const asked of this.#asked) {
      asked.section.hidden = !chosen.includes(asked);
      if (asked.section.hidden) continue;
      asked.right = undefined;
      delete asked.section.dataset.answered;
      asked.question.reset();
    }
    for (const { section } of shuffled(chosen)) this.#score.before(section);
    this.#show();
    const first = this.querySelector<HTMLElement>('.question:not([hidden])');
    if (first) {
      first.tabIndex = -1;
      first.focus();
    }
  }

  #show(): void {
    const now = this.#now();
    const done = now.filter(({ right }) => right !== undefined).length;
    const right = now.filter((each) => each.right).length;
    const best = lessonProgress().quizzes[this.id];
    const complete = done === now.length;
    const record = best === undefined ? '' : ` Best so far: ${best.best} of ${best.of}.`;
    if (complete && this.#scored) this.#said.textContent = `You have ${right} of ${now.length} right.${record}`;
    else if (complete)
      this.#said.textContent = `${right} of the ${now.length} you had missed ${right === 1 ? 'is' : 'are'} right now.`;
    else this.#said.textContent = `${done} of ${now.length} answered.${record}`;
    this.#score.dataset.complete = String(complete);
    this.#again.hidden = !(complete && right < now.length);
    this.#anew.hidden = !complete;
  }
}

customElements.define('quiz-card', QuizCard);
