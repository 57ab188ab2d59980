/** The scope view's switch, which applies to all pages. The explanations of names load on the reader's first input. */

const KEY = 'scopes';

class ScopeSwitch extends HTMLElement {
  #button: HTMLButtonElement | undefined;

  connectedCallback(): void {
    // The button is in the page's HTML, so that the layout does not shift when this element starts.
    const button = this.querySelector('button');
    if (this.#button || !button) return;
    this.#button = button;
    button.addEventListener('click', () => this.#turn(document.documentElement.dataset.scopes === 'captured'));
    this.#show();
  }

  #turn(all: boolean): void {
    if (all) delete document.documentElement.dataset.scopes;
    else document.documentElement.dataset.scopes = 'captured';
    try {
      localStorage.setItem(KEY, all ? 'all' : 'captured');
    } catch {
      // Storage may be forbidden; the choice then holds for this page.
    }
    this.#show();
  }

  #show(): void {
    const all = document.documentElement.dataset.scopes !== 'captured';
    this.#button?.setAttribute('aria-pressed', String(all));
  }
}

customElements.define('scope-switch', ScopeSwitch);

/** On the reader's first input, names get their explanations and become Tab stops. */
if (document.querySelector('.snippet-code [data-name]')) {
  const off = new AbortController();
  const load = () => {
    off.abort();
    import('./scope/name-lights.ts');
  };
  for (const sign of ['pointerover', 'pointerdown', 'keydown']) {
    addEventListener(sign, load, { signal: off.signal, passive: true });
  }
}
