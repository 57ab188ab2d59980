/** From the parser's tree to the neutral blocks that the learning parts are read from: the only bridge between the two. */
import type { Nodes, PhrasingContent, Root, RootContent, TableCell } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'satteri';
import type { Attribute, Block, Cell, CodeBlock, ElementBlock } from '../lesson/block.ts';
import type { Fence } from '../lesson/fence.ts';
import type { Point, Span } from '../lesson/problem.ts';

type Jsx = MdxJsxFlowElement | MdxJsxTextElement;

/** The blocks of a parsed file. `fences` are those of the same file, found again by where they start. */
export function blocksOf(tree: Root, fences: readonly Fence[], source: string): readonly Block[] {
  const byStart = new Map(fences.map((fence) => [fence.span.start.offset, fence]));
  const blocks = (nodes: readonly Nodes[]): readonly Block[] => nodes.flatMap((node) => block(node) ?? []);

  function block(node: Nodes): Block | null {
    const span = spanOf(node);
    switch (node.type) {
      case 'code': {
        const fence = byStart.get(span.start.offset);
        return fence === undefined ? null : { kind: 'fence', fence, span };
      }
      case 'list':
        return {
          kind: 'list',
          items: node.children.map((item) => ({
            checked: item.checked ?? null,
            children: blocks(item.children),
            span: spanOf(item),
          })),
          span,
        };
      case 'table':
        return { kind: 'table', rows: node.children.map((row) => row.children.map(cellOf)), span };
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        return elementOf(node, blocks(node.children), source);
      case 'inlineCode':
        return { kind: 'code', value: node.value, span };
      case 'text':
        return node.value.trim() === '' ? null : { kind: 'prose', text: node.value, children: [], span };
      case 'paragraph':
      case 'heading':
        return { kind: 'prose', text: plainText(node), children: inline(node.children), span };
      case 'blockquote':
      case 'footnoteDefinition':
        return { kind: 'group', children: blocks(node.children), span };
      default:
        return 'children' in node ? { kind: 'group', children: blocks(node.children), span } : null;
    }
  }

  function inline(nodes: readonly PhrasingContent[]): readonly (ElementBlock | CodeBlock)[] {
    return nodes.flatMap((node) => {
      if (node.type === 'inlineCode') return [{ kind: 'code', value: node.value, span: spanOf(node) } as const];
      if (node.type === 'mdxJsxTextElement') return [elementOf(node, blocks(node.children), source)];
      return 'children' in node ? inline(node.children) : [];
    });
  }

  return blocks(tree.children satisfies readonly RootContent[]);
}

function spanOf(node: Nodes): Span {
  const { start, end } = node.position ?? { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  return { start: { ...start, offset: start.offset ?? 0 }, end: { ...end, offset: end.offset ?? 0 } };
}

function cellOf(node: TableCell): Cell {
  return { text: plainText(node).trim(), span: spanOf(node) };
}

/** What a reader sees of the node: its text without marks. */
function plainText(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  if (node.type === 'break') return '\n';
  return 'children' in node ? node.children.map(plainText).join('') : '';
}

function elementOf(node: Jsx, children: readonly Block[], source: string): ElementBlock {
  const span = spanOf(node);
  return { kind: 'element', name: node.name ?? '', attributes: attributesOf(node, span.start, source), children, span };
}

/** The parser gives attributes no position, so each is looked for in the source, after the one before it. */
function attributesOf(node: Jsx, start: Point, source: string): readonly Attribute[] {
  let from = start.offset + 1 + (node.name ?? '').length;
  return node.attributes.map((attribute) => {
    const { name, value, found } =
      attribute.type === 'mdxJsxAttribute'
        ? {
            name: attribute.name,
            value: attributeValue(attribute.value),
            found: indexOfName(source, attribute.name, from),
          }
        : { name: `{${attribute.value}}`, value: true as const, found: source.indexOf('{', from) };
    const at = Math.max(found, from);
    const text = typeof value === 'string' ? value : '';
    from = at + name.length + text.length;
    return { name, value, start: pointAt(source, start, at) };
  });
}

function indexOfName(source: string, name: string, from: number): number {
  const escaped = name.replaceAll(/[^\w-]/g, '\\$&');
  const pattern = new RegExp(`(?<=[\\s"'}])${escaped}(?=[\\s=/>])`, 'g');
  pattern.lastIndex = from;
  return pattern.exec(source)?.index ?? -1;
}

function attributeValue(value: string | { readonly value: string } | null | undefined): string | true {
  if (value === null || value === undefined) return true;
  return typeof value === 'string' ? value : `{${value.value}}`;
}

/** The place `offset` in the file, counted on from a place before it. */
function pointAt(source: string, from: Point, offset: number): Point {
  const between = source.slice(from.offset, offset).split(/\r\n?|\n/);
  const last = between.at(-1)?.length ?? 0;
  return {
    line: from.line + between.length - 1,
    column: between.length === 1 ? from.column + last : last + 1,
    offset,
  };
}
