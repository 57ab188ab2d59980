/** The course as a whole: its lessons in order, what is next to what, and which are the short path and the core. */
import { type CollectionEntry, getCollection } from 'astro:content';
import path from 'node:path';
import { lessonFiles, lessonSlug } from './lesson-files.ts';

export interface CourseLesson {
  readonly entry: CollectionEntry<'lessons'>;
  readonly slug: string;
  readonly number: number;
  readonly href: string;
  /** Path of the source file. */
  readonly file: string;
}

/** Lessons by number: the short path is the first lesson and the last, the core is what every use of closures builds on. */
const SHORT_PATH = [1, 18];
const CORE = [1, 3, 4, 5, 6];

let lessons: Promise<readonly CourseLesson[]> | undefined;

/** Every page asks. Only the dev server sees lessons come and go. */
export function courseLessons(): Promise<readonly CourseLesson[]> {
  if (import.meta.env.DEV) return readLessons();
  lessons ??= readLessons();
  return lessons;
}

async function readLessons(): Promise<readonly CourseLesson[]> {
  const entries = new Map((await getCollection('lessons')).map((entry) => [entry.id, entry]));
  return lessonFiles().flatMap((file) => {
    const slug = lessonSlug(file);
    const entry = entries.get(slug);
    if (entry === undefined) return [];
    return [{ entry, slug, number: Number.parseInt(path.basename(file), 10), href: `/lessons/${slug}.html`, file }];
  });
}

export interface CourseMap {
  readonly short: readonly CourseLesson[];
  readonly core: readonly CourseLesson[];
  readonly rest: readonly CourseLesson[];
}

export function courseMap(lessons: readonly CourseLesson[]): CourseMap {
  return {
    short: lessons.filter(({ number }) => SHORT_PATH.includes(number)),
    core: lessons.filter(({ number }) => CORE.includes(number)),
    rest: lessons.filter(({ number }) => !CORE.includes(number)),
  };
}

/** `95` → `1 h 35 min` */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
}
