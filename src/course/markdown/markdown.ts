/** The only module that knows the Markdown parser: one reading of a file, for the page and the checker alike. */
import { type MdastNode, markdownToMdast, mdxToMdast } from 'satteri';
import type { Problem, Span } from '../../lesson/read/problem.ts';
import { withItemsForAdmonitions } from './admonitions.ts';
import { VOID } from './allowed-html.ts';
import { type Lines, linesOf } from './lines.ts';
import { sayOfText } from './messages.ts';

export type { MdastNode } from 'satteri';

export type JsxNode = Extract<MdastNode, { type: 'mdxJsxFlowElement' | 'mdxJsxTextElement' }>;

export function isJsx(node: MdastNode): node is JsxNode {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
}

export interface MarkdownFile {
  readonly path: string;
  readonly syntax: 'mdx' | 'md';
}

export interface Markdown {
  readonly file: MarkdownFile;
  readonly source: string;
  readonly lines: Lines;
  readonly tree: MdastNode;
  /** False when MDX could not be read and the tree is that of plain Markdown: good for finding fences, not for components. */
  readonly whole: boolean;
  readonly problems: readonly Problem[];
  spanOf(node: MdastNode): Span;
}

/** `.mdx` is MDX; everything else is plain Markdown, where braces and tags are just text and HTML. */
export function syntaxOf(path: string): MarkdownFile['syntax'] {
  return /\.mdx$/i.test(path) ? 'mdx' : 'md';
}

const OPTIONS = { position: true, features: { frontmatter: true } } as const;

/** What the parser's complaint means for an author, and what to write instead. */
function explain(reason: string, source: string, offset: number): { message: string; hint: string } {
  const near = source.slice(offset, offset + 4);
  const plain = reason.replace(/\s*\(mdx[\w-]*:[\w-]+\)\s*$/, '').replace(/ with oxc/, '');
  if (near.startsWith('<!--') || /<!--/.test(source.slice(Math.max(0, offset - 3), offset + 4))) {
    return { message: sayOfText('mdx-comment'), hint: 'Write `{/* comment */}`.' };
  }
  const tag = /closing tag for `<(\w+)>`/.exec(plain)?.[1];
  if (tag !== undefined && VOID.includes(tag)) {
    return { message: `\`<${tag}>\` has to end with a slash in MDX.`, hint: `Write \`<${tag} />\`.` };
  }
  if (tag !== undefined) {
    return {
      message: sayOfText('tag-not-closed', tag),
      hint: `Close it with \`</${tag}>\`, with blank lines around both tags; a \`<\` that opens no tag is written \`\\<\` or in backticks.`,
    };
  }
  if (/expression|acorn|oxc/i.test(reason)) {
    return {
      message: sayOfText('mdx-braces', plain),
      hint: 'Braces hold JavaScript in MDX: write `\\{` for a brace, or put the text in backticks.',
    };
  }
  return {
    message: sayOfText('mdx-unreadable', plain),
    hint: 'Outside of code, `<` opens a tag and `{` an expression: write `\\<` and `\\{`, or use backticks.',
  };
}

/** Reads a file; syntax errors become problems, and what can still be read is. */
export function readMarkdown(source: string, file: MarkdownFile): Markdown {
  // The parser neither shows nor counts a byte-order mark.
  const shift = source.startsWith('\uFEFF') ? 1 : 0;
  const text = source.slice(shift);
  const lines = linesOf(source);
  const problems: Problem[] = [];
  let tree: MdastNode | null = null;
  if (file.syntax === 'mdx') {
    try {
      tree = mdxToMdast(text, OPTIONS);
    } catch (error) {
      const complaint = error instanceof Error ? error.message : String(error);
      const place = /^(\d+):(\d+):\s*/.exec(complaint);
      const line = Number(place?.[1] ?? 1);
      const column = Number(place?.[2] ?? 1);
      const reason = complaint.slice(place?.[0].length ?? 0);
      problems.push({
        file: file.path,
        position: { line, column },
        ...explain(reason, source, lines.startOf(line) + column - 1),
      });
    }
  }
  return {
    file,
    source,
    lines,
    tree: tree ?? markdownToMdast(file.syntax === 'md' ? withItemsForAdmonitions(text) : text, OPTIONS),
    whole: problems.length === 0,
    problems,
    spanOf: ({ position }) => ({
      start: lines.pointAt((position?.start.offset ?? 0) + shift),
      end: lines.pointAt((position?.end.offset ?? 0) + shift),
    }),
  };
}

/** The children of a node, or none. */
export function childrenOf(node: MdastNode): readonly MdastNode[] {
  return 'children' in node ? (node.children as readonly MdastNode[]) : [];
}

/** The words of a node, without markup. */
export function textOf(node: MdastNode): string {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') return node.value;
  if (node.type === 'break') return ' ';
  return childrenOf(node).map(textOf).join('');
}
