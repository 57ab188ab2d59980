/** Small builders for nodes of the MDX tree. */
import type { MdxJsxFlowElement } from 'satteri';

/** A component with string properties, as if it were written in the lesson. */
export function component(
  name: string,
  properties: Readonly<Record<string, string>>,
  children: MdxJsxFlowElement['children'] = [],
): MdxJsxFlowElement {
  return {
    type: 'mdxJsxFlowElement',
    name,
    attributes: Object.entries(properties).map(([key, value]) => ({ type: 'mdxJsxAttribute', name: key, value })),
    children,
  };
}
