/** What was meant by words that nothing has in it: each unknown word becomes the known one nearest to it. */
import { nearest } from '../../lesson/read/nearest.ts';

/** Undefined when nothing is near, or nothing would change. `known` may hold terms of several words. */
export function meant(words: string, known: readonly string[]): string | undefined {
  const whole = nearest(words, known);
  if (whole !== undefined && whole.toLowerCase() !== words.toLowerCase()) return whole;
  const single = [...new Set(known.flatMap((term) => term.split(/\s+/)))].filter((word) => word.length > 2);
  const guess = words
    .split(/\s+/)
    .map((word) => (word.length > 2 ? (nearest(word, single) ?? word) : word))
    .join(' ');
  return guess.toLowerCase() === words.toLowerCase() ? undefined : guess;
}
