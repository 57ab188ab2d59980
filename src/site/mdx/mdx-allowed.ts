/** The wall before the compiler: a page that holds what lessons may not never becomes a program, whoever asks for it. */
import { fileURLToPath } from 'node:url';
import type { MdastPluginEntry } from 'satteri';
import { isPage, placeOf } from '../../course/content-place.ts';
import { printedPath } from '../../course/lesson-files.ts';
import { notAllowed } from '../../course/markdown/allowed.ts';
import { openCompiled } from '../../course/open-lesson.ts';
import { formatProblem, type Problem } from '../../lesson/read/problem.ts';

/** Comes first: what later plugins put into the tree is the course's own. */
export const allowed: MdastPluginEntry = ({ source, fileURL }) => {
  const full = fileURL === undefined ? undefined : fileURLToPath(fileURL);
  const file = full === undefined ? 'lesson.mdx' : printedPath(full);
  const refuse = (problems: readonly Problem[]): void => {
    if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  };
  return {
    name: 'allowed',
    options: { position: true },
    before(root, { data }) {
      const position = { line: 1, column: 1 };
      if (full !== undefined && !isPage(full)) {
        refuse([{ file, position, message: 'This file is no page of the content folder.' }]);
      }
      // Astro would load whatever it names.
      if (Object.hasOwn(Object((data as { astro?: { frontmatter?: object } }).astro?.frontmatter), 'layout')) {
        refuse([{ file, position, message: '`layout` is not a key of a lesson’s frontmatter.', hint: 'Remove it.' }]);
      }
      // The tree itself that is compiled, whatever another reading of the text would give.
      refuse(notAllowed({ ...openCompiled(source, fileURL).document, tree: root }, placeOf(full ?? file)));
    },
  };
};
