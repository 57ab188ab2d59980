/** Everything that lessons are made of, found in a Markdown or MDX file with exact positions: fences, headings, components, frontmatter. */
import { type Container, type Fence, languageOf } from '../../lesson/read/fence.ts';
import type { Point, Problem, Span } from '../../lesson/read/problem.ts';
import { fenceFrom } from './fence-text.ts';
import {
  childrenOf,
  isJsx,
  type JsxNode,
  type Markdown,
  type MarkdownFile,
  type MdastNode,
  readMarkdown,
  textOf,
} from './markdown.ts';

export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly span: Span;
}

/** A component of the page, with its node for whoever reads its children. */
export interface Component extends Container {
  readonly inline: boolean;
  /** Components around it, outermost first. */
  readonly within: readonly Container[];
  readonly node: JsxNode;
}

export interface Frontmatter {
  /** Without the `---` lines, LF line ends. */
  readonly raw: string;
  /** Where `raw` starts. */
  readonly start: Point;
  readonly kind: 'yaml' | 'toml';
}

export interface Document extends Markdown {
  readonly fences: readonly Fence[];
  readonly headings: readonly Heading[];
  readonly components: readonly Component[];
  readonly frontmatter: Frontmatter | null;
}

function containerFrom(node: JsxNode, span: Span): Container {
  const attributes: Record<string, string | true> = {};
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute') continue;
    const { name, value } = attribute;
    attributes[name] = typeof value === 'string' ? value : value ? `{${value.value}}` : true;
  }
  return { name: node.name ?? '', attributes, span };
}

/** Text in which a fence's characters mean nothing: code, comments, expressions. */
function isOpaque(node: MdastNode): boolean {
  if (node.type === 'html') return /^\s*<!--/.test(node.value);
  return /^(?:code|inlineCode|yaml|toml|mdxFlowExpression|mdxTextExpression|mdxjsEsm|math|inlineMath)$/.test(node.type);
}

/** Lines that look like the start of a Python fence and are none: they would be shown as text and checked by nobody. */
function strayFences(markdown: Markdown, opaque: readonly Span[]): Problem[] {
  const problems: Problem[] = [];
  for (const match of markdown.source.matchAll(/(`{3,}|~{3,})[ \t]*([^\s`~]+)([^\n\r]*)/g)) {
    const kind = languageOf({ language: match[2] ?? '', meta: match[3] ?? '' });
    if (kind === 'other' || opaque.some(({ start, end }) => start.offset <= match.index && match.index < end.offset))
      continue;
    const backtick = match[1]?.startsWith('`') && match[3]?.includes('`');
    problems.push({
      file: markdown.file.path,
      position: markdown.lines.pointAt(match.index),
      message: 'This looks like the start of a fence, but Markdown reads it as text, so nothing would be checked.',
      hint: backtick
        ? 'The line that opens a fence of backticks may not hold another backtick: leave it out, or write the fence with `~~~`.'
        : 'Put it on a line of its own, with a blank line between it and any HTML or component tag above.',
    });
  }
  return problems;
}

let last: Document | undefined;

/** Reads a file for all who work on its parts. Several do, one after the other: the last reading is remembered. */
export function fencesIn(source: string, file: MarkdownFile): Document {
  const same = last?.source === source && last.file.path === file.path && last.file.syntax === file.syntax;
  if (last === undefined || !same) last = readDocument(source, file);
  return last;
}

function readDocument(source: string, file: MarkdownFile): Document {
  const markdown = readMarkdown(source, file);
  const fences: Fence[] = [];
  const headings: Heading[] = [];
  const components: Component[] = [];
  const opaque: Span[] = [];
  let frontmatter: Frontmatter | null = null;

  const visit = (node: MdastNode, within: readonly Container[]): void => {
    const children = childrenOf(node);
    let inner = within;
    if (isJsx(node)) {
      const container = containerFrom(node, markdown.spanOf(node));
      if (container.name !== '') {
        components.push({ ...container, inline: node.type === 'mdxJsxTextElement', within, node });
        inner = [...within, container];
      }
    } else if (node.type === 'heading') {
      headings.push({ depth: node.depth, text: textOf(node), span: markdown.spanOf(node) });
    } else if (node.type === 'yaml' || node.type === 'toml') {
      const line = markdown.spanOf(node).start.line + 1;
      const start = markdown.lines.pointAt(markdown.lines.startOf(line));
      frontmatter ??= { raw: node.value.replace(/\r\n?/g, '\n'), start, kind: node.type };
    }
    if (isOpaque(node)) opaque.push(markdown.spanOf(node));
    let previous: number | null = null;
    for (const child of children) {
      if (child.type === 'code') {
        opaque.push(markdown.spanOf(child));
        fences.push(fenceFrom(child, markdown, inner, previous));
        previous = fences.length - 1;
      } else {
        previous = null;
        visit(child, inner);
      }
    }
  };
  visit(markdown.tree, []);
  const problems = [...markdown.problems, ...strayFences(markdown, opaque)];
  return { ...markdown, fences, headings, components, frontmatter, problems };
}
