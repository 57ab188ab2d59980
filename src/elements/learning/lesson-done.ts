/** `<lesson-done>` in lists of lessons: how far the reader has come in each. What the page says there itself stays until something is done. */
import { type Totals, UNSEEN } from '../../lesson/progress.ts';
import { doneOf, progressWords } from '../../lesson/progress-words.ts';
import { follow, progress } from './store.ts';

class LessonDone extends HTMLElement {
  #off = new AbortController();
  readonly #fresh = this.textContent;

  connectedCallback(): void {
    this.#off = new AbortController();
    follow(() => this.#show(), this.#off.signal);
  }

  disconnectedCallback(): void {
    this.#off.abort();
  }

  #show(): void {
    const lesson = progress().lessons[this.dataset.lesson ?? ''] ?? UNSEEN;
    const totals: Totals = JSON.parse(this.dataset.totals ?? '{}');
    const [done, of] = doneOf(lesson, totals);
    const words = done > 0 || lesson.ran.length > 0 ? progressWords(lesson, totals) : this.#fresh;
    this.textContent = done > 0 && done === of ? `All done: ${words}` : words;
  }
}

customElements.define('lesson-done', LessonDone);
