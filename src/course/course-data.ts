/** What the whole course says about itself, read from the lessons' frontmatter: for metadata, feed, cards. */
import path from 'node:path';
import type { Frontmatter } from './frontmatter.ts';
import { type Dates, datesOf } from './history.ts';
import { lessonFiles, lessonSlug } from './lesson-files.ts';
import { openLesson } from './open-lesson.ts';

export interface LessonData extends Frontmatter {
  readonly number: number;
  readonly slug: string;
  /** Page in the output. */
  readonly page: string;
  readonly dates?: Dates;
}

/** Lessons in the order of the course. Their problems have been reported before: what is not valid is left out here. */
export function courseData(): readonly LessonData[] {
  return lessonFiles().flatMap((file) => {
    const data = openLesson(file).frontmatter?.data;
    const slug = lessonSlug(file);
    const number = Number.parseInt(path.basename(file), 10);
    const dates = datesOf(file);
    return data ? [{ ...data, number, slug, page: `lessons/${slug}.html`, ...(dates && { dates }) }] : [];
  });
}
