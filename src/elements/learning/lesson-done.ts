/** `<lesson-done>` in lists of lessons: how far the reader has come in each. */
import { doneOf, type Totals } from '../../lesson/progress.ts';
import { progressWords } from '../../lesson/progress-words.ts';
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
    const lesson = progress().lessons[this.dataset.lesson ?? ''];
    const totals: Totals = JSON.parse(this.dataset.totals ?? '{}');
    const { done, of } = lesson ? doneOf(lesson, totals) : { done: 0, of: 0 };
    const words = lesson ? progressWords(lesson, totals) : '';
    const begun = done > 0 || (lesson?.ran.length ?? 0) > 0;
    this.textContent = begun ? `${of > 0 && done === of ? 'All done: ' : ''}${words}` : '';
  }
}

customElements.define('lesson-done', LessonDone);
