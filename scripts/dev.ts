// `npm run dev`: the site for authors; pages follow the files as they are saved.
import { on } from 'node:events';
import { watch } from 'node:fs';
import path from 'node:path';
import { dev } from 'astro';
import { courseProblems, everyFrontmatterHolds, lessonReport } from '../src/course/lesson-problems.ts';
import { contentDirectory, projectDirectory } from '../src/course/places.ts';

process.env.ASTRO_TELEMETRY_DISABLED = '1';

// Astro would end at the first of these, without a line; while it runs, it reports them and goes on.
if (!everyFrontmatterHolds()) {
  const watcher = watch(path.join(contentDirectory, 'lessons'));
  // Keeps the changes that come while the lessons are being read.
  const changes = on(watcher, 'change');
  let said = '';
  do {
    const text = lessonReport(courseProblems())?.text ?? '';
    if (text !== said) process.stderr.write(`${text}\nThe site is served as soon as every frontmatter is right.\n\n`);
    said = text;
    await changes.next();
  } while (!everyFrontmatterHolds());
  watcher.close();
}
await dev({ root: projectDirectory });
