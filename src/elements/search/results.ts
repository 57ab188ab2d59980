/** Findings as a list: grouped by page in the order of their best hit, each hit a link to the place itself. */

import { element } from '../element.ts';
import type { Hit } from '../search-index.ts';
import type { ExcerptPart } from './excerpt.ts';
import type { HitKind } from './query.ts';

export const KIND_NAMES: Readonly<Record<HitKind, string>> = {
  text: 'Text',
  code: 'Code',
  output: 'Output',
  quiz: 'Quiz',
  glossary: 'Glossary',
  error: 'Error message',
};

export interface ResultList {
  readonly groups: readonly HTMLElement[];
  /** The links in the order of the list, each an option of the list box. */
  readonly options: readonly HTMLAnchorElement[];
}

export function resultList(hits: readonly Hit[], idPrefix: string): ResultList {
  const pages = new Map<string, Hit[]>();
  for (const hit of hits) pages.set(hit.page, [...(pages.get(hit.page) ?? []), hit]);
  const options: HTMLAnchorElement[] = [];
  const groups = [...pages].map(([page, found], index) => {
    const titleId = `${idPrefix}-group-${index}`;
    const links = found.map((hit) => {
      const option = optionOf(hit, `${idPrefix}-option-${options.length}`);
      options.push(option);
      return option;
    });
    return element(
      'div',
      { role: 'group', 'aria-labelledby': titleId, class: 'search-group' },
      element('p', { id: titleId, class: 'search-page-title', role: 'presentation' }, page),
      ...links,
    );
  });
  return { groups, options };
}

function optionOf({ url, heading, kind, excerpt }: Hit, id: string): HTMLAnchorElement {
  const title = heading.some(({ text }) => text !== '') ? marked(heading) : ['Introduction'];
  const isCode = kind === 'code' || kind === 'output';
  return element(
    'a',
    {
      id,
      role: 'option',
      href: url.href,
      class: 'search-hit',
      'data-kind': kind,
      tabindex: '-1',
      'aria-selected': 'false',
    },
    element(
      'span',
      { class: 'search-hit-title' },
      element('span', {}, ...title),
      kind === 'text' ? undefined : element('span', { class: 'search-kind' }, KIND_NAMES[kind]),
    ),
    excerpt.length === 0
      ? undefined
      : element(
          'span',
          { class: isCode ? 'search-excerpt search-excerpt-code' : 'search-excerpt' },
          ...marked(excerpt),
        ),
  );
}

function marked(parts: readonly ExcerptPart[]): readonly (Node | string)[] {
  return parts.map(({ text, match }) => (match ? element('mark', {}, text) : text));
}
