/** Text with code in it, and how English and Python write what stands in it. */

/** Text in which code stands between backticks, as parts: a page sets `code` parts in the face of code. */
export type Words = readonly (string | { readonly code: string })[];

export const code = (text: string): { readonly code: string } => ({ code: text });

/** Words as plain text: code without any marks, as it should be spoken. */
export function plain(words: Words): string {
  return words.map((part) => (typeof part === 'string' ? part : part.code)).join('');
}

/** `open_account.<locals>.deposit` → `deposit` */
export function shortName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf('.') + 1);
}

/** A string as Python writes it. */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
  return mark + inner + mark;
}

export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

export function capital(words: Words): Words {
  const [first, ...rest] = words;
  return typeof first === 'string' ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : words;
}

/** "function `show` and a `lambda` function": names joined as in a sentence. */
export function listed(items: readonly Words[]): Words {
  return items.flatMap((item, index) =>
    index === 0 ? item : [index === items.length - 1 ? (items.length > 2 ? ', and ' : ' and ') : ', ', ...item],
  );
}

/** "a `User`", "an `ExitStack`": by the sound that the name begins with. */
export function article(name: string): 'a ' | 'an ' {
  return /^_*(?:[aeio]|u(?!ni|s[aei]|t[io]|r[ai]|[kb]))/i.test(name) ? 'an ' : 'a ';
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

export function ordinal(number: number): string {
  const ending = /1\d$/.test(String(number)) ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return ORDINALS[number - 1] ?? `${number}${ending}`;
}
