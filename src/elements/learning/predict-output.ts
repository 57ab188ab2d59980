/** `<predict-output>`: the reader commits to an answer; only then the output, and Run, come within reach. */
import { make, makeButton } from './build.ts';
import { questionIn } from './questions.ts';
import { changeLesson, lessonProgress } from './store.ts';

class PredictOutput extends HTMLElement {
  #ready = false;

  connectedCallback(): void {
    if (this.#ready) return;
    this.#ready = true;
    const question = questionIn(this, (right) => this.#answered(right));
    if (question === null) return;
    if (this.id in lessonProgress().predicted) this.#reveal();
    else {
      this.dataset.state = 'open';
      this.querySelector('.part-said')?.before(
        make(
          'p',
          { class: 'part-aid' },
          makeButton('I do not know, show me', () => this.#giveUp(), 'part-link'),
        ),
      );
    }
  }

  #answered(right: boolean): void {
    changeLesson(({ predicted }) => ({ predicted: { [this.id]: right, ...predicted }, place: this.id }));
    this.#reveal();
  }

  #giveUp(): void {
    this.#reveal();
    const answer = this.querySelector<HTMLDetailsElement>('.snippet-answer');
    if (answer) {
      answer.open = true;
      answer.querySelector('summary')?.focus();
    }
  }

  #reveal(): void {
    this.dataset.state = 'answered';
    this.querySelector('.part-aid')?.remove();
  }
}

customElements.define('predict-output', PredictOutput);
