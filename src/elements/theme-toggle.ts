/** A button that changes between the light and the dark theme. The system's preference holds until the reader chooses; the head of each page applies the choice before the first paint. */
import { html, setHtml } from './html.ts';
import { button } from './snippet/button.ts';

type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light';
}

function chosenTheme(): Theme | undefined {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

function otherTheme(): Theme {
  return (chosenTheme() ?? systemTheme()) === 'dark' ? 'light' : 'dark';
}

/** Choosing the theme that the system prefers goes back to following the system. */
function choose(theme: Theme): void {
  const followsSystem = theme === systemTheme();
  if (followsSystem) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (followsSystem) localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Storage may be forbidden; the choice then holds for this page.
  }
}

const ICON = html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><circle cx="10" cy="10" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/></svg>`;

class ThemeToggle extends HTMLElement {
  #button: HTMLButtonElement | undefined;
  readonly #update = () => {
    const label = `Switch to the ${otherTheme()} theme`;
    this.#button?.setAttribute('aria-label', label);
    if (this.#button) this.#button.title = label;
  };

  connectedCallback(): void {
    if (!this.#button) {
      this.#button = button('', {
        className: 'tool',
        action: () => {
          choose(otherTheme());
          this.#update();
        },
      });
      setHtml(this.#button, ICON);
      this.append(this.#button);
    }
    this.#update();
    system.addEventListener('change', this.#update);
  }

  disconnectedCallback(): void {
    system.removeEventListener('change', this.#update);
  }
}

customElements.define('theme-toggle', ThemeToggle);
