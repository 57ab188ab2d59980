/** Builds the site, and tells whether a build is needed by comparing a fingerprint of its sources with that of the last build. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'astro';
import { lessonFiles } from '../src/course/lesson-files.ts';
import { courseProblems, lessonReport } from '../src/course/lesson-problems.ts';
import { openLesson } from '../src/course/open-lesson.ts';
import { cacheDirectory, contentDirectory, outputDirectory, projectDirectory } from '../src/course/places.ts';
import { prepareScopes } from '../src/site/analysis/scope-analysis.ts';
import { REPORT } from '../src/site/portable/page-problems.ts';

const SOURCES = ['astro.config.mjs', 'package-lock.json', 'public', 'src', contentDirectory];
const STAMP = path.join(cacheDirectory, 'built.txt');

/** True when the site was built; false after printing what is wrong. */
export async function buildSite(): Promise<boolean> {
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  rmSync(STAMP, { force: true });
  const report = lessonReport(courseProblems());
  if (report) process.stderr.write(`${report.text}\n`);
  if (report?.fails) return false;
  // Starts the scope analysis in its thread, so that results are ready when Astro needs them.
  for (const file of lessonFiles()) prepareScopes(openLesson(file).lesson);
  try {
    // Silent, because everything that Astro logs about an error is also in the error.
    await build({ root: projectDirectory, logLevel: 'silent' });
  } catch (error) {
    process.stderr.write(`\n${explained(error)}\n`);
    return false;
  }
  mkdirSync(cacheDirectory, { recursive: true });
  writeFileSync(STAMP, fingerprint());
  return true;
}

/** Our own reports are complete; other errors are printed with their stack. */
function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, hint, loc } = error as Error & {
    hint?: string;
    loc?: { file?: string; line?: number; column?: number };
  };
  if (name === REPORT) return message;
  const place = loc?.file === undefined ? [] : [[loc.file, loc.line, loc.column].filter(Boolean).join(':')];
  return [...place, stack ?? message, ...(hint === undefined ? [] : [hint])].join('\n');
}

/** Whether the output was built from the current sources. */
export function isBuilt(): boolean {
  return (
    existsSync(path.join(outputDirectory, 'index.html')) &&
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === fingerprint()
  );
}

function fingerprint(): string {
  const hash = createHash('sha256').update(outputDirectory);
  for (const file of SOURCES.flatMap(filesOf)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesOf(name: string): readonly string[] {
  const source = path.resolve(projectDirectory, name);
  if (!existsSync(source)) return [];
  return readdirSync(path.dirname(source), { withFileTypes: true }).some(
    (entry) => entry.name === path.basename(source) && entry.isFile(),
  )
    ? [source]
    : readdirSync(source, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort();
}
