/** A lesson's frontmatter: one strict schema, and its complaints as problems with the line and column of the YAML they are about. */
import { z } from 'astro/zod';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Problem } from '../lesson/problem.ts';
import { nearest } from './nearest.ts';

const slugs = z.array(z.string().regex(/^[a-z0-9-]+$/, 'a slug is written in lower-case letters, digits and hyphens'));

export const frontmatterSchema = z.strictObject({
  title: z.string().min(1),
  /** One sentence for search engines and cards. */
  description: z.string().min(1),
  /** How long the lesson takes. */
  minutes: z.number().int().positive(),
  /** "After this lesson you can …" */
  goals: z.array(z.string().min(1)).min(1),
  /** Slugs of lessons that come first. */
  requires: slugs,
  topics: z.array(z.string().min(1)),
  /** Slugs of lessons to go on with. */
  next: slugs,
});

export type Frontmatter = z.infer<typeof frontmatterSchema>;

const KEYS = Object.keys(frontmatterSchema.shape);

/** What is wrong with the frontmatter of `source`, the whole text of a lesson. `file` is only named in the problems. */
export function frontmatterProblems(source: string, file: string): readonly Problem[] {
  const block = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*$/m.exec(source);
  if (block === null || block.index !== 0) {
    return [
      {
        file,
        position: { line: 1, column: 1 },
        message: 'The lesson has no frontmatter.',
        hint: `Begin the file with a line \`---\`, the keys ${KEYS.join(', ')}, and another line \`---\`.`,
      },
    ];
  }
  const counter = new LineCounter();
  const document = parseDocument(block[1] ?? '', { lineCounter: counter, prettyErrors: false });
  // The YAML starts one line below the opening `---`.
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { line: line + 1, column: col };
  };
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      file,
      position: at(error.pos[0]),
      message: `The frontmatter is not valid YAML: ${error.message.replace(/\.?$/, '.')}`,
      hint: 'Quote texts that contain `: `, `#` or begin with a quote, a bracket or `@`.',
    }));
  }
  const positionOf = (path: readonly PropertyKey[], ofKey = false) => {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
      const last = path[length - 1];
      const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
      const node =
        isPair(pair) && (ofKey || !isNode(pair.value)) ? pair.key : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return { line: 1, column: 1 };
  };
  const result = frontmatterSchema.safeParse(document.toJS() ?? {});
  if (result.success) return [];
  return result.error.issues.flatMap((issue): Problem[] => {
    const name = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const meant = nearest(key, KEYS);
        return {
          file,
          position: positionOf([...issue.path, key], true),
          message: `\`${key}\` is not a key of a lesson's frontmatter.`,
          hint: meant === undefined ? `The keys are ${KEYS.join(', ')}.` : `Did you mean \`${meant}\`?`,
        };
      });
    }
    if (issue.code === 'invalid_type' && issue.input === undefined && document.getIn([...issue.path]) === undefined) {
      return [
        {
          file,
          position: { line: 1, column: 1 },
          message: `The frontmatter has no \`${name}\`.`,
          hint: `Add \`${name}: ${EXAMPLES[name] ?? '…'}\`.`,
        },
      ];
    }
    return [
      {
        file,
        position: positionOf(issue.path),
        message: `\`${name}\` in the frontmatter is wrong: ${issue.message}.`,
        hint: `It is written like \`${String(issue.path[0])}: ${EXAMPLES[String(issue.path[0])] ?? '…'}\`.`,
      },
    ];
  });
}

const EXAMPLES: Readonly<Record<string, string>> = {
  title: 'Closures in one sitting',
  description: 'What a closure is, what it keeps, and when it goes away.',
  minutes: '25',
  goals: '["say what a closure keeps"]',
  requires: '[names-and-scopes]',
  topics: '[closures, scope]',
  next: '[functions-as-objects]',
};
