/** Reports problems on built pages at the place in the lesson's source where an author can fix them. */
import { readFileSync } from 'node:fs';
import { lessonFiles, lessonSlug, printedPath } from '../../course/lesson-files.ts';
import { formatProblem, type Problem } from '../../lesson/read/problem.ts';
import type { PageProblem } from './page-rewrite.ts';

/** The name of errors that are printed as their message only, without a stack trace. */
export const REPORT = 'Report';

export function problemReport(problems: readonly PageProblem[]): string {
  const lessons = new Map(lessonFiles().map((file) => [`lessons/${lessonSlug(file)}.html`, file]));
  const texts = problems.map((problem) => formatProblem(placed(problem, lessons.get(problem.page))));
  const unique = [...new Set(texts)];
  return `${unique.length === 1 ? 'One problem' : `${unique.length} problems`} on the built pages:\n\n${unique.join('\n')}\n`;
}

function placed({ page, text, message, hint }: PageProblem, lesson: string | undefined): Problem {
  if (lesson !== undefined) {
    const source = readFileSync(lesson, 'utf8');
    const offset = source.indexOf(text);
    if (offset >= 0) {
      const before = source.slice(0, offset).split(/\r?\n/);
      const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
      return { file: printedPath(lesson), position, message, hint };
    }
  }
  return { file: page, position: { line: 1, column: 1 }, message: `On this page: ${message}`, hint };
}
