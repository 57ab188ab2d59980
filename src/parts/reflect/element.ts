/** `<reflect-note>`: a few words of the reader's own, kept on the device. */
import { definePart, make, makeStatus } from '../../elements/learning/build.ts';
import { changeLesson, isKept, lessonProgress } from '../../elements/learning/store.ts';

definePart('reflect-note', (part) => {
  const { id } = part;
  const noted = (): string => lessonProgress().notes[id] ?? '';
  const said = makeStatus();
  const prompt = part.querySelector('.part-kind + *');
  if (prompt) prompt.id ||= `${id}-prompt`;
  const field = make('textarea', { class: 'note-field', rows: '3', 'aria-labelledby': prompt?.id ?? '' });
  field.value = noted();
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(waiting);
    if (field.value === noted()) return;
    changeLesson(({ notes }) => ({ notes: { ...notes, [id]: field.value }, place: id }));
    said.textContent = isKept()
      ? 'Kept on this device; nobody else can read it.'
      : 'Your browser keeps nothing for this page: this text is gone when you leave.';
  };
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 600);
  });
  field.addEventListener('change', keep);
  part.append(field, said);
});
