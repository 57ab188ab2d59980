/** The notes below a block: advice, differences, problems, and where its code came from. */
import { button } from './button.ts';

export class Notes {
  readonly #place: HTMLElement;

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  say(className: string, content: readonly (string | Node)[]): HTMLElement {
    const paragraph = document.createElement('p');
    paragraph.className = className;
    paragraph.append(...content);
    this.#place.append(paragraph);
    return paragraph;
  }

  show(element: Element): void {
    this.#place.append(element);
  }

  /** Python could not be started. */
  trouble(reason: string, again: () => unknown): void {
    const box = this.say('snippet-trouble', [`${reason} You can still read the page. `]);
    box.setAttribute('role', 'alert');
    box.append(button('Try again', { action: again }));
  }

  has(className: string): boolean {
    return this.#place.querySelector(`.${className}`) !== null;
  }

  remove(className: string): void {
    this.#place.querySelector(`.${className}`)?.remove();
  }

  clear(): void {
    this.#place.replaceChildren();
  }
}
