/** A button that changes between the light and the dark theme. The system's preference holds until the reader chooses; the head of each page applies the choice before the first paint. */

type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light';
}

function chosenTheme(): Theme | undefined {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

/** Choosing what the system prefers anyway is going back to the system. */
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

class ThemeToggle extends HTMLElement {
  #button: HTMLButtonElement | undefined;
  readonly #update = () => {
    const other: Theme = (chosenTheme() ?? systemTheme()) === 'dark' ? 'light' : 'dark';
    this.#button?.setAttribute('aria-label', `Switch to the ${other} theme`);
    if (this.#button) this.#button.title = `Switch to the ${other} theme`;
  };

  connectedCallback(): void {
    if (!this.#button) {
      this.#button = document.createElement('button');
      this.#button.type = 'button';
      this.#button.className = 'tool';
      this.#button.append(icon());
      this.#button.addEventListener('click', () => {
        choose((chosenTheme() ?? systemTheme()) === 'dark' ? 'light' : 'dark');
        this.#update();
      });
      this.append(this.#button);
    }
    this.#update();
    system.addEventListener('change', this.#update);
  }

  disconnectedCallback(): void {
    system.removeEventListener('change', this.#update);
  }
}

/** A disc, half of it in shade. */
function icon(): SVGSVGElement {
  const SVG = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('width', '20');
  svg.setAttribute('height', '20');
  svg.setAttribute('aria-hidden', 'true');
  const circle = document.createElementNS(SVG, 'circle');
  circle.setAttribute('cx', '10');
  circle.setAttribute('cy', '10');
  circle.setAttribute('r', '6.5');
  circle.setAttribute('fill', 'none');
  circle.setAttribute('stroke', 'currentColor');
  circle.setAttribute('stroke-width', '1.6');
  const half = document.createElementNS(SVG, 'path');
  half.setAttribute('d', 'M10 3.5a6.5 6.5 0 0 1 0 13z');
  half.setAttribute('fill', 'currentColor');
  svg.append(circle, half);
  return svg;
}

customElements.define('theme-toggle', ThemeToggle);
