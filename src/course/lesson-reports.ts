/** Problems of lessons where authors look while they write: the dev server prints them, all of them, and shows them on the page. */
import path from 'node:path';
import type { AstroIntegration } from 'astro';
import type { ViteDevServer } from 'vite';
import type { Problem } from '../lesson/read/problem.ts';
import { courseProblems, lessonReport } from './lesson-problems.ts';
import { contentDirectory, projectDirectory } from './places.ts';

export function lessonReports(): AstroIntegration {
  return {
    name: 'lesson-reports',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        const plugin = { name: 'lesson-reports', apply: 'serve' as const, configureServer: reportProblems };
        updateConfig({ vite: { plugins: [plugin] } });
      },
    },
  };
}

function reportProblems(server: ViteDevServer): void {
  let errors: readonly Problem[] = [];
  let last = '';
  const look = (): void => {
    const problems = courseProblems();
    errors = problems.filter(({ severity }) => severity === undefined);
    const text = lessonReport(problems)?.text ?? 'The lessons can be read again.\n';
    if (text !== last && !(last === '' && problems.length === 0)) process.stderr.write(`\n${text}`);
    last = text;
    show();
  };
  const show = (): void => {
    const [first] = errors;
    if (first === undefined) return;
    const { file, position } = first;
    server.ws.send({
      type: 'error',
      err: {
        name: 'Lessons',
        message: lessonReport(errors)?.text ?? '',
        stack: '',
        plugin: 'lesson-reports',
        loc: { file: path.join(projectDirectory, file), ...position },
      },
    });
  };
  // Pages that are opened later are told as well.
  server.ws.on('connection', () => setTimeout(show, 300));
  server.watcher.add(contentDirectory);
  for (const event of ['add', 'change', 'unlink'] as const) {
    server.watcher.on(event, (file) => {
      if (file.startsWith(contentDirectory) && file.endsWith('.mdx')) look();
    });
  }
  look();
}
