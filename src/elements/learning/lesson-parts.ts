/** The learning parts of lessons, together because nearly every lesson has all of them, and the note of what was run. */
import './exercise-card.ts';
import './parsons-problem.ts';
import './predict-output.ts';
import './quiz-card.ts';
import './reflect-note.ts';
import { changeLesson, lessonProgress } from './store.ts';

document.addEventListener('ran', ({ target }) => {
  const { id } = target as Element;
  if (id === '' || lessonProgress().ran.includes(id)) return;
  changeLesson(({ ran }) => ({ ran: [...ran, id], place: id }));
});
