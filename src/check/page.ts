/** A document as the checker reads it: its blocks, its learning parts, and everything wrong that needs no Python to see. */
import path from 'node:path';
import { sitePages } from '../course/content-place.ts';
import { lessonProblems, otherLessons, sitePageProblems } from '../course/lesson-problems.ts';
import type { Document } from '../course/markdown/fences.ts';
import { openText } from '../course/open-lesson.ts';
import { contentDirectory } from '../course/places.ts';
import { languageOf } from '../lesson/read/fence.ts';
import type { Lesson } from '../lesson/read/lesson.ts';
import type { Problem } from '../lesson/read/problem.ts';
import { asOneSession } from '../lesson/read/session.ts';
import { looksLikeTranscript } from '../lesson/read/transcript.ts';
import type { Parts } from '../parts/part.ts';
import { strayRole } from '../parts/read-parts.ts';
import type { PassedOverText } from './report.ts';
import { documentSettings, type Settings } from './settings.ts';

export interface Page {
  /** As it is printed: relative to where the command runs. */
  readonly path: string;
  readonly source: string;
  readonly document: Document;
  readonly lesson: Lesson;
  /** Null for documents that have none, or cannot be read. */
  readonly parts: Parts | null;
  readonly problems: readonly Problem[];
  /** What looks like a session and is not checked. */
  readonly passedOver: readonly PassedOverText[];
  /** What a script may print for which the page states no output. */
  readonly unstated: 'nothing' | 'anything';
}

/** What the command line and the project's settings say; the document's own settings stand between the two. */
export interface Reading {
  /** `page`: all blocks of a file run in one session, as most documents elsewhere are written. */
  readonly session?: 'block' | 'page' | null;
  readonly unstated?: 'nothing' | 'anything' | null;
  readonly settings?: Settings;
}

/** Lessons have frontmatter and only components of our own; other documents may hold what they like. */
export function isLesson(file: string): boolean {
  const inside = path.relative(path.join(contentDirectory, 'lessons'), path.resolve(file));
  return /\.mdx$/.test(file) && !inside.startsWith('..') && !path.isAbsolute(inside);
}

export function readPage(file: string, source: string, { session, unstated, settings = {} }: Reading): Page {
  const problemsOf = isLesson(file) ? lessonProblems : sitePages.includes(path.resolve(file)) ? sitePageProblems : null;
  const kind = problemsOf === null ? 'elsewhere' : 'course';
  const opened = openText(source, file, kind);
  const own = isLesson(file) ? { settings: {}, problems: [] } : documentSettings(opened.document);
  const chosen: Settings = { ...settings, ...own.settings };
  const read = chosen.languages === undefined ? opened : openText(source, file, kind, chosen.languages);
  const lesson = (session ?? chosen.session) === 'page' ? asOneSession(read.lesson) : read.lesson;
  const problems = problemsOf?.(read, otherLessons()) ?? [
    ...own.problems,
    ...read.problems,
    ...(read.parts?.problems ?? strayRoles(lesson)),
  ];
  return {
    ...read,
    source,
    lesson,
    problems,
    passedOver: sessionsInside(read.document),
    unstated: unstated ?? chosen.unstated ?? 'nothing',
  };
}

/** Prompts in the middle of fences that show another language. */
function sessionsInside({ fences }: Document): readonly PassedOverText[] {
  return fences.flatMap((fence): PassedOverText[] => {
    if (languageOf(fence) !== 'other' || looksLikeTranscript(fence.code)) return [];
    const prompts = fence.code.split('\n').filter((line) => /^[ \t>]*>>> /.test(line)).length;
    if (prompts === 0) return [];
    const language = fence.language === '' ? 'a block without a language' : `a \`${fence.language}\` block`;
    return [{ line: fence.span.start.line, reason: `${prompts} prompt${prompts === 1 ? '' : 's'} in ${language}` }];
  });
}

/** Without components of ours nothing runs a block that has a role. */
function strayRoles({ file, snippets }: Lesson): readonly Problem[] {
  return snippets.flatMap(({ role, fence }) => {
    if (role === undefined) return [];
    const { message, hint } = strayRole(role);
    return [{ file, position: fence.span.start, message: `${message}.`, hint }];
  });
}
