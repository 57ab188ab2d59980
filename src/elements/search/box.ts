/** The search box: a field, ways to narrow, and results that appear while typing. The dialog and the search page both hold one. */
import { element } from '../element.ts';
import { type Findings, findSections, openSearch } from '../search-index.ts';
import { siteUrl } from '../site-root.ts';
import { narrowing } from './narrowing.ts';
import { action, guessNotice, offers } from './offers.ts';
import { onPastedLines, pasteError } from './pasted.ts';
import { type Query, withQuery } from './query.ts';
import { forgetSearches, recentSearches, rememberSearch } from './recent.ts';
import { resultList } from './results.ts';

const LIMIT = 24;
/** Words that many come for; shown when there is nothing else to show. */
const SUGGESTIONS = ['closure', 'nonlocal', 'late binding', 'UnboundLocalError', '__closure__'];

export interface SearchBox {
  readonly root: HTMLElement;
  focus(): void;
  /** Shows the results for `query`, as if it had been typed. */
  search(query: Query): void;
}

interface BoxOptions {
  readonly idPrefix: string;
  /** On the search page more results can be had; elsewhere a link leads to that page. */
  readonly onPage?: boolean;
  /** Told of every query and narrowing that results are shown for. */
  readonly onSearch?: (query: Query) => void;
  /** A result is being opened. */
  readonly onOpen?: () => void;
}

export function createSearchBox({ idPrefix, onPage = false, onSearch, onOpen }: BoxOptions): SearchBox {
  let turn = 0;
  /** Settles when the newest question is answered. */
  let answered = Promise.resolve();
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
    placeholder: 'Lessons, code, outputs …',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    enterkeyhint: 'go',
  });
  const narrow = narrowing(() => void update());
  const list = element('div', { id: listId, role: 'listbox', 'aria-label': 'Results', class: 'search-results' });
  const notice = element('p', { class: 'search-instead', hidden: '' });
  const aside = element('div', { class: 'search-aside' });
  const status = element('p', { role: 'status', class: 'visually-hidden' });
  const fields = element('div', { class: 'search-fields' }, input, narrow.root);
  const root = element('div', { class: 'search-box' }, fields, notice, list, aside, status);

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
    // The first is in sight anyway, with the name of its page above it.
    if (index > 0) option?.scrollIntoView({ block: 'nearest' });
    else list.scrollTop = 0;
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  }

  function show(
    groups: readonly HTMLElement[],
    found: readonly HTMLAnchorElement[],
    ...below: readonly (Node | string)[]
  ): void {
    options = found;
    notice.hidden = true;
    list.replaceChildren(...groups);
    list.hidden = groups.length === 0;
    aside.replaceChildren(...below);
    input.setAttribute('aria-expanded', String(groups.length > 0));
    active = found.length > 0 ? 0 : -1;
    activate(active);
  }

  function take(word: string): void {
    input.value = word;
    input.focus();
    void update();
  }

  function showStart(): void {
    const recent = recentSearches();
    const forget = action('Forget these', () => {
      forgetSearches();
      input.focus();
      showStart();
    });
    forget.classList.add('search-forget');
    const searched = recent.length > 0 ? [offers('Recent', recent, take, forget)] : [];
    show([], [], ...searched, offers('Try', SUGGESTIONS, take), pasteError(idPrefix, onOpen));
    announce('');
  }

  function update(limit = LIMIT): Promise<void> {
    answered = answer(limit);
    return answered;
  }

  async function answer(limit: number): Promise<void> {
    turn += 1;
    const mine = turn;
    const query: Query = { words: input.value.trim(), ...narrow.value };
    onSearch?.(query);
    if (query.words === '') return showStart();
    // What was typed is seen before it is looked for.
    await painted();
    if (mine !== turn) return;
    try {
      const findings = await findSections(query);
      if (mine !== turn) return;
      if (findings.total === 0) showNothing(query);
      else await showFindings(query, findings, limit, () => mine !== turn);
    } catch (error) {
      if (mine !== turn) return;
      const reason = error instanceof Error ? error.message : String(error);
      const again = action('Try again', () => {
        input.focus();
        void update();
      });
      show([], [], element('p', {}, `Search could not be loaded: ${reason}`), again);
      announce('Search could not be loaded');
    }
  }

  /** Only the newest question is answered: `stale` says that another one was asked meanwhile. */
  async function showFindings(query: Query, findings: Findings, limit: number, stale: () => boolean): Promise<void> {
    const { total } = findings;
    const guess = guessNotice(findings.guess, findings.corrected);
    const hits = await findings.best(limit);
    if (stale()) return;
    const { groups, options: found } = resultList(hits, idPrefix);
    show(groups, found, ...rest(query, total, limit));
    notice.hidden = guess === undefined;
    notice.textContent = guess ?? '';
    const words = total === 1 ? '1 result' : `${total} results`;
    announce(guess === undefined ? words : `${guess} ${words}`);
  }

  function rest(query: Query, total: number, shown: number): readonly Node[] {
    if (total <= shown) return [];
    // The button goes away; the focus goes on to what it brought.
    if (onPage) return [action('Show more', () => void update(shown + LIMIT).then(() => options[shown]?.focus()))];
    const all = element('a', { href: withQuery(siteUrl('search.html'), query).href }, `All ${total} results`);
    all.addEventListener('click', () => onOpen?.());
    return [element('p', {}, all)];
  }

  function showNothing({ words, kind, topic }: Query): void {
    const narrowed = kind !== undefined || topic !== undefined;
    const everywhere = action('Search everything', () => {
      narrow.set({});
      input.focus();
      void update();
    });
    const advice = narrowed ? '' : ' Check the spelling, or use other words.';
    show(
      [],
      [],
      element('p', {}, `Nothing ${narrowed ? 'here ' : ''}has “${words}” in it.${advice}`),
      ...(narrowed ? [everywhere] : []),
      offers('Try', SUGGESTIONS, take),
    );
    announce('No results');
  }

  function follow(option: HTMLAnchorElement | undefined): void {
    if (option === undefined) return;
    rememberSearch(input.value);
    onOpen?.();
  }

  /** What is chosen; quick fingers wait for the answer to what they typed, and do not get the one before it. */
  async function open(): Promise<void> {
    const asked = turn;
    await answered;
    if (turn !== asked || document.activeElement !== input) return;
    const option = options[active];
    follow(option);
    option?.click();
  }

  input.addEventListener('input', () => void update());
  onPastedLines(input);
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
      void open();
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
  openSearch().then(
    ({ topics }) => narrow.offer(topics),
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
      input.value = query.words;
      narrow.set(query);
      void update();
    },
  };
}

/** When the next picture has been drawn, or would have been. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}
