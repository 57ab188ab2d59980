/** The Markdown of a text in YAML – a goal, a term – which pages show: words, code and links, no HTML and no images. */
import { markdownToMdast } from 'satteri';
import { type Fault, linkFault } from './allowed-addresses.ts';
import { childrenOf, type MdastNode } from './markdown.ts';

export function textFaults(text: string, folder: string): readonly Fault[] {
  const faults = (node: MdastNode): readonly Fault[] => [
    ...(faultOf(node, folder) ?? []),
    ...childrenOf(node).flatMap(faults),
  ];
  return faults(markdownToMdast(text));
}

function faultOf(node: MdastNode, folder: string): readonly Fault[] | undefined {
  if (node.type === 'html') {
    return [{ message: 'This text holds HTML.', hint: 'Write `\\<` for a `<`, or put it in backticks.' }];
  }
  if (node.type === 'image' || node.type === 'imageReference') {
    return [{ message: 'An image cannot stand in this text.', hint: 'Put it into the lesson.' }];
  }
  const fault = node.type === 'link' || node.type === 'definition' ? linkFault(node.url, folder) : undefined;
  return fault && [fault];
}
