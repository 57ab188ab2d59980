/** A finding's heading and excerpt, as far as they say something that the reader does not see anyway. */

/** A piece of an excerpt; `match` when it is what was searched for. */
export interface ExcerptPart {
  readonly text: string;
  readonly match: boolean;
}

/** As many characters before the first match as leave it in sight on a phone. */
const LEAD = 48;

/** `<mark>` around matches, all else text. */
export function excerptParts(html: string): readonly ExcerptPart[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return bare([...body.childNodes].map((node) => ({ text: node.textContent ?? '', match: node.nodeName === 'MARK' })));
}

/** Pagefind marks a word with the punctuation at it, which nobody searched for. */
export function bare(parts: readonly ExcerptPart[]): readonly ExcerptPart[] {
  return parts.flatMap((part) => {
    const [, before = '', word = '', after = ''] =
      (part.match && /^([“‘"'(]*)(.*?)([.,;:!?…"'”’]*)$/s.exec(part.text)) || [];
    if (word === '') return [part];
    return [
      { text: before, match: false },
      { text: word, match: true },
      { text: after, match: false },
    ].filter(({ text }) => text !== '');
  });
}

/** A section's text begins with its heading for Pagefind: that part is the heading, with what matches in it, and not shown twice. */
export function parted(
  title: string,
  parts: readonly ExcerptPart[],
): { readonly heading: readonly ExcerptPart[]; readonly excerpt: readonly ExcerptPart[] } {
  const whole = parts.map(({ text }) => text).join('');
  if (title === '' || !whole.startsWith(title))
    return { heading: [{ text: title, match: false }], excerpt: near(parts) };
  const heading: ExcerptPart[] = [];
  const excerpt: ExcerptPart[] = [];
  let left = title.length;
  for (const { text, match } of parts) {
    if (left > 0) heading.push({ text: text.slice(0, left), match });
    const rest = text.slice(left).replace(left > 0 || excerpt.length === 0 ? /^[.\s]+/ : /^$/, '');
    if (rest !== '') excerpt.push({ text: rest, match: match && left <= 0 });
    left = Math.max(0, left - text.length);
  }
  return { heading, excerpt: near(excerpt) };
}

/** Cut at its beginning, at a word, so that the first match stands in its first line. */
function near(parts: readonly ExcerptPart[]): readonly ExcerptPart[] {
  const [first, ...rest] = parts;
  if (first === undefined || first.match || rest.length === 0 || first.text.length <= LEAD) return parts;
  const kept = first.text.slice(-LEAD).replace(/^\S*\s+/, '');
  return [{ text: `… ${kept}`, match: false }, ...rest];
}
