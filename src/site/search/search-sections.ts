/** A page as search sees it: one record for the text of each section, and one for each block of code, each output and each question, so that results lead to the place itself. */
import type { DefaultTreeAdapterMap } from 'parse5';
import type { RecordKind, RecordRole } from '../../elements/search/ranking/record.ts';
import { NOT_FOR_SEARCH, SEARCH_RECORDS, SHOWN_ROLES } from '../../parts/shown.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

export type SectionKind = RecordKind;

export interface Section {
  /** Empty for what stands before the first heading below the page's title. */
  readonly anchor: string;
  /** Its heading, or the one it stands under. */
  readonly title: string;
  readonly kind: SectionKind;
  readonly role?: RecordRole;
  readonly text: string;
  /** Anchor of the heading it stands under; its own for a heading's text. */
  readonly section: string;
  /** Questions that it answers (`<Asked>`): indexed, never shown. */
  readonly asked: readonly string[];
}

export interface PageSections {
  /** The page's own title, its `<h1>`. */
  readonly title: string;
  /** What the page is about, as far as it says so (`data-pagefind-filter="topic"`). */
  readonly topics: readonly string[];
  readonly sections: readonly Section[];
}

/** Headings that begin a section, when they have an id; terms of the glossary are among them. */
const HEADINGS = new Set(['h2', 'h3', 'dt']);
const SILENT = new Set(['script', 'style', 'template', 'svg', 'button', 'nav', 'select', 'textarea']);
/** Their text belongs to the words around it; any other element separates words. */
const INLINE = new Set(
  'a abbr b bdi cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr'.split(' '),
);

/** Between texts that are no sentences of one another: cells of a table, choices of a question. */
const APART = ' · ';

interface Draft {
  readonly anchor: string;
  readonly title: string;
  readonly kind: SectionKind;
  readonly section: string;
  readonly parts: string[];
  readonly asked: string[];
  /** Something to do stands in it. */
  practice: boolean;
}

/** Undefined for pages that are not to be found: those without `data-pagefind-body`. `recaps`: beginnings of headings whose sections repeat others. */
export function sectionsOf(document: Node, recaps: readonly string[] = []): PageSections | undefined {
  const body = find(document, (element) => attribute(element, 'data-pagefind-body') !== undefined);
  if (body === undefined) return undefined;
  const heading = find(document, ({ tagName }) => tagName === 'h1');
  const title = heading === undefined ? '' : textOf(heading);
  const topics = all(document, (element) => attribute(element, 'data-pagefind-filter') === 'topic').map(textOf);
  const drafts: Draft[] = [];
  /** What `<Asked>` speaks of: the heading, block or question above it. */
  let above: Draft;
  let current = begin('', title, kindOf(body), '');

  function begin(anchor: string, name: string, kind: SectionKind, section: string): Draft {
    const draft = { anchor, title: name, kind, section, parts: [], asked: [], practice: false };
    drafts.push(draft);
    above = draft;
    return draft;
  }

  function visitChildren(node: Node): void {
    for (const child of 'childNodes' in node ? node.childNodes : []) visit(child);
  }

  /** Solutions, tests and the answers of questions are not to be found: search would give them away. */
  function visitSnippet(node: Element, id: string): void {
    const role = attribute(node, 'data-role');
    if (role !== undefined && !SHOWN_ROLES.includes(role)) return;
    const outputs = all(node, ({ tagName }) => tagName === 'samp');
    const blocks = all(node, ({ tagName }) => tagName === 'pre').filter(
      (pre) => !outputs.some(({ parentNode }) => parentNode === pre),
    );
    const code = begin(id, current.title, 'code', current.section);
    code.parts.push(...blocks.map((pre) => textWithout(pre, 'samp')));
    if (attribute(node, 'data-setting') === 'question') return;
    begin(id, current.title, 'output', current.section).parts.push(
      ...outputs.flatMap((output) => [textOf(output), ' ']),
    );
    above = code;
  }

  function visit(node: Node): void {
    if ('tagName' in node && classesOf(node).some((name) => NOT_FOR_SEARCH.has(name))) return;
    // The number of a line, alone, says nothing to who finds it.
    if ('tagName' in node && classesOf(node).includes('choice') && /^\s*(?:\d+|\*)\s*$/.test(textOf(summaryOf(node))))
      return;
    if ('value' in node && node.nodeName === '#text') {
      current.parts.push(node.value);
      return;
    }
    if (!('tagName' in node)) {
      visitChildren(node);
      return;
    }
    if (node.tagName === 'template' && attribute(node, 'data-asked') !== undefined) {
      above.asked.push(...askedIn(node));
      return;
    }
    if (isSilent(node) || node.tagName === 'h1') return;
    if (classesOf(node).includes('exercise')) current.practice = true;
    const id = attribute(node, 'id');
    if (id !== undefined && HEADINGS.has(node.tagName)) {
      current = begin(id, textOf(node), kindOf(body as Element), id);
      return;
    }
    if (id !== undefined && node.tagName === 'py-snippet') {
      visitSnippet(node, id);
      return;
    }
    if (id !== undefined && classesOf(node).some((name) => SEARCH_RECORDS.has(name))) {
      const around = current;
      current = begin(id, around.title, 'quiz', around.section);
      visitChildren(node);
      current = around;
      return;
    }
    if (classesOf(node).includes('part-kind')) return;
    const edge = isApart(node) ? APART : INLINE.has(node.tagName) ? '' : ' ';
    current.parts.push(edge);
    visitChildren(node);
    current.parts.push(edge);
  }

  visitChildren(body);
  return {
    title,
    topics,
    sections: drafts
      .map(({ anchor, kind, parts, title: name, practice, ...rest }) => ({
        anchor,
        kind,
        title: name === '' ? title : name,
        text: collapsed(parts.join('')),
        section: rest.section,
        asked: rest.asked,
        ...roleOf(kind, name, practice, recaps),
      }))
      .filter(({ anchor, kind, text }) => text !== '' || (anchor !== '' && kind !== 'code' && kind !== 'output')),
  };
}

/** A page may be all of one kind: `data-pagefind-filter="kind:glossary"`. */
function kindOf(body: Element): SectionKind {
  const stated = /^kind:(glossary|error)$/.exec(attribute(body, 'data-pagefind-filter') ?? '')?.[1];
  return stated === 'glossary' || stated === 'error' ? stated : 'text';
}

function roleOf(
  kind: SectionKind,
  title: string,
  practice: boolean,
  recaps: readonly string[],
): { readonly role?: RecordRole } {
  if (kind !== 'text') return {};
  if (practice) return { role: 'practice' };
  return recaps.some((beginning) => title.startsWith(beginning)) ? { role: 'recap' } : {};
}

function askedIn(template: Element): readonly string[] {
  const content = 'content' in template ? (template.content as Node) : template;
  return all(content, ({ tagName }) => tagName === 'li').map(textOf);
}

function isApart(node: Element): boolean {
  return node.tagName === 'td' || node.tagName === 'th' || classesOf(node).includes('choice');
}

function summaryOf(choice: Element): Node {
  return find(choice, ({ tagName }) => tagName === 'summary') ?? choice;
}

function isSilent(element: Element): boolean {
  return SILENT.has(element.tagName) || attribute(element, 'data-pagefind-ignore') !== undefined;
}

function find(node: Node, matches: (element: Element) => boolean): Element | undefined {
  return all(node, matches)[0];
}

function all(node: Node, matches: (element: Element) => boolean): readonly Element[] {
  const own = 'tagName' in node && matches(node) ? [node] : [];
  return 'childNodes' in node ? [...own, ...node.childNodes.flatMap((child) => all(child, matches))] : own;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}

function classesOf(element: Element): readonly string[] {
  return attribute(element, 'class')?.split(' ') ?? [];
}

function textOf(node: Node): string {
  return collapsed(textWithout(node));
}

function textWithout(node: Node, tag?: string): string {
  if ('value' in node) return node.value;
  if ('tagName' in node && (isSilent(node) || node.tagName === tag)) return '';
  return 'childNodes' in node ? node.childNodes.map((child) => textWithout(child, tag)).join('') : '';
}

function collapsed(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?: ?· ?){2,}/g, APART)
    .replace(/^[ ·]+|[ ·]+$/g, '');
}
