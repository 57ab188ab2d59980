/** Progress of two devices, made into one. Apart from progress.ts, since only one page needs it. */
import { better, type LessonProgress, type Progress, UNSEEN } from './progress.ts';

/** Both together: nothing done is undone, and of two texts the one of the later visit stays. */
export function merged(mine: Progress, other: Progress): Progress {
  const slugs = new Set([...Object.keys(mine.lessons), ...Object.keys(other.lessons)]);
  const lessons = [...slugs].map((slug) => {
    const [a, b] = [mine.lessons[slug] ?? UNSEEN, other.lessons[slug] ?? UNSEEN];
    const [older, newer] = a.visited <= b.visited ? [a, b] : [b, a];
    const quizzes = { ...a.quizzes };
    for (const [id, quiz] of Object.entries(b.quizzes)) quizzes[id] = better(quizzes[id], quiz);
    const both: LessonProgress = {
      ran: [...new Set([...a.ran, ...b.ran])],
      predicted: { ...newer.predicted, ...older.predicted },
      quizzes,
      solved: [...new Set([...a.solved, ...b.solved])],
      attempts: { ...older.attempts, ...newer.attempts },
      notes: { ...older.notes, ...newer.notes },
      place: newer.place ?? older.place,
      visited: newer.visited,
    };
    return [slug, both] as const;
  });
  const cards = { ...mine.cards };
  for (const [term, card] of Object.entries(other.cards)) {
    if (card.due >= (cards[term]?.due ?? 0)) cards[term] = card;
  }
  return { version: 1, lessons: Object.fromEntries(lessons), cards };
}
