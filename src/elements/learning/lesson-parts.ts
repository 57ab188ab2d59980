/** The learning parts of lessons, together because nearly every lesson has all of them; the way back to one; and the note of what was run. */
import 'virtual:part-elements';
import './lesson-resume.ts';
import { changeLesson, lessonProgress } from './store.ts';

document.addEventListener('ran', ({ target }) => {
  const { id, dataset } = target as HTMLElement;
  // Programs of exercises count when they solve them.
  if (id === '' || dataset.role !== undefined || lessonProgress().ran.includes(id)) return;
  changeLesson(({ ran }) => ({ ran: [...ran, id], place: id }));
});
