/** Lessons as files: `content/lessons/NN-slug.mdx`. The number orders the course, the slug names the page. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { contentDirectory, projectDirectory } from './places.ts';

/** `05-nonlocal.mdx` → `nonlocal` */
export function lessonSlug(file: string): string {
  return path
    .basename(file)
    .replace(/\.mdx$/, '')
    .replace(/^\d+-/, '');
}

/** Absolute paths of all lessons, in the order of the course. */
export function lessonFiles(): readonly string[] {
  const folder = path.join(contentDirectory, 'lessons');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mdx'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Whether a lesson's file has this name. */
export function isLessonFile(name: string): boolean {
  return existsSync(path.join(contentDirectory, 'lessons', name));
}

/** A path as messages print it: relative to the project, with forward slashes. */
export function printedPath(file: string): string {
  return path.relative(projectDirectory, file).split(path.sep).join('/');
}
