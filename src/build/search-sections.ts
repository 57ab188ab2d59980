/** A page as search sees it: one record for each heading that has an address, so that results lead to the section. */
import type { DefaultTreeAdapterMap } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

export interface Section {
  /** Empty for what stands before the first heading below the page's title. */
  readonly anchor: string;
  readonly title: string;
  readonly text: string;
}

export interface PageSections {
  /** The page's own title, its `<h1>`. */
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Headings that begin a section, when they have an id; terms of the glossary are among them. */
const HEADINGS = new Set(['h2', 'h3', 'dt']);
const SILENT = new Set(['script', 'style', 'template', 'svg', 'button', 'nav', 'select', 'textarea']);
/** Their text belongs to the words around it; any other element separates words. */
const INLINE = new Set(
  'a abbr b bdi cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr'.split(' '),
);

/** Undefined for pages that are not to be found: those without `data-pagefind-body`. */
export function sectionsOf(document: Node): PageSections | undefined {
  const body = find(document, (element) => attribute(element, 'data-pagefind-body') !== undefined);
  if (body === undefined) return undefined;
  let title = '';
  let current = { anchor: '', title: '', parts: [] as string[] };
  const sections = [current];
  const visit = (node: Node): void => {
    if ('value' in node && node.nodeName === '#text') {
      current.parts.push(node.value);
      return;
    }
    if ('tagName' in node) {
      if (SILENT.has(node.tagName) || attribute(node, 'data-pagefind-ignore') !== undefined) return;
      if (node.tagName === 'h1') {
        title = textOf(node);
        return;
      }
      const id = attribute(node, 'id');
      if (id !== undefined && HEADINGS.has(node.tagName)) {
        current = { anchor: id, title: textOf(node), parts: [] };
        sections.push(current);
        return;
      }
      if (!INLINE.has(node.tagName)) current.parts.push(' ');
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
    if ('tagName' in node && !INLINE.has(node.tagName)) current.parts.push(' ');
  };
  visit(body);
  return {
    title,
    sections: sections
      .map(({ anchor, parts, title: heading }) => ({
        anchor,
        title: heading === '' ? title : heading,
        text: collapsed(parts.join('')),
      }))
      .filter(({ anchor, text }) => anchor !== '' || text !== ''),
  };
}

function find(node: Node, matches: (element: Element) => boolean): Element | undefined {
  if ('tagName' in node && matches(node)) return node;
  for (const child of 'childNodes' in node ? node.childNodes : []) {
    const found = find(child, matches);
    if (found) return found;
  }
  return undefined;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  if ('tagName' in node && (SILENT.has(node.tagName) || attribute(node, 'data-pagefind-ignore') !== undefined))
    return '';
  return 'childNodes' in node ? collapsed(node.childNodes.map(textOf).join('')) : '';
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
