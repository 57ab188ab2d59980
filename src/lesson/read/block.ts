/** A lesson's body as the learning parts see it: a small tree that knows nothing of Markdown or of its parser. */
import type { Fence } from './fence.ts';
import type { Point, Span } from './problem.ts';

export interface Attribute {
  readonly name: string;
  /** `true` when it stands alone (`typed`); an expression (`a={1}`) is kept as its source, braces and all. */
  readonly value: string | true;
  readonly start: Point;
}

/** A component (`Quiz`) or an HTML element (`kbd`). */
export interface ElementBlock {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Block[];
  readonly span: Span;
}

/** Inline code, without its backticks. */
export interface CodeBlock {
  readonly kind: 'code';
  readonly value: string;
  readonly span: Span;
}

/** A paragraph, a heading, …: its plain text, and the components and inline code in it. */
export interface ProseBlock {
  readonly kind: 'prose';
  readonly text: string;
  readonly children: readonly (ElementBlock | CodeBlock)[];
  readonly span: Span;
}

export interface FenceBlock {
  readonly kind: 'fence';
  readonly fence: Fence;
  readonly span: Span;
}

export interface Item {
  /** `[x]` is true, `[ ]` is false, null when there is no box. */
  readonly checked: boolean | null;
  readonly children: readonly Block[];
  readonly span: Span;
}

export interface ListBlock {
  readonly kind: 'list';
  readonly items: readonly Item[];
  readonly span: Span;
}

export interface Cell {
  readonly text: string;
  readonly span: Span;
}

export interface TableBlock {
  readonly kind: 'table';
  /** The header is the first row. */
  readonly rows: readonly (readonly Cell[])[];
  readonly span: Span;
}

/** Anything else that only holds blocks: a quote, a footnote. */
export interface GroupBlock {
  readonly kind: 'group';
  readonly children: readonly Block[];
  readonly span: Span;
}

export type Block = ElementBlock | CodeBlock | ProseBlock | FenceBlock | ListBlock | TableBlock | GroupBlock;

/** What a block holds directly, whatever its kind. */
export function childrenOf(block: Block): readonly Block[] {
  switch (block.kind) {
    case 'element':
    case 'prose':
    case 'group':
      return block.children;
    case 'list':
      return block.items.flatMap((item) => item.children);
    case 'code':
    case 'fence':
    case 'table':
      return [];
  }
}

/** Whether there is anything to read in these blocks. */
export function hasText(blocks: readonly Block[]): boolean {
  return blocks.some((block) => {
    if (block.kind === 'prose') return block.text.trim() !== '';
    return block.kind === 'fence' || block.kind === 'code' || block.kind === 'table' || hasText(childrenOf(block));
  });
}

export function attributeOf(element: ElementBlock, name: string): Attribute | undefined {
  return element.attributes.find((attribute) => attribute.name === name);
}

/** The attribute's text; empty when it is missing or stands alone. */
export function textOf(element: ElementBlock, name: string): string {
  const value = attributeOf(element, name)?.value;
  return typeof value === 'string' ? value : '';
}
