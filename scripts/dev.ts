// `npm run dev`: serves the site to authors, and reloads pages as files are saved.
import { on } from 'node:events';
import { watch } from 'node:fs';
import path from 'node:path';
import { dev } from 'astro';
import { courseProblems, everyFrontmatterHolds, lessonReport } from '../src/course/lesson-problems.ts';
import { contentDirectory, projectDirectory } from '../src/course/places.ts';

process.env.ASTRO_TELEMETRY_DISABLED = '1';

// At startup, Astro would exit on invalid frontmatter without naming its line. Once running, it reports such mistakes and continues.
if (!everyFrontmatterHolds()) {
  const watcher = watch(path.join(contentDirectory, 'lessons'));
  // Queues changes that arrive while the lessons are being read.
  const changes = on(watcher, 'change');
  let said = '';
  do {
    const text = lessonReport(courseProblems())?.text ?? '';
    if (text !== said)
      process.stderr.write(`${text}\nThe site will be served once the frontmatter of every lesson is valid.\n\n`);
    said = text;
    await changes.next();
  } while (!everyFrontmatterHolds());
  watcher.close();
}
await dev({ root: projectDirectory });
