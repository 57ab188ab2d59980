/** The ids that a lesson's headings get from their words on the page: nothing else in the lesson may have them. */
import type { Point } from '../lesson/read/problem.ts';
import type { Document } from './markdown/fences.ts';

/** As Astro makes them; what differs in a far-off alphabet is found again on the built page. */
export function headingIds({ headings }: Pick<Document, 'headings'>): ReadonlyMap<string, Point> {
  const ids = new Map<string, Point>();
  for (const { text, span } of headings) {
    const id = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    let unique = id;
    for (let count = 1; ids.has(unique); count += 1) unique = `${id}-${count}`;
    ids.set(unique, span.start);
  }
  return ids;
}
