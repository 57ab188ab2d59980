/** Run in a separate process, so that nothing is warm: analyses every block of the course and prints the milliseconds as JSON. */
import { lessonFiles } from '../../src/course/lesson-files.ts';
import { openLesson, openText } from '../../src/course/open-lesson.ts';
import { scopesOf } from '../../src/site/analysis/scope-analysis.ts';

const lessons = lessonFiles().map((file) => openLesson(file).lesson);
const start = performance.now();
// Starts Python with a block that is in no lesson, unless its result is cached.
await scopesOf(openText('```python\nbench = "scope analysis"\n```\n', 'bench.mdx').lesson);
const started = performance.now();
for (const lesson of lessons) await scopesOf(lesson);
const blocks = lessons.reduce((sum, { snippets }) => sum + snippets.length, 0);
process.stdout.write(JSON.stringify({ blocks, boot: started - start, analysis: performance.now() - started }));
