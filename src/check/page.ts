/** A document as the checker reads it: its blocks, its learning parts, and everything wrong that needs no Python to see. */
import path from 'node:path';
import { sitePages } from '../course/content-place.ts';
import { lessonProblems, otherLessons, sitePageProblems } from '../course/lesson-problems.ts';
import { type Document, fencesIn } from '../course/markdown/fences.ts';
import { syntaxOf } from '../course/markdown/markdown.ts';
import { contentDirectory } from '../course/places.ts';
import { partsElsewhere, partsOf } from '../course/questions.ts';
import { strayRole } from '../lesson/read/exercises.ts';
import { type Fence, languageOf } from '../lesson/read/fence.ts';
import { type Lesson, readLesson } from '../lesson/read/lesson.ts';
import type { Problem } from '../lesson/read/problem.ts';
import type { Parts } from '../lesson/read/question.ts';
import { asOneSession } from '../lesson/read/session.ts';
import { looksLikeTranscript } from '../lesson/read/transcript.ts';
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
  const document = fencesIn(source, { path: file, syntax: syntaxOf(file) });
  const own = isLesson(file) ? { settings: {}, problems: [] } : documentSettings(document);
  const chosen: Settings = { ...settings, ...own.settings };
  const read = readLesson(named(document.fences, chosen.languages), file);
  const lesson = (session ?? chosen.session) === 'page' ? asOneSession(read) : read;
  const page = {
    path: file,
    source,
    document,
    lesson,
    passedOver: sessionsInside(document),
    unstated: unstated ?? chosen.unstated ?? 'nothing',
  };
  if (isLesson(file)) {
    // Without its components a page that MDX cannot read would only seem to have mistakes in them.
    const parts = document.whole ? partsOf(document, lesson) : null;
    return { ...page, parts, problems: lessonProblems(source, file, otherLessons()) };
  }
  if (sitePages.includes(path.resolve(file))) {
    const parts = document.whole ? partsOf(document, lesson) : null;
    return { ...page, parts, problems: sitePageProblems(source, file, otherLessons()) };
  }
  const parts = partsElsewhere(document, lesson);
  const others = parts?.problems ?? strayRoles(lesson);
  return { ...page, parts, problems: [...own.problems, ...document.problems, ...lesson.problems, ...others] };
}

/** The fences with the languages that the settings give them. */
function named(fences: readonly Fence[], languages: Settings['languages'] = {}): readonly Fence[] {
  return fences.map((fence) => {
    const is = languages[fence.language.toLowerCase()];
    if (is === undefined) return fence;
    return is === 'shown' ? { ...fence, language: is, code: '' } : { ...fence, language: is };
  });
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
