/** The search box: a field, ways to narrow, and results that appear while typing. The dialog and the search page both hold one. */
import { nearest } from '../../lesson/nearest.ts';
import { element } from '../element.ts';
import { findSections, type HitKind, openSearch, searchTopics } from '../search-index.ts';
import { forgetSearches, recentSearches, rememberSearch } from './recent.ts';
import { KIND_NAMES, resultList } from './results.ts';

const LIMIT = 24;
/** Words that many come for; shown when there is nothing else to show. */
const SUGGESTIONS = ['closure', 'nonlocal', 'late binding', 'UnboundLocalError', '__closure__'];

export interface SearchBox {
  readonly root: HTMLElement;
  focus(): void;
  /** Shows the results for `query`, as if it had been typed. */
  search(query: string): void;
}

interface BoxOptions {
  readonly idPrefix: string;
  /** Told of every query and narrowing that results are shown for. */
  readonly onSearch?: (query: string) => void;
  /** A result is being opened. */
  readonly onOpen?: () => void;
}

export function createSearchBox({ idPrefix, onSearch, onOpen }: BoxOptions): SearchBox {
  let turn = 0;
  let options: readonly HTMLAnchorElement[] = [];
  let active = -1;
  let announcing: ReturnType<typeof setTimeout> | undefined;

  const listId = `${idPrefix}-list`;
  const input = element('input', {
    // Not `search`: there the first Escape would only empty the field.
    type: 'text',
    inputmode: 'search',
    class: 'search-field',
    role: 'combobox',
    'aria-label': 'Search',
    'aria-expanded': 'false',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    placeholder: 'Search lessons, code, outputs …',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    enterkeyhint: 'go',
  });
  const kinds = element('select', { 'aria-label': 'Search in' }, new Option('Everything', ''));
  for (const [kind, name] of Object.entries(KIND_NAMES)) kinds.add(new Option(name, kind));
  const topics = element('select', { 'aria-label': 'Topic' }, new Option('All topics', ''));
  const list = element('div', { id: listId, role: 'listbox', 'aria-label': 'Results', class: 'search-results' });
  const aside = element('div', { class: 'search-aside' });
  const status = element('p', { role: 'status', class: 'visually-hidden' });
  const root = element(
    'div',
    { class: 'search-box' },
    element('div', { class: 'search-fields' }, input, element('div', { class: 'search-narrow' }, kinds, topics)),
    list,
    aside,
    status,
  );

  function announce(text: string): void {
    clearTimeout(announcing);
    // Once, when the typing pauses.
    announcing = setTimeout(() => {
      status.textContent = text;
    }, 500);
  }

  function activate(index: number): void {
    options[active]?.setAttribute('aria-selected', 'false');
    active = index;
    const option = options[active];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  }

  function show(
    groups: readonly HTMLElement[],
    found: readonly HTMLAnchorElement[],
    ...below: readonly (Node | string)[]
  ): void {
    options = found;
    list.replaceChildren(...groups);
    list.hidden = groups.length === 0;
    aside.replaceChildren(...below);
    input.setAttribute('aria-expanded', String(groups.length > 0));
    activate(found.length > 0 ? 0 : -1);
  }

  function queries(label: string, words: readonly string[]): HTMLElement {
    const buttons = words.map((word) => {
      const button = element('button', { type: 'button', class: 'search-suggestion' }, word);
      button.addEventListener('click', () => {
        input.value = word;
        input.focus();
        void update();
      });
      return button;
    });
    return element('p', { class: 'search-suggestions' }, element('span', {}, label), ...buttons);
  }

  function showStart(): void {
    const recent = recentSearches();
    const parts = recent.length > 0 ? [queries('Recent', recent)] : [];
    if (recent.length > 0) {
      const forget = element('button', { type: 'button', class: 'search-suggestion search-forget' }, 'Forget these');
      forget.addEventListener('click', () => {
        forgetSearches();
        input.focus();
        showStart();
      });
      parts[0]?.append(forget);
    }
    show([], [], ...parts, queries('Try', SUGGESTIONS));
    announce('');
  }

  async function update(): Promise<void> {
    turn += 1;
    const mine = turn;
    const query = input.value.trim();
    onSearch?.(query);
    if (query === '') return showStart();
    const kind = kinds.value === '' ? undefined : (kinds.value as HitKind);
    const narrowing = { kind, topic: topics.value === '' ? undefined : topics.value };
    try {
      const { hits, total } = await findSections(query, LIMIT, narrowing);
      // Only the newest question is answered.
      if (mine !== turn) return;
      if (hits.length === 0) return showNothing(query, kind !== undefined || narrowing.topic !== undefined);
      const { groups, options: found } = resultList(hits, idPrefix);
      const rest = total - hits.length;
      show(groups, found, ...(rest > 0 ? [element('p', {}, `${rest} more. Another word narrows them down.`)] : []));
      announce(total === 1 ? '1 result' : `${total} results`);
    } catch (error) {
      if (mine !== turn) return;
      const again = element('button', { type: 'button', class: 'search-suggestion' }, 'Try again');
      again.addEventListener('click', () => void update());
      const reason = error instanceof Error ? error.message : String(error);
      show([], [], element('p', {}, `Search could not be loaded: ${reason}`), again);
      announce('Search could not be loaded');
    }
  }

  function showNothing(query: string, narrowed: boolean): void {
    const shorter = query.split(/\s+/).slice(0, -1).join(' ');
    const known = [...SUGGESTIONS, ...[...topics.options].map(({ value }) => value)].filter((word) => word !== '');
    const meant = nearest(query, known);
    show(
      [],
      [],
      element(
        'p',
        {},
        `Nothing has ${shorter === '' ? `“${query}” in it` : `all of these words: “${query}”`}. ${
          narrowed ? 'It may be found in everything, in all topics.' : 'Check the spelling, or use fewer words.'
        }`,
      ),
      ...(meant === undefined ? [] : [queries('Did you mean', [meant])]),
      queries('Try', [...(shorter === '' ? [] : [shorter]), ...SUGGESTIONS.filter((word) => word !== meant)]),
    );
    announce(meant === undefined ? 'No results' : `No results. Did you mean ${meant}?`);
  }

  function follow(option: HTMLAnchorElement | undefined): void {
    if (option === undefined) return;
    rememberSearch(input.value);
    onOpen?.();
  }

  input.addEventListener('input', () => void update());
  kinds.addEventListener('change', () => void update());
  topics.addEventListener('change', () => void update());
  input.addEventListener('keydown', (event) => {
    const last = options.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(active + 5, last),
      PageUp: Math.max(active - 5, 0),
    };
    const to = moves[event.key];
    if (to !== undefined && options.length > 0) {
      event.preventDefault();
      activate(to);
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      const option = options[active];
      follow(option);
      option?.click();
    }
  });
  list.addEventListener('click', ({ target }) => {
    const option = target instanceof Element ? target.closest('a') : null;
    if (option) follow(option);
  });
  list.addEventListener('pointermove', ({ target }) => {
    const index = options.findIndex((option) => target instanceof Node && option.contains(target));
    if (index >= 0 && index !== active) activate(index);
  });

  showStart();
  searchTopics().then(
    (names) => {
      for (const name of names) topics.add(new Option(name, name));
    },
    () => {
      // The first search says what is wrong.
    },
  );

  return {
    root,
    focus() {
      input.focus();
      input.select();
      void openSearch().catch(() => undefined);
    },
    search(query) {
      input.value = query;
      void update();
    },
  };
}
