/** Whatever can be wrong with lessons without running them: read like the page and the checker read them, all problems at once. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { nearest } from '../lesson/read/nearest.ts';
import { formatProblem, type Problem } from '../lesson/read/problem.ts';
import { type AskedLine, askedIn, askedTwice } from './asked.ts';
import { placeOf, siteFiles, sitePages, symlinkProblems } from './content-place.ts';
import { glossary, glossaryFile, glossaryProblems } from './glossary.ts';
import { lessonFiles, lessonSlug, printedPath } from './lesson-files.ts';
import { linkProblems } from './lesson-links.ts';
import { notAllowed } from './markdown/allowed.ts';
import { type OpenLesson, openLesson } from './open-lesson.ts';

/** Lessons, and the pages beside them that hold blocks of their own. */
export function courseProblems(): readonly Problem[] {
  const linked = siteFiles.flatMap((file) => symlinkProblems(file, printedPath(file)));
  // What lies behind a link is not even read.
  if (linked.length > 0) return linked;
  const lessons = lessonFiles();
  const others = otherLessons();
  const { slugs } = others;
  const asked: AskedLine[] = [];
  const problems = [
    ...lessons.flatMap((file, index) => {
      const links = symlinkProblems(file, printedPath(file));
      if (links.length > 0) return links;
      const twin = slugs.indexOf(slugs[index] ?? '');
      const same =
        twin === index ? [] : [sameSlug(printedPath(file), printedPath(lessons[twin] ?? ''), slugs[index] ?? '')];
      return [...same, ...lessonProblems(openLesson(file), others, asked)];
    }),
    ...sitePages.filter(existsSync).flatMap((file) => sitePageProblems(openLesson(file), others, asked)),
    ...glossaryProblems(printedPath(glossaryFile)),
  ];
  // A glossary with problems has no questions to compare yet.
  const known = problems.length > 0 ? [] : askedOfTerms();
  return [...problems, ...askedTwice([...known, ...asked])];
}

function askedOfTerms(): readonly AskedLine[] {
  const file = printedPath(glossaryFile);
  return glossary().flatMap(({ asked }) => asked.map((text) => ({ text, file, position: { line: 1, column: 1 } })));
}

/** Whether Astro can take the lessons in: it ends at the first frontmatter that its schema refuses. */
export function everyFrontmatterHolds(): boolean {
  return lessonFiles().every(
    (file) => symlinkProblems(file, file).length === 0 && openLesson(file).frontmatter?.problems.length === 0,
  );
}

/** What a page may name: the slugs and the file names of all lessons. */
export interface OtherLessons {
  readonly slugs: readonly string[];
  readonly files: readonly string[];
}

export function otherLessons(): OtherLessons {
  const lessons = lessonFiles();
  return { slugs: lessons.map(lessonSlug), files: lessons.map((file) => path.basename(file)) };
}

/** `asked` takes up the questions that it answers. */
export function lessonProblems(read: OpenLesson, others: OtherLessons, asked?: AskedLine[]): readonly Problem[] {
  return sorted([...frontmatterProblems(read, others.slugs), ...problemsIn(read, others, asked)]);
}

/** Of a page beside the lessons. */
export function sitePageProblems(read: OpenLesson, others: OtherLessons, asked?: AskedLine[]): readonly Problem[] {
  return sorted(problemsIn(read, others, asked));
}

function problemsIn(
  { path, document, parts, problems }: OpenLesson,
  others: OtherLessons,
  asked?: AskedLine[],
): readonly Problem[] {
  const refused = document.whole ? notAllowed(document, placeOf(path)) : [];
  const isRefused = ({ position: { line, column } }: Problem): boolean =>
    refused.some(({ position }) => position.line === line && position.column === column);
  const questions = document.whole ? askedIn(document) : { lines: [], problems: [] };
  asked?.push(...questions.lines);
  return [
    ...problems,
    ...refused,
    // The parts complain of unknown components and attributes as well.
    ...(parts?.problems ?? []).filter((problem) => !isRefused(problem)),
    ...questions.problems,
    // Of the whole course they are compared in the end.
    ...(asked === undefined ? askedTwice(questions.lines) : []),
    ...(document.whole ? linkProblems(document, path, others.files) : []),
  ];
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
}

function frontmatterProblems({ path: file, frontmatter }: OpenLesson, slugs: readonly string[]): readonly Problem[] {
  const { problems = [], lessons = [] } = frontmatter ?? {};
  const unknown = lessons.filter(({ slug }) => !slugs.includes(slug));
  return [
    ...problems,
    ...unknown.map(({ key, slug, position }): Problem => {
      const meant = nearest(slug, slugs);
      return {
        file,
        position,
        message: `\`${key}\` names a lesson that does not exist: \`${slug}\`.`,
        hint: meant === undefined ? `The lessons are ${slugs.join(', ')}.` : `Did you mean \`${meant}\`?`,
      };
    }),
  ];
}

function sameSlug(file: string, other: string, slug: string): Problem {
  return {
    file,
    position: { line: 1, column: 1 },
    message: `This lesson and ${other} would both become lessons/${slug}.html.`,
    hint: 'Rename one of the two files: what follows the number must be its own.',
  };
}

/** All problems as one text, errors first; undefined when there are none. Advice alone fails nothing. */
export function lessonReport(
  problems: readonly Problem[],
): { readonly text: string; readonly fails: boolean } | undefined {
  if (problems.length === 0) return undefined;
  const errors = problems.filter(({ severity }) => severity === undefined);
  const advice = problems.filter(({ severity }) => severity !== undefined);
  const count = (number: number, one: string, many: string) => (number === 1 ? `one ${one}` : `${number} ${many}`);
  const heads = [
    ...(errors.length > 0 ? [count(errors.length, 'problem', 'problems')] : []),
    ...(advice.length > 0 ? [count(advice.length, 'piece of advice', 'pieces of advice')] : []),
  ];
  const text = `In the lessons: ${heads.join(' and ')}.\n\n${[...errors, ...advice].map(formatProblem).join('\n')}\n`;
  return { text, fails: errors.length > 0 };
}
