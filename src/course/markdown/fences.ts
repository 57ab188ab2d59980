/** Everything that lessons are made of, found in a Markdown or MDX file with exact positions: fences, headings, components, frontmatter. */
import type { Container, Fence } from '../../lesson/read/fence.ts';
import type { Point, Problem, Span } from '../../lesson/read/problem.ts';
import { type CheckComment, checkCommentFrom, hiddenFence, strayComment } from './check-comment.ts';
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
import { indentedFences, isOpaque, sessionsInHtml, strayFences } from './unread.ts';

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

export function fencesIn(source: string, file: MarkdownFile): Document {
  const markdown = readMarkdown(source, file);
  const fences: Fence[] = [];
  const headings: Heading[] = [];
  const components: Component[] = [];
  const problems: Problem[] = [];
  const opaque: Span[] = [];
  const indented: Span[] = [];
  const html: Span[] = [];
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
    else if (node.type === 'html') html.push(markdown.spanOf(node));
    let previous: number | null = null;
    /** A comment for the block that follows. */
    let comment: CheckComment | null = null;
    const uncalled = (): void => {
      if (comment !== null) problems.push(strayComment(markdown, comment));
      comment = null;
    };
    for (const child of children) {
      const found = child.type === 'html' ? checkCommentFrom(child.value, markdown.spanOf(child), markdown) : null;
      if (found !== null) {
        uncalled();
        opaque.push(markdown.spanOf(child));
        if (found.code === null) comment = found;
        else fences.push(hiddenFence(found, markdown, inner));
        previous = null;
        continue;
      }
      if (child.type === 'code') {
        opaque.push(markdown.spanOf(child));
        const fence = fenceFrom(child, markdown, inner, previous);
        if (fence.marker === '') indented.push(fence.span);
        fences.push(comment === null ? fence : { ...fence, comment });
        comment = null;
        previous = fences.length - 1;
      } else {
        uncalled();
        previous = null;
        visit(child, inner);
      }
    }
    uncalled();
  };
  visit(markdown.tree, []);
  problems.unshift(
    ...markdown.problems,
    ...strayFences(markdown, opaque),
    ...indentedFences(markdown, indented),
    ...sessionsInHtml(markdown, html),
  );
  return { ...markdown, fences, headings, components, frontmatter, problems };
}
