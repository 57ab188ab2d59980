/** A lesson's frontmatter: one strict schema, and its complaints as problems with the line and column of the YAML they are about. */
import { z } from 'astro/zod';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { nearest } from '../lesson/read/nearest.ts';
import type { Point, Problem } from '../lesson/read/problem.ts';
import { textFaults } from './markdown/allowed-text.ts';

const text = z.string().min(1, 'it may not be empty');
const slugs = z.array(z.string().regex(/^[a-z0-9-]+$/, 'a slug is written in lower-case letters, digits and hyphens'));

export const frontmatterSchema = z.strictObject({
  title: text,
  /** One sentence for search engines and cards. */
  description: text,
  /** How long the lesson takes. */
  minutes: z.number().int().positive(),
  /** "After this lesson you can …" */
  goals: z.array(text).min(1, 'it needs at least one entry'),
  /** Slugs of lessons that come first. */
  requires: slugs,
  topics: z.array(text),
  /** Slugs of lessons to go on with. */
  next: slugs,
  /** Who wrote or mended it, as they want to be named. */
  credits: z.array(z.string().min(1)).optional(),
});

export type Frontmatter = z.infer<typeof frontmatterSchema>;

type Position = Problem['position'];

export interface FrontmatterReading {
  /** When its keys and values are all right. */
  readonly data?: Frontmatter;
  /** Other lessons that it names, as far as they can be read. */
  readonly lessons: readonly {
    readonly key: 'requires' | 'next';
    readonly slug: string;
    readonly position: Position;
  }[];
  readonly problems: readonly Problem[];
}

const KEYS = Object.keys(frontmatterSchema.shape);

const EXAMPLES: Readonly<Record<string, string>> = {
  title: 'Closures in one sitting',
  description: 'What a closure is, what it keeps, and when it goes away.',
  minutes: '25',
  goals: '["say what a closure keeps"]',
  requires: '[names-and-scopes]',
  topics: '[closures, scope]',
  next: '[functions-as-objects]',
  credits: '[Ada Example]',
};

/** `raw` is the text between the `---` lines, `start` where it begins; `file` is only named in the problems. */
export function frontmatterOf(
  block: { readonly raw: string; readonly start: Point; readonly kind: string } | null,
  file: string,
): FrontmatterReading {
  const top: Position = { line: 1, column: 1 };
  const failed = (problems: readonly Problem[]): FrontmatterReading => ({ lessons: [], problems });
  if (block === null || block.kind !== 'yaml') {
    return failed([
      {
        file,
        position: top,
        message: 'The lesson has no frontmatter.',
        hint: `Begin the file with a line \`---\`, the keys ${KEYS.join(', ')}, and another line \`---\`.`,
      },
    ]);
  }
  const counter = new LineCounter();
  const document = parsed(block.raw, counter);
  if (document === undefined) {
    const { line, column } = block.start;
    const message = 'The frontmatter is nested too deeply to be read.';
    const hint = 'Its keys hold texts, numbers and lists of texts; remove the other brackets.';
    return failed([{ file, position: { line, column }, message, hint }]);
  }
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: block.start.line + line - 1, column: col };
  };
  if (document.errors.length > 0) {
    return failed(
      document.errors.map((error) => ({
        file,
        position: at(error.pos[0]),
        message: `The frontmatter is not valid YAML: ${error.message.replace(/\.?$/, '.')}`,
        hint: 'Quote texts that contain `: ` or ` #`, or begin with a quote, a bracket, `@` or a backtick.',
      })),
    );
  }
  const alias = aliasIn(document);
  if (alias !== undefined) {
    const message = 'The frontmatter refers to another place of itself.';
    return failed([
      { file, position: at(alias), message, hint: 'Write each text out, or quote one that begins with `*`.' },
    ]);
  }
  const positionOf = (path: readonly PropertyKey[]): Position => positionIn(document, path, at) ?? top;
  const data: unknown = document.toJS() ?? {};
  const checked = frontmatterSchema.safeParse(data);
  const issues = checked.error?.issues ?? [];
  const lessons = (['requires', 'next'] as const).flatMap((key) => {
    const named = frontmatterSchema.shape[key].safeParse(Reflect.get(Object(data), key)).data ?? [];
    return named.map((slug, index) => ({ key, slug, position: positionOf([key, index]) }));
  });
  const goals = frontmatterSchema.shape.goals.safeParse(Reflect.get(Object(data), 'goals')).data ?? [];
  const shown = goals.flatMap((goal, index) =>
    textFaults(goal, 'lessons').map((fault) => ({ file, position: positionOf(['goals', index]), ...fault })),
  );
  const problems = [...issues.flatMap((issue) => problemsOf(issue, file, positionOf)), ...shown];
  return { lessons, problems, ...(checked.success && { data: checked.data }) };
}

/** Undefined when it is nested more deeply than the parser, or whoever reads its result, can follow. */
function parsed(raw: string, lineCounter: LineCounter): Document | undefined {
  try {
    const document = parseDocument(raw, { lineCounter, prettyErrors: false });
    // The parser reports some of its own overflows as errors of the text.
    if (document.errors.some(({ message }) => /call stack/.test(message))) return undefined;
    if (document.errors.length === 0 && aliasIn(document) === undefined) document.toJS();
    return document;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where the first alias stands: a few of them can stand for more text than memory holds. */
function aliasIn(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Alias(_, alias) {
      found = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

function problemsOf(
  issue: z.core.$ZodIssue,
  file: string,
  positionOf: (path: readonly PropertyKey[]) => Position,
): readonly Problem[] {
  const key = String(issue.path[0] ?? '');
  const example = `\`${key}: ${EXAMPLES[key] ?? '…'}\``;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((unknown) => {
      const meant = nearest(unknown, KEYS);
      return {
        file,
        position: positionOf([...issue.path, unknown]),
        message: `\`${unknown}\` is not a key of a lesson's frontmatter.`,
        hint: meant === undefined ? `The keys are ${KEYS.join(', ')}.` : `Did you mean \`${meant}\`?`,
      };
    });
  }
  const position = positionOf(issue.path);
  if (issue.code === 'invalid_type' && /received undefined/.test(issue.message)) {
    return [{ file, position, message: `The frontmatter has no \`${key}\`.`, hint: `Add ${example}.` }];
  }
  return [
    {
      file,
      position,
      message: `\`${issue.path.join('.')}\` in the frontmatter is wrong: ${issue.message.replace(/^Invalid input: /, '')}.`,
      hint: `It is written like ${example}.`,
    },
  ];
}

/** Where the value at `path` stands, or its key when it has none; the nearest thing around it when it is missing. */
function positionIn(
  document: Document,
  path: readonly PropertyKey[],
  at: (offset: number) => Position,
): Position | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
  const isUnknown = path.length === 1 && !KEYS.includes(String(last));
  const node = isPair(pair) && (isUnknown || !isNode(pair.value)) ? pair.key : document.getIn(path, true);
  if (isNode(node) && node.range) return at(node.range[0]);
  return positionIn(document, path.slice(0, -1), at);
}
