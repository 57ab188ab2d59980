/** Sets and dictionary views print in no order of their own: a form of a line in which they always do. */
import { afterString } from './quoted.ts';

interface Bracket {
  readonly opens: string;
  readonly before: string;
  readonly sorts: boolean;
  readonly parts: string[];
}

/** The elements in braces, sorted; one that stands without a space after its comma keeps that. */
function sortedElements(parts: readonly string[]): string {
  return parts
    .map((part, index) => (index > 0 && !part.startsWith(' ') ? `\0${part}` : part.replace(/^ /, '')))
    .sort()
    .join(', ');
}

/** The line with the elements inside braces and dictionary views sorted. */
export function withSortedBraces(line: string): string {
  if (!/[{[]/.test(line)) return line;
  const stack: Bracket[] = [];
  let text = '';
  for (let at = 0; at < line.length; ) {
    const char = line[at] ?? '';
    const top = stack.at(-1);
    const isQuote = char === '"' || (char === "'" && !/\w/.test(line[at - 1] ?? ' '));
    const end = isQuote ? afterString(line, at) : -1;
    if (end >= 0) {
      text += line.slice(at, end);
      at = end;
      continue;
    }
    at += 1;
    if (char === '(' || char === '[' || char === '{') {
      const sorts =
        char === '{' || (char === '[' && top?.opens === '(' && /dict_(?:keys|values|items)$/.test(top.before));
      stack.push({ opens: char, before: text, sorts, parts: [] });
      text = '';
    } else if (char === ',' && top !== undefined) {
      top.parts.push(text);
      text = '';
    } else if ((char === ')' || char === ']' || char === '}') && top !== undefined) {
      stack.pop();
      const parts = [...top.parts, text];
      text = `${top.before}${top.opens}${top.sorts ? sortedElements(parts) : parts.join(',')}${char}`;
    } else text += char;
  }
  for (const { before, opens, parts } of stack.reverse()) text = `${before}${opens}${[...parts, text].join(',')}`;
  return text;
}
