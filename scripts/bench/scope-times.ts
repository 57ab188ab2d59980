/** Run in a separate process, so that nothing is warm: analyses every block of the course and prints the milliseconds as JSON. */
import { readFileSync } from 'node:fs';
import { lessonFiles, printedPath } from '../../src/course/lesson-files.ts';
import { fencesIn } from '../../src/course/markdown/fences.ts';
import { type Lesson, readLesson } from '../../src/lesson/read/lesson.ts';
import { scopesOf } from '../../src/site/analysis/scope-analysis.ts';

const read = (source: string, path: string): Lesson =>
  readLesson(fencesIn(source, { path, syntax: 'mdx' }).fences, path);

const lessons = lessonFiles().map((file) => read(readFileSync(file, 'utf8'), printedPath(file)));
const start = performance.now();
// Starts Python with a block that is in no lesson, unless its result is cached.
await scopesOf(read('```python\nbench = "scope analysis"\n```\n', 'bench.mdx'));
const started = performance.now();
for (const lesson of lessons) await scopesOf(lesson);
const blocks = lessons.reduce((sum, { snippets }) => sum + snippets.length, 0);
process.stdout.write(JSON.stringify({ blocks, boot: started - start, analysis: performance.now() - started }));
