/** `<reflect-note>`: a few words of the reader's own, kept on the device. */
import { make, makeStatus } from './build.ts';
import { changeLesson, isKept, lessonProgress } from './store.ts';

class ReflectNote extends HTMLElement {
  #ready = false;

  connectedCallback(): void {
    if (this.#ready) return;
    this.#ready = true;
    const said = makeStatus();
    const prompt = this.querySelector('.part-kind + *');
    if (prompt) prompt.id ||= `${this.id}-prompt`;
    const field = make('textarea', { class: 'note-field', rows: '3', 'aria-labelledby': prompt?.id ?? '' });
    field.value = lessonProgress().notes[this.id] ?? '';
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const keep = (): void => {
      clearTimeout(waiting);
      if (field.value === (lessonProgress().notes[this.id] ?? '')) return;
      changeLesson(({ notes }) => ({ notes: { ...notes, [this.id]: field.value }, place: this.id }));
      said.textContent = isKept()
        ? 'Kept on this device; nobody else can read it.'
        : 'Your browser keeps nothing for this page: this text is gone when you leave.';
    };
    field.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 600);
    });
    field.addEventListener('change', keep);
    this.append(field, said);
  }
}

customElements.define('reflect-note', ReflectNote);
