/** Makes recordings in a sandboxed thread: all those of the course before a build, or single ones on request. */
import { existsSync } from 'node:fs';
import type { AstroIntegration } from 'astro';
import { lessonFiles } from '../../course/lesson-files.ts';
import { openLesson } from '../../course/open-lesson.ts';
import { formatProblem, type Problem } from '../../lesson/read/problem.ts';
import { momentOf } from '../../lesson/trace/moments.ts';
import { createPool } from '../../runtime/node/pool.ts';
import { recordableOf } from './recordable.ts';
import { keepRecording, type Recordable, recordingFile, recordingOf } from './recordings.ts';

/** A fixed seed, so that all machines give the same recording, including the order of sets of strings. */
const HASH_SEED = 1;
const SECONDS = 20;

/** Makes the missing recordings and returns their number. */
export async function record(recordables: readonly Recordable[]): Promise<number> {
  const missing = recordables.filter((recordable) => !existsSync(recordingFile(recordable)));
  if (missing.length === 0) return 0;
  const pool = await createPool({ jobs: 1 });
  try {
    const page = await pool.openPage(HASH_SEED);
    for (const recordable of missing) {
      const { programs, stdin } = recordable;
      const trace = await page.trace({ programs, stdin }, SECONDS);
      if (trace.end.cut === 'internal') {
        throw new Error(`The recorder failed on "${programs.at(-1)?.id}": ${trace.end.error}.`);
      }
      if (trace.cells === 'unknown') {
        throw new Error(
          `The cells of "${programs.at(-1)?.id}" could not be read: this Python's frames have a different layout from the one that src/python/trace_memory.py expects.`,
        );
      }
      keepRecording(recordable, trace);
    }
    await page.close();
    return missing.length;
  } finally {
    await pool.close();
  }
}

/** Records every block of the course that has `steps`, and reports opening moments that do not exist. */
export async function recordCourse(files: readonly string[] = lessonFiles()): Promise<readonly Problem[]> {
  const blocks = files.flatMap((file) => {
    const { path, lesson } = openLesson(file);
    return lesson.snippets
      .filter(({ steps, skip }) => steps !== undefined && skip === undefined)
      .map((snippet) => ({ snippet, file: path, recordable: recordableOf(lesson, snippet.id) }));
  });
  await record(blocks.map(({ recordable }) => recordable));
  return blocks.flatMap(({ snippet, file, recordable }): readonly Problem[] => {
    if (typeof snippet.steps !== 'object') return [];
    const moment = momentOf(recordingOf(recordable), snippet.steps.at);
    if ('step' in moment) return [];
    return [{ file, position: snippet.fence.metaStart, message: moment.mistake, hint: moment.hint }];
  });
}

/** Makes all recordings before the build, which fails if an opening moment does not exist. */
export function recordings(): AstroIntegration {
  return {
    name: 'recordings',
    hooks: {
      'astro:build:start': async ({ logger }) => {
        const problems = await recordCourse();
        if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
        logger.info('every stepper has its recording');
      },
    },
  };
}
