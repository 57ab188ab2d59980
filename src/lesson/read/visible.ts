/** Makes white space and control characters visible where they are what differs. */

/** One character that shows, for one that does not. */
function shown(char: string): string {
  const code = char.charCodeAt(0);
  if (char === '\t') return '→';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (code === 0xa0) return '⍽';
  return '◌';
}

/** The text with all that is invisible shown; its length stays the same, so that marks still fit. */
export function visible(text: string): string {
  const ending = text.length - text.trimEnd().length;
  const body = text.slice(0, text.length - ending);
  const tail = text.slice(text.length - ending).replaceAll(' ', '·');
  return `${body}${tail}`.replace(/[\p{Cc}\u00a0\u200b-\u200f\u2060\ufeff]/gu, shown);
}
