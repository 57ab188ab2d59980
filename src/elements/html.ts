/**
 * HTML as text, for the build and for the page. Every value in an `html` template is escaped unless it is HTML already, and this
 * file is the only one that hands text to the browser's HTML parser, so that no value from a program or a link becomes markup.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template. `false` and `undefined` leave nothing. */
export type HtmlValue = string | number | false | undefined | Html | readonly HtmlValue[];

export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.map((text, index) => text + textOf(values[index])).join(''));
}

/** HTML that the site's own build has made. Never text from a program, a link or storage. */
export function builtHtml(text: string): Html {
  return new Html(text);
}

/** Replaces what the element holds. */
export function setHtml(element: Element, content: Html): void {
  element.innerHTML = content.toString();
}

function textOf(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(textOf).join('');
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
