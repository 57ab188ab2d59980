/** The scope view's switch, for all pages at once; what names say on hover and focus is loaded with the first move. */

const KEY = 'scopes';

class ScopeSwitch extends HTMLElement {
  #button: HTMLButtonElement | undefined;

  connectedCallback(): void {
    // It stands in the page, so that nothing moves when it begins to work.
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
      // Not kept: the choice lasts as long as the page.
    }
    this.#show();
  }

  #show(): void {
    const all = document.documentElement.dataset.scopes !== 'captured';
    this.#button?.setAttribute('aria-pressed', String(all));
  }
}

customElements.define('scope-switch', ScopeSwitch);

/** The first sign that somebody is here: names then have something to say, and are stops for Tab. */
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
