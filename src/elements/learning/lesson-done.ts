/** `<lesson-done>` in lists of lessons: how far the reader has come in each. */
import { type Totals, UNSEEN } from '../../lesson/progress.ts';
import { doneOf, progressWords } from '../../lesson/progress-words.ts';
import { CHANGED, progress } from './store.ts';

class LessonDone extends HTMLElement {
  #off = new AbortController();

  connectedCallback(): void {
    this.#off = new AbortController();
    addEventListener(CHANGED, () => this.#show(), { signal: this.#off.signal });
    this.#show();
  }

  disconnectedCallback(): void {
    this.#off.abort();
  }

  #show(): void {
    const lesson = progress().lessons[this.dataset.lesson ?? ''] ?? UNSEEN;
    const totals: Totals = JSON.parse(this.dataset.totals ?? '{}');
    const [done, of] = doneOf(lesson, totals);
    const words = done > 0 || lesson.ran.length > 0 ? progressWords(lesson, totals) : '';
    this.textContent = done > 0 && done === of ? `All done: ${words}` : words;
  }
}

customElements.define('lesson-done', LessonDone);
