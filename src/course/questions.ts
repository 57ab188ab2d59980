/** From the parser's tree to the neutral blocks that the learning parts are read from: the only bridge between the two. */
import type { Block, Cell, CodeBlock, ElementBlock } from '../lesson/read/block.ts';
import type { Lesson } from '../lesson/read/lesson.ts';
import type { Parts } from '../parts/part.ts';
import { readParts } from '../parts/read-parts.ts';
import { PARTS } from '../parts/registry.ts';
import { headingIds } from './heading-ids.ts';
import type { Document } from './markdown/fences.ts';
import { attributesOf } from './markdown/jsx-attributes.ts';
import { childrenOf, type JsxNode, type MdastNode, textOf } from './markdown/markdown.ts';

type Node<Type extends MdastNode['type']> = Extract<MdastNode, { type: Type }>;

/** The learning parts of a file that was read; none of a file that is no MDX, or broken MDX. */
export function partsOf(document: Document, lesson: Lesson): Parts {
  const blocks = document.whole && document.file.syntax === 'mdx' ? blocksOf(document, () => true) : [];
  return readParts(blocks, lesson.snippets, document.file.path, headingIds(document));
}

/**
 * The learning parts of a file that is no lesson. It may have components of its own, also under our names: what it
 * imports itself is not ours. Null when it has none of ours.
 */
export function partsElsewhere(document: Document, lesson: Lesson): Parts | null {
  if (!document.whole || document.file.syntax !== 'mdx') return null;
  const modules = childrenOf(document.tree).flatMap((node) => (node.type === 'mdxjsEsm' ? [node.value] : []));
  const checked = PARTS.flatMap(({ name, isChecked }) => (isChecked ? [name] : []));
  const ours = checked.filter((name) => !modules.some((text) => new RegExp(`\\b${name}\\b`).test(text)));
  let found = false;
  const blocks = blocksOf(document, (name) => {
    const isOurs = ours.includes(name);
    found ||= isOurs;
    return isOurs;
  });
  return found ? readParts(blocks, lesson.snippets, document.file.path) : null;
}

/** Of a component that is not ours only the content counts. */
function blocksOf(document: Document, isOurs: (name: string) => boolean): readonly Block[] {
  const { spanOf } = document;
  const byStart = new Map(document.fences.map((fence) => [fence.span.start.offset, fence]));
  const blocks = (nodes: readonly MdastNode[]): readonly Block[] => nodes.flatMap((node) => block(node) ?? []);

  function block(node: MdastNode): Block | null {
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
        return { kind: 'table', rows: node.children.map((row) => row.children.map((cell) => cellOf(cell))), span };
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        return isOurs(node.name ?? '')
          ? elementOf(node, blocks(node.children), document)
          : { kind: 'group', children: blocks(node.children), span };
      case 'inlineCode':
        return { kind: 'code', value: node.value, span };
      case 'text':
        return node.value.trim() === '' ? null : { kind: 'prose', text: node.value, children: [], span };
      case 'paragraph':
      case 'heading':
        return { kind: 'prose', text: textOf(node), children: inline(node.children), span };
      case 'blockquote':
      case 'footnoteDefinition':
        return { kind: 'group', children: blocks(node.children), span };
      default:
        return childrenOf(node).length > 0 ? { kind: 'group', children: blocks(childrenOf(node)), span } : null;
    }
  }

  function inline(nodes: readonly MdastNode[]): readonly (ElementBlock | CodeBlock)[] {
    return nodes.flatMap((node) => {
      if (node.type === 'inlineCode') return [{ kind: 'code', value: node.value, span: spanOf(node) } as const];
      if (node.type === 'mdxJsxTextElement' && isOurs(node.name ?? ''))
        return [elementOf(node, blocks(node.children), document)];
      return inline(childrenOf(node));
    });
  }

  function cellOf(node: Node<'tableCell'>): Cell {
    return { text: textOf(node).trim(), span: spanOf(node) };
  }

  return blocks(childrenOf(document.tree));
}

function elementOf(node: JsxNode, children: readonly Block[], document: Document): ElementBlock {
  const span = document.spanOf(node);
  return {
    kind: 'element',
    name: node.name ?? '',
    attributes: attributesOf(node, document),
    children,
    span,
  };
}
