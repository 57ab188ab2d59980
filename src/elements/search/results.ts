/** Findings as a list, best first: under the name of their page, each hit a link to the place itself. */

import { element } from '../element.ts';
import type { Hit } from '../search-index.ts';
import type { ExcerptPart } from './excerpt.ts';
import type { RecordKind } from './ranking/record.ts';

export const KIND_NAMES: Readonly<Record<RecordKind, string>> = {
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

/** As options of a list box, or as plain links. */
export function resultList(hits: readonly Hit[], idPrefix: string, as: 'options' | 'links' = 'options'): ResultList {
  const runs: Hit[][] = [];
  for (const hit of hits) {
    const run = runs.at(-1);
    if (run?.[0]?.page === hit.page) run.push(hit);
    else runs.push([hit]);
  }
  const options: HTMLAnchorElement[] = [];
  const groups = runs.map((found, index) => {
    const titleId = `${idPrefix}-group-${index}`;
    const links = found.map((hit) => {
      const option = linkTo(hit, `${idPrefix}-option-${options.length}`, as === 'options');
      options.push(option);
      return option;
    });
    return element(
      'div',
      { role: 'group', 'aria-labelledby': titleId, class: 'search-group' },
      element('p', { id: titleId, class: 'search-page-title', role: 'presentation' }, found[0]?.page),
      ...links,
    );
  });
  return { groups, options };
}

function linkTo({ url, heading, kind, excerpt }: Hit, id: string, option: boolean): HTMLAnchorElement {
  const title = heading.some(({ text }) => text !== '') ? marked(heading) : ['Introduction'];
  const isCode = kind === 'code' || kind === 'output';
  return element(
    'a',
    {
      id,
      href: url.href,
      class: 'search-hit',
      'data-kind': kind,
      ...(option ? { role: 'option', tabindex: '-1', 'aria-selected': 'false' } : {}),
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
