/** A place to paste an error: what it means, and how to mend it. The text stays in the page. */
import { element } from '../element.ts';
import { findSections } from '../search-index.ts';
import { guessNotice } from './offers.ts';
import { resultList } from './results.ts';

/** Enough to show the error's own entry, and blocks that raise it. */
const SHOWN = 4;

export function pasteError(idPrefix: string, onOpen?: () => void): HTMLElement {
  let turn = 0;
  const fieldId = `${idPrefix}-error`;
  const field = element('textarea', {
    id: fieldId,
    class: 'paste-field',
    rows: '3',
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    'aria-describedby': `${fieldId}-about`,
    placeholder: 'Traceback (most recent call last): …',
  });
  const about = element(
    'p',
    { id: `${fieldId}-about`, class: 'paste-about' },
    'The whole traceback or its last line, with your own names. It is compared in your browser and sent nowhere.',
  );
  const status = element('p', { role: 'status', class: 'paste-status' });
  const found = element('div', { class: 'paste-found' });

  async function update(): Promise<void> {
    turn += 1;
    const mine = turn;
    const words = field.value.trim();
    if (words === '') return show('', []);
    try {
      const findings = await findSections({ words });
      const hits = await findings.best(SHOWN);
      if (mine !== turn) return;
      const said = guessNotice(findings.guess, findings.corrected) ?? `${hits.length} places explain it:`;
      show(hits.length === 0 ? 'Nothing here is like it.' : said, resultList(hits, fieldId, 'links').groups);
    } catch (error) {
      if (mine !== turn) return;
      show(`Search could not be loaded: ${error instanceof Error ? error.message : String(error)}`, []);
    }
  }

  function show(said: string, groups: readonly HTMLElement[]): void {
    status.textContent = said;
    found.replaceChildren(...groups);
  }

  field.addEventListener('input', () => void update());
  found.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) onOpen?.();
  });
  return element(
    'div',
    { class: 'paste-error' },
    element('label', { for: fieldId, class: 'paste-name' }, 'Paste your error'),
    field,
    about,
    status,
    found,
  );
}

/** A field of one line would join the lines of a traceback without anything between. */
export function onPastedLines(input: HTMLInputElement): void {
  input.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!text.trim().includes('\n')) return;
    event.preventDefault();
    input.setRangeText(text.trim().replaceAll(/\s+/g, ' '), input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end');
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
