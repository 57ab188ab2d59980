/** Whatever can be wrong with lessons without running them: read like the page and the checker read them, all problems at once. */
import { readFileSync } from 'node:fs';
import { readLesson } from '../lesson/lesson.ts';
import { nearest } from '../lesson/nearest.ts';
import { formatProblem, type Problem } from '../lesson/problem.ts';
import { type Document, fencesIn } from './fences.ts';
import { frontmatterOf } from './frontmatter.ts';
import { lessonFiles, lessonSlug, printedPath } from './lesson-files.ts';
import { partsOf } from './questions.ts';

export function courseProblems(): readonly Problem[] {
  const lessons = lessonFiles().map((path) => ({ path, source: readFileSync(path, 'utf8') }));
  const slugs = lessons.map(({ path }) => lessonSlug(path));
  return lessons.flatMap(({ path, source }, index) => {
    const file = printedPath(path);
    const twin = slugs.indexOf(slugs[index] ?? '');
    return [
      ...(twin === index ? [] : [sameSlug(file, printedPath(lessons[twin]?.path ?? ''), slugs[index] ?? '')]),
      ...lessonProblems(source, file, slugs),
    ];
  });
}

/** `slugs` are those of all lessons, which this one may name. */
export function lessonProblems(source: string, file: string, slugs: readonly string[]): readonly Problem[] {
  const document = fencesIn(source, { path: file, syntax: 'mdx' });
  const lesson = readLesson(document.fences, file);
  const problems = [
    ...frontmatterProblems(document, file, slugs),
    ...document.problems,
    ...lesson.problems,
    ...(document.whole ? partsOf(document, lesson).problems : []),
  ];
  return problems.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
}

function frontmatterProblems(document: Document, file: string, slugs: readonly string[]): readonly Problem[] {
  const { problems, lessons } = frontmatterOf(document.frontmatter, file);
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
