/** `<course-progress>`: what was done in each lesson; saved to a file, read from one, erased. */
import { readProgress, type Totals, UNSEEN } from '../../lesson/progress/progress.ts';
import { merged } from '../../lesson/progress/progress-merge.ts';
import { courseWords, doneOf, type LessonOfCourse } from '../../lesson/progress/progress-words.ts';
import { definePart, make, makeButton, makeStatus } from './build.ts';
import { change, erase, follow, isKept, progress } from './store.ts';

const FILE = 'enclosing-scope-progress.json';

definePart('course-progress', (part) => {
  const said = makeStatus();
  const say = (text: string): void => {
    said.textContent = text;
  };

  const save = makeButton('Save to a file', () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(progress(), null, 1)], { type: 'application/json' }));
    make('a', { href: url, download: FILE }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    say(`Saved as ${FILE}.`);
  });

  const file = make('input', {
    type: 'file',
    accept: 'application/json,.json',
    class: 'visually-hidden',
    tabindex: '-1',
    'aria-label': 'A file with progress',
    change: async () => {
      // What cannot be read is no progress either.
      const text = await file.files?.[0]?.text().catch(() => '');
      file.value = '';
      if (text === undefined) return;
      const other = readProgress(text);
      if (other === null) say('This file holds no progress of this site. Choose one that was saved here.');
      else {
        change((now) => merged(now, other));
        if (isKept()) say('Added to what was here; nothing was undone.');
      }
    },
  });
  const read = makeButton('Read from a file', () => file.click());

  const sure = part.querySelector<HTMLDialogElement>('.sure');
  const ask = makeButton('Erase', () => {
    // Escape closes without a choice, and must not repeat the last one.
    if (sure) sure.returnValue = '';
    sure?.showModal();
  });
  sure?.addEventListener('close', () => {
    if (sure.returnValue !== 'erase') return;
    erase();
    try {
      // Edited code of every page, kept by its blocks.
      for (const key of Object.keys(localStorage)) if (key.startsWith('code:')) localStorage.removeItem(key);
    } catch {
      // What cannot be read was not kept.
    }
    say('Erased.');
  });

  part.append(make('div', { class: 'task-actions' }, save, read, ask, file), said);

  follow(() => {
    const { lessons } = progress();
    const course: LessonOfCourse[] = [];
    for (const { dataset, parentElement } of part.querySelectorAll<HTMLElement>('lesson-done')) {
      const totals: Totals = JSON.parse(dataset.totals ?? '{}');
      const lesson = lessons[dataset.lesson ?? ''] ?? UNSEEN;
      const [done, of] = doneOf(lesson, totals);
      const bar = parentElement?.querySelector('meter');
      if (bar) {
        bar.value = of === 0 ? 0 : done / of;
        bar.style.setProperty('--done', String(bar.value));
      }
      course.push([lesson, totals]);
    }
    const all = part.querySelector('.progress-all');
    if (all) all.textContent = `In the whole course: ${courseWords(course)}.`;
    if (!isKept())
      say('This browser keeps nothing for this site, so what you do is forgotten when you close the page.');
    else if (location.protocol === 'file:' && Object.keys(lessons).length === 0)
      say(
        'Pages that are opened from disk: some browsers, Firefox among them, keep things apart for each page. ' +
          'Then nothing arrives here, while each lesson still knows what you did in it.',
      );
  });
});
