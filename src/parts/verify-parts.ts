/** Verifies by running what a lesson's learning parts promise. */
import type { Problem } from '../lesson/read/problem.ts';
import type { Means, Parts } from './part.ts';

/** Problems of everything in the lesson that only Python can judge. */
export async function problemsOfParts(parts: Parts, means: Omit<Means, 'report'>): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const report: Means['report'] = ({ start }, message, hint, severity) =>
    problems.push({
      file: parts.file,
      position: { line: start.line, column: start.column },
      message: `${message}.`,
      hint,
      ...(severity && { severity }),
    });
  await Promise.all(parts.found.map(({ part, found }) => part.verify(found, { ...means, report })));
  return problems.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
}
