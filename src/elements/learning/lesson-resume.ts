/** `<lesson-resume>` at a lesson's head: the way back to where the reader was. */
import { make } from './build.ts';
import { lessonProgress } from './store.ts';

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

customElements.define('lesson-resume', LessonResume);
