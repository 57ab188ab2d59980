/** Reads a built page once: its links, its anchors, and the positions of its scripts and styles. */
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { type PageSections, sectionsOf } from '../search/search-sections.ts';
import { searchWords } from '../search/search-words.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An attribute that holds a URL (or, with `list`, several as `srcset` does). `range` covers `name="value"`. */
export interface Reference extends Range {
  readonly tag: string;
  readonly attribute: string;
  readonly value: string;
  readonly list: boolean;
}

export type PageScript = Range &
  (
    | { readonly kind: 'module'; readonly src: string }
    | { readonly kind: 'inline-module'; readonly text: string }
    | { readonly kind: 'inline'; readonly text: string }
  );

export interface PageScan {
  readonly file: string;
  readonly source: string;
  readonly ids: ReadonlySet<string>;
  /** Ids used by more than one element. */
  readonly sharedIds: readonly string[];
  readonly references: readonly Reference[];
  readonly scripts: readonly PageScript[];
  /** The text of `<style>` elements and its position. */
  readonly styles: readonly (Range & { readonly text: string })[];
  /** Inline styles and handlers, which the content security policy would silently block. */
  readonly blocked: readonly (Range & { readonly what: string })[];
  /** Elements and attributes to remove: module preloads, `crossorigin`. */
  readonly dropped: readonly Range[];
  readonly title: string;
  readonly description: string;
  /** The page's text for search; undefined for pages that are not searched. */
  readonly sections: PageSections | undefined;
  /** The positions for attributes of `<html>` and for the policy (after the charset), and the end of `<head>`. */
  readonly places: { readonly html: number; readonly policy: number; readonly headEnd: number };
}

const URL_ATTRIBUTES = new Set(['href', 'src', 'poster', 'data', 'action']);
const LIST_ATTRIBUTES = new Set(['srcset', 'imagesrcset']);
/** Links whose addresses must stay absolute, for search engines and feed readers. */
const ABSOLUTE_LINKS = /\b(canonical|alternate)\b/;
const SCRIPT_TYPES = new Set(['', 'text/javascript', 'application/javascript']);

export function scanPage(file: string, source: string): PageScan {
  const ids = new Set<string>();
  const sharedIds: string[] = [];
  const references: Reference[] = [];
  const scripts: PageScript[] = [];
  const styles: (Range & { text: string })[] = [];
  const blocked: (Range & { what: string })[] = [];
  const dropped: Range[] = [];
  const facts = { title: '', description: '' };
  const places = { html: -1, policy: -1, headEnd: -1 };

  const visitElement = (element: Element): void => {
    const location = element.sourceCodeLocation;
    if (!location) return;
    const tag = element.tagName;
    const attributes = new Map(element.attrs.map(({ name, value }) => [name, value]));
    const rangeOf = (name: string): Range => {
      const at = location.attrs?.[name];
      return { start: at?.startOffset ?? location.startOffset, end: at?.endOffset ?? location.endOffset };
    };
    const whole: Range = { start: location.startOffset, end: location.endOffset };
    const child = element.childNodes[0];
    const text = child && 'value' in child ? child.value : '';

    if (tag === 'html') places.html = location.startOffset + '<html'.length;
    if (tag === 'head') {
      places.policy = location.startTag?.endOffset ?? location.startOffset;
      places.headEnd = location.endTag?.startOffset ?? location.endOffset;
    }
    if (tag === 'title' && facts.title === '') facts.title = text;
    if (tag === 'meta' && attributes.get('name') === 'description') facts.description = attributes.get('content') ?? '';
    if (tag === 'meta' && attributes.has('charset')) places.policy = location.endOffset;
    if (
      (tag === 'link' && attributes.get('rel') === 'modulepreload') ||
      // Only search reads what was asked, from this document.
      (tag === 'template' && attributes.has('data-asked'))
    ) {
      dropped.push(whole);
      return;
    }
    if (tag === 'script') {
      const src = attributes.get('src');
      const type = attributes.get('type') ?? '';
      if (type === 'module') {
        scripts.push({ ...whole, ...(src === undefined ? { kind: 'inline-module', text } : { kind: 'module', src }) });
        return;
      }
      if (src === undefined && SCRIPT_TYPES.has(type)) scripts.push({ ...whole, kind: 'inline', text });
    }
    if (tag === 'style' && child?.sourceCodeLocation) {
      const { startOffset: start, endOffset: end } = child.sourceCodeLocation;
      styles.push({ start, end, text: source.slice(start, end) });
    }

    for (const [name, value] of attributes) {
      if (name === 'id' && ids.has(value)) sharedIds.push(value);
      else if (name === 'id' || (name === 'name' && tag === 'a')) ids.add(value);
      else if (name === 'style') blocked.push({ ...rangeOf(name), what: `style="${value}"` });
      else if (/^on[a-z]+$/.test(name)) blocked.push({ ...rangeOf(name), what: `${name}="${value}"` });
      else if (name === 'crossorigin') dropped.push(rangeOf(name));
      else if (URL_ATTRIBUTES.has(name) || LIST_ATTRIBUTES.has(name)) {
        if (tag === 'link' && ABSOLUTE_LINKS.test(attributes.get('rel') ?? '')) continue;
        references.push({ ...rangeOf(name), tag, attribute: name, value, list: LIST_ATTRIBUTES.has(name) });
      }
    }
  };

  const visit = (node: Node): void => {
    if ('tagName' in node) visitElement(node);
    if ('content' in node) visit(node.content);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  const document = parse(source, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  visit(document);
  return {
    ...facts,
    sections: sectionsOf(document, searchWords().recaps),
    file,
    source,
    ids,
    sharedIds,
    references,
    scripts,
    styles,
    blocked,
    dropped,
    places,
  };
}

/** `source` with the given ranges replaced; the ranges may not overlap. An insertion is an empty range. */
export function withEdits(source: string, edits: readonly (Range & { readonly text: string })[]): string {
  let result = '';
  let last = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += source.slice(last, start) + text;
    last = end;
  }
  return result + source.slice(last);
}
