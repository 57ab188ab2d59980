/** `<lesson-done>` in lists of lessons, and `<lesson-resume>` at a lesson's head: how far the reader has come. */
import { doneOf, type Totals } from '../../lesson/progress.ts';
import { progressWords } from '../../lesson/progress-words.ts';
import { make } from './build.ts';
import { CHANGED, lessonProgress, progress } from './store.ts';

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

class LessonResume extends HTMLElement {
  connectedCallback(): void {
    const { place } = lessonProgress();
    const target = place === null ? null : document.getElementById(place);
    // A link into the page says where to go; and who has just begun needs no way back.
    if (!target || location.hash !== '' || this.childElementCount > 0) return;
    const label = document.getElementById(target.getAttribute('aria-labelledby') ?? '');
    const name = (label ?? target.querySelector('.part-kind, .quiz-title'))?.textContent?.replace(/\s+/g, ' ').trim();
    this.append(make('a', { href: `#${place}` }, `Go on where you left off: ${name ?? 'in this lesson'}`));
  }
}

customElements.define('lesson-done', LessonDone);
customElements.define('lesson-resume', LessonResume);
