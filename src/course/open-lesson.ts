/** The one reading of a text of the course, or of any document: page, check, recordings, totals and lists are views of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Fence } from '../lesson/read/fence.ts';
import { type Lesson, readLesson } from '../lesson/read/lesson.ts';
import type { Problem } from '../lesson/read/problem.ts';
import type { Parts } from '../parts/part.ts';
import { ROLES } from '../parts/registry.ts';
import { type FrontmatterReading, frontmatterOf } from './frontmatter.ts';
import { printedPath } from './lesson-files.ts';
import { type Document, fencesIn } from './markdown/fences.ts';
import { syntaxOf } from './markdown/markdown.ts';
import { partsElsewhere, partsOf } from './questions.ts';

/** A page of the course holds only components of ours; a document elsewhere may have its own, and no frontmatter that we know. */
export type Kind = 'course' | 'elsewhere';

export interface OpenLesson {
  /** As messages print it. */
  readonly path: string;
  readonly document: Document;
  readonly lesson: Lesson;
  /** Null for a document elsewhere that has none of ours. */
  readonly parts: Parts | null;
  readonly frontmatter: FrontmatterReading | null;
  /** What is wrong with the text by itself, whatever other files there are; the frontmatter and the parts tell their own. */
  readonly problems: readonly Problem[];
}

/** Readings in memory, about half a megabyte each; when there are more, the one that was asked for least recently goes. */
const MOST = 256;
const readings = new Map<string, OpenLesson>();

/** What other words behind a fence's backticks mean: one of our languages, or `shown` for what is never run. */
export type Languages = Readonly<Record<string, string>>;

export function openText(source: string, path: string, kind: Kind = 'course', languages: Languages = {}): OpenLesson {
  const key = createHash('sha256')
    .update(JSON.stringify([kind, path, languages, source]))
    .digest('base64url');
  const reading = readings.get(key) ?? read(source, path, kind, languages);
  readings.delete(key);
  readings.set(key, reading);
  for (const oldest of readings.keys()) {
    if (readings.size <= MOST) break;
    readings.delete(oldest);
  }
  return reading;
}

/** A lesson, or the home page, as it is on disk now. */
export function openLesson(file: string): OpenLesson {
  return openText(readFileSync(file, 'utf8'), printedPath(file));
}

/** A page that is being compiled. Astro blanks its frontmatter, and all else stands where it stood: the file's reading is the page's. */
export function openCompiled(source: string, fileURL: URL | undefined): OpenLesson {
  if (fileURL === undefined) return openText(source, 'lesson.mdx');
  const file = fileURLToPath(fileURL);
  const whole = readFileSync(file, 'utf8');
  const isSame = whole.length === source.length && whole.endsWith(source.trimStart());
  return openText(isSame ? whole : source, printedPath(file));
}

function named(fences: readonly Fence[], languages: Languages): readonly Fence[] {
  return fences.map((fence) => {
    const is = languages[fence.language.toLowerCase()];
    if (is === undefined) return fence;
    return is === 'shown' ? { ...fence, language: is, code: '' } : { ...fence, language: is };
  });
}

function read(source: string, path: string, kind: Kind, languages: Languages): OpenLesson {
  const document = fencesIn(source, { path, syntax: syntaxOf(path) });
  const lesson = readLesson(named(document.fences, languages), path, ROLES);
  const ours = kind === 'course';
  return {
    path,
    document,
    lesson,
    parts: ours ? partsOf(document, lesson) : partsElsewhere(document, lesson),
    frontmatter: ours ? frontmatterOf(document.frontmatter, path) : null,
    problems: [...document.problems, ...lesson.problems],
  };
}
