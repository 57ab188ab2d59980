/** `<lesson-resume>` at a lesson's head: the way back to where the reader was. */
import { definePart, make } from './build.ts';
import { lessonProgress } from './store.ts';

definePart('lesson-resume', (part) => {
  const { place } = lessonProgress();
  const target = place === null ? null : document.getElementById(place);
  // A link into the page says where to go; and who has just begun needs no way back.
  if (!target || location.hash !== '') return;
  const heading = [...document.querySelectorAll('.lesson-text :is(h2, h3)')].findLast(
    (each) => each.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  part.append(
    make('a', { href: `#${place}` }, `Go on where you left off: ${heading?.textContent ?? 'in this lesson'}`),
  );
});
