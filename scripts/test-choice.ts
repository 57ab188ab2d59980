/** Selects tests by name: a file, a folder, or words of a test's name. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const UNIT = ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/*.test.ts'];
export const BROWSER = ['tests/browser/*.test.ts'];

/** Tests that build a site, start many processes or try thousands of programs; a quick run skips them. */
const SLOW = [
  'src/runtime/node/hostile.test.ts',
  'src/runtime/node/pool.test.ts',
  'src/runtime/node/renewal.test.ts',
  'tests/check-course.test.ts',
  'tests/check-isolation.test.ts',
  'tests/check-mutations.test.ts',
  'tests/dev.test.ts',
  'tests/new-part.test.ts',
  'tests/questions.test.ts',
  'tests/refused.test.ts',
  'tests/trace-programs.test.ts',
];

export function testFiles(root: string, patterns: readonly string[]): readonly string[] {
  return globSync([...patterns], { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

export function quickFiles(root: string): readonly string[] {
  return testFiles(root, UNIT).filter((file) => !SLOW.includes(file) && file !== 'tests/built-site.test.ts');
}

export interface Choice {
  readonly files: readonly string[];
  /** Only tests whose name contains these words. */
  readonly words?: string;
}

/** Undefined when nothing matches the name. */
export function chosenTests(root: string, name: string): Choice | undefined {
  const all = testFiles(root, [...UNIT, ...BROWSER]);
  const wanted = name.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/$/, '');
  const named = all.filter((file) => file === wanted || file.startsWith(`${wanted}/`));
  if (named.length > 0) return { files: named };
  // `run`, `run.test` and `run.test.ts` mean the same file; `check` means all files whose names start with it.
  const base = wanted.replace(/(?:\.test)?(?:\.ts)?$/, '');
  const called = (file: string): string => path.posix.basename(file, '.test.ts');
  const exact = all.filter((file) => called(file) === base);
  if (exact.length > 0) return { files: exact };
  const rooms = all.filter((file) => path.posix.dirname(file).endsWith(`/${wanted}`));
  if (rooms.length > 0) return { files: rooms };
  const holding = all.filter((file) => readFileSync(path.join(root, file), 'utf8').includes(name));
  return holding.length > 0 ? { files: holding, words: name } : undefined;
}
