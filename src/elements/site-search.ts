/** Opens the search dialog: from the header's link, with `/`, or with Ctrl or Cmd and K. Everything else about searching is loaded by the first opening. */
import { isSingleKey } from './keys.ts';

class SiteSearch extends HTMLElement {
  #stop = new AbortController();

  connectedCallback(): void {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const link = this.querySelector('a');
    link?.addEventListener(
      'click',
      (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        void open();
      },
      { signal },
    );
    // A sign that someone will search: by the time the dialog is asked for, it is there.
    for (const sign of ['pointerenter', 'focusin']) {
      this.addEventListener(sign, () => void import('./search/dialog.ts'), { signal, once: true });
    }
    addEventListener(
      'keydown',
      (event) => {
        if (!isSearchKey(event)) return;
        event.preventDefault();
        void open();
      },
      { signal },
    );
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }
}

async function open(): Promise<void> {
  const { openSearchDialog } = await import('./search/dialog.ts');
  openSearchDialog();
}

function isSearchKey(event: KeyboardEvent): boolean {
  if (event.key.toLowerCase() === 'k') return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  return isSingleKey(event, '/') && !document.querySelector('dialog[open]');
}

customElements.define('site-search', SiteSearch);
