/** What parts are made of: elements in one line each, brought to life in one call. */

type Properties = Readonly<Record<string, string | boolean | ((event: Event) => void) | undefined>>;

/** Sets up each element of this name, once; moving one to another place sets up nothing anew. */
export function definePart(name: string, setUp: (part: HTMLElement) => void): void {
  customElements.define(
    name,
    class extends HTMLElement {
      #ready = false;

      connectedCallback(): void {
        if (!this.#ready) setUp(this);
        this.#ready = true;
      }
    },
  );
}

/** Attributes by name; a function is a listener for the event of that name; `true` is an empty attribute. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (typeof value === 'string') element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export function makeButton(text: string, action: () => void, className = 'part-button'): HTMLButtonElement {
  return make('button', { type: 'button', class: className, click: action }, text);
}

/** What an element holds, to be shown elsewhere, too. */
export function copyOf(element: Element): readonly Node[] {
  return [...element.cloneNode(true).childNodes];
}

export function shuffled<Item>(items: readonly Item[]): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [result[last], result[other]] = [result[other] as Item, result[last] as Item];
  }
  return result;
}

/** Where a part says, visibly and to screen readers, what an action has led to. */
export function makeStatus(className = 'part-said'): HTMLElement {
  return make('p', { class: className, role: 'status' });
}
