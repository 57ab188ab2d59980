/** The attributes of a tag with their places, which the parser does not tell. */
import type { Attribute } from '../../lesson/read/block.ts';
import type { JsxNode, Markdown } from './markdown.ts';

/** Each is looked for in the source, after the one before it. */
export function attributesOf(
  node: JsxNode,
  { source, lines, spanOf }: Pick<Markdown, 'source' | 'lines' | 'spanOf'>,
): readonly Attribute[] {
  let from = spanOf(node).start.offset + 1 + (node.name ?? '').length;
  return node.attributes.map((attribute) => {
    const { name, value, found } =
      attribute.type === 'mdxJsxAttribute'
        ? {
            name: attribute.name,
            value: attributeValue(attribute.value),
            found: indexOfName(source, attribute.name, from),
          }
        : { name: `{${attribute.value}}`, value: true as const, found: source.indexOf('{', from) };
    const at = Math.max(found, from);
    const text = typeof value === 'string' ? value : '';
    from = at + name.length + text.length;
    return { name, value, start: lines.pointAt(at) };
  });
}

function indexOfName(source: string, name: string, from: number): number {
  const escaped = name.replaceAll(/[^\w-]/g, '\\$&');
  const pattern = new RegExp(`(?<=[\\s"'}])${escaped}(?=[\\s=/>])`, 'g');
  pattern.lastIndex = from;
  return pattern.exec(source)?.index ?? -1;
}

function attributeValue(value: string | { readonly value: string } | null | undefined): string | true {
  if (value === null || value === undefined) return true;
  return typeof value === 'string' ? value : `{${value.value}}`;
}
