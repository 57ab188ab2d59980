/** Progress of two devices, made into one. Apart from progress.ts, since only one page needs it. */
import { better, type LessonProgress, type Progress, UNSEEN } from './progress.ts';

/** A file may name a lesson, a quiz or a card like something that each object has: `constructor`. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Both together: nothing done is undone, and of two texts the one of the later visit stays. */
export function merged(mine: Progress, other: Progress): Progress {
  const slugs = new Set([...Object.keys(mine.lessons), ...Object.keys(other.lessons)]);
  const lessons = [...slugs].map((slug) => {
    const [a, b] = [own(mine.lessons, slug) ?? UNSEEN, own(other.lessons, slug) ?? UNSEEN];
    const [older, newer] = a.visited <= b.visited ? [a, b] : [b, a];
    const quizzes = { ...a.quizzes };
    for (const [id, quiz] of Object.entries(b.quizzes)) quizzes[id] = better(own(quizzes, id), quiz);
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
    if (card.due >= (own(cards, term)?.due ?? 0)) cards[term] = card;
  }
  return { version: 1, lessons: Object.fromEntries(lessons), cards };
}
