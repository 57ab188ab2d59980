/** MkDocs' admonitions and tabs (`!!! note`, `??? tip`, `=== "Tab"`): to the parser they are made list items, which hold what is indented below them. */

const HEADER = /^([ \t]*)(!!!|\?\?\?\+?|===[!+]?)[ \t]+["\w]/;
const FENCE = /^[ \t>]*(`{3,}|~{3,})/;

const widthOf = (line: string): number => (/^[ \t]*/.exec(line)?.[0] ?? '').replaceAll('\t', '    ').length;

/** The same text, character for character, but for the marks of admonitions that have a body: positions stay what they are. */
export function withItemsForAdmonitions(text: string): string {
  if (!/^[ \t]*(?:!!!|\?\?\?|===)/m.test(text)) return text;
  const parts = text.split(/(\r\n|\n|\r)/);
  let open: string | null = null;
  for (let at = 0; at < parts.length; at += 2) {
    const line = parts[at] ?? '';
    const fence = FENCE.exec(line)?.[1];
    if (open !== null) {
      const closes = fence?.startsWith(open) && line.slice(line.indexOf(fence) + fence.length).trim() === '';
      if (closes) open = null;
      continue;
    }
    if (fence !== undefined) open = fence;
    const header = HEADER.exec(line);
    if (header === null) continue;
    let below = at + 2;
    while (below < parts.length && (parts[below] ?? '').trim() === '') below += 2;
    const [, indent = '', mark = ''] = header;
    if (widthOf(parts[below] ?? '') < widthOf(line) + 4) continue;
    const rest = line.slice(indent.length + mark.length);
    // A mark of four characters takes the place of the list's, too: the text begins one earlier.
    parts[at] = `${indent}${mark.length === 3 ? '-  ' : '-  x'}${rest}`;
  }
  return parts.join('');
}
