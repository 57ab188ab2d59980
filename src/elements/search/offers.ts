/** What the box offers beside results: searches to take up with one press, and a way on. */
import { element } from '../element.ts';

export function action(text: string, act: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'pill' }, text);
  button.addEventListener('click', act);
  return button;
}

export function offers(
  label: string,
  words: readonly string[],
  take: (word: string) => void,
  ...others: readonly Node[]
): HTMLElement {
  return element(
    'div',
    { class: 'search-suggestions' },
    element('span', { class: 'search-suggestions-name' }, label),
    element('div', {}, ...words.map((word) => action(word, () => take(word))), ...others),
  );
}

/** Says that what follows is a guess, and why; undefined when it is none. */
export function guessNotice(guess: boolean, corrected: ReadonlyMap<string, string>): string | undefined {
  const words = [...corrected].map(([typed, meant]) => `“${meant}” for “${typed}”`);
  if (words.length > 0)
    return `Nothing has ${[...corrected.keys()].map((typed) => `“${typed}”`).join(' or ')} in it. A guess, with ${words.join(' and ')}:`;
  return guess ? 'Nothing has all of this in it. A guess, from the words that tell most:' : undefined;
}
