/** What the pages "Your progress" and "Flash cards" are made of. */
import './course-progress.ts';
import './flash-cards.ts';
