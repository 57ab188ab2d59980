/** `<course-progress>`: what was done in each lesson; saved to a file, read from one, erased. */
import { readProgress, type Totals, UNSEEN } from '../../lesson/progress.ts';
import { merged } from '../../lesson/progress-merge.ts';
import { courseWords, doneOf, type LessonOfCourse } from '../../lesson/progress-words.ts';
import { make, makeButton, makeStatus } from './build.ts';
import { change, erase, follow, isKept, progress } from './store.ts';

class CourseProgress extends HTMLElement {
  #off = new AbortController();
  #ready = false;
  readonly #said = makeStatus();

  connectedCallback(): void {
    this.#off = new AbortController();
    if (!this.#ready) this.#build();
    this.#ready = true;
    follow(() => this.#show(), this.#off.signal);
  }

  disconnectedCallback(): void {
    this.#off.abort();
  }

  #build(): void {
    const file = make('input', {
      type: 'file',
      accept: 'application/json,.json',
      class: 'visually-hidden',
      tabindex: '-1',
      'aria-label': 'A file with progress',
      change: async () => {
        const chosen = file.files?.[0];
        file.value = '';
        if (chosen) this.#read(await chosen.text());
      },
    });
    const question = make(
      'p',
      { id: 'sure-text' },
      'Erase everything that this site keeps of your work: answers, scores, programs, notes and cards?',
    );
    const sure = make(
      'dialog',
      { class: 'sure', 'aria-labelledby': question.id },
      question,
      makeButton('Keep it', () => sure.close()),
      makeButton('Erase', () => {
        sure.close();
        this.#erase();
      }),
    );
    const actions = make(
      'div',
      { class: 'task-actions' },
      makeButton('Save to a file', () => this.#save()),
      makeButton('Read from a file', () => file.click()),
      makeButton('Erase', () => sure.showModal()),
      file,
    );
    this.append(actions, this.#said, sure);
  }

  #show(): void {
    const { lessons } = progress();
    const course: LessonOfCourse[] = [];
    for (const { dataset, parentElement } of this.querySelectorAll<HTMLElement>('lesson-done')) {
      const lesson = lessons[dataset.lesson ?? ''] ?? UNSEEN;
      const totals: Totals = JSON.parse(dataset.totals ?? '{}');
      const [done, of] = doneOf(lesson, totals);
      const bar = parentElement?.querySelector('meter');
      if (bar) {
        bar.value = of === 0 ? 0 : done / of;
        bar.style.setProperty('--done', String(bar.value));
      }
      course.push([lesson, totals]);
    }
    const all = this.querySelector('.progress-all');
    if (all) all.textContent = `In the whole course: ${courseWords(course)}.`;
    if (!isKept())
      this.#say('This browser keeps nothing for this site, so what you do is forgotten when you close the page.');
    else if (location.protocol === 'file:' && Object.keys(lessons).length === 0)
      this.#say(
        'Pages that are opened from disk: some browsers, Firefox among them, keep things apart for each page. ' +
          'Then nothing arrives here, while each lesson still knows what you did in it.',
      );
  }

  #say(text: string): void {
    this.#said.textContent = text;
  }

  #save(): void {
    const url = URL.createObjectURL(new Blob([JSON.stringify(progress(), null, 1)], { type: 'application/json' }));
    make('a', { href: url, download: 'enclosing-scope-progress.json' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    this.#say('Saved as enclosing-scope-progress.json.');
  }

  #read(text: string): void {
    const other = readProgress(text);
    if (other === null) {
      this.#say('This file holds no progress of this site. Choose one that was saved here.');
      return;
    }
    change((now) => merged(now, other));
    if (isKept()) this.#say('Added to what was here; nothing was undone.');
  }

  #erase(): void {
    erase();
    try {
      // Edited code of every page, kept by its blocks.
      for (const key of Object.keys(localStorage)) if (key.startsWith('code:')) localStorage.removeItem(key);
    } catch {
      // What cannot be read was not kept.
    }
    this.#say('Erased.');
  }
}

customElements.define('course-progress', CourseProgress);
