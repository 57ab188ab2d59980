// `npm run dev`: the site for authors; pages follow the files as they are saved.
import { once } from 'node:events';
import { watch } from 'node:fs';
import path from 'node:path';
import { dev } from 'astro';
import { courseProblems, everyFrontmatterHolds, lessonReport } from '../src/build/lesson-problems.ts';
import { contentDirectory, projectDirectory } from '../src/build/places.ts';

process.env.ASTRO_TELEMETRY_DISABLED = '1';

/** Astro would end at the first of these, without a line; while it runs, it reports them and goes on. */
let said = '';
while (!everyFrontmatterHolds()) {
  const text = lessonReport(courseProblems())?.text ?? '';
  if (text !== said) process.stderr.write(`${text}\nThe site is served as soon as every frontmatter is right.\n\n`);
  said = text;
  const changes = watch(path.join(contentDirectory, 'lessons'));
  await once(changes, 'change');
  changes.close();
}
await dev({ root: projectDirectory });
