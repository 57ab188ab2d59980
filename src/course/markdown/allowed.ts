/**
 * What a page of the site may be made of. MDX compiles to a program, so whoever builds or checks runs what a lesson holds:
 * lessons hold Markdown, the components of the course and a little HTML, and everything else is refused before it is compiled.
 */
import type { Attribute } from '../../lesson/read/block.ts';
import { suggestion } from '../../lesson/read/nearest.ts';
import type { Problem } from '../../lesson/read/problem.ts';
import type { Report } from '../../parts/part.ts';
import { checkTag, isComponentName } from '../../parts/vocabulary.ts';
import { type Fault, imageFault, linkFault } from './allowed-addresses.ts';
import { attributesFor, insteadOf } from './allowed-html.ts';
import { attributesOf } from './jsx-attributes.ts';
import { childrenOf, isJsx, type JsxNode, type Markdown, type MdastNode } from './markdown.ts';

export interface PagePlace {
  /** The page's folder below the content folder: empty or `lessons`. */
  readonly folder: string;
  /** Whether the content folder holds a picture, by its path below that folder. */
  hasPicture(picture: string): boolean;
}

const MARKDOWN = new Set([
  ...['root', 'yaml', 'paragraph', 'heading', 'text', 'emphasis', 'strong', 'delete', 'inlineCode', 'code', 'break'],
  ...['thematicBreak', 'blockquote', 'list', 'listItem', 'table', 'tableRow', 'tableCell', 'link', 'linkReference'],
  ...['image', 'definition', 'footnoteDefinition', 'footnoteReference'],
]);

/** Nothing but comments, of which at least one: braces around nothing were meant to show. */
const COMMENTS = /^\s*(?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*)+$/;

export function notAllowed(
  markdown: Pick<Markdown, 'file' | 'source' | 'lines' | 'tree' | 'spanOf'>,
  place: PagePlace,
): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = ({ line, column }, message, hint) => {
    const problem = { file: markdown.file.path, position: { line, column }, message: message.replace(/\.?$/, '.') };
    problems.push(hint === undefined ? problem : { ...problem, hint });
  };
  const visit = (node: MdastNode): void => {
    const { start } = markdown.spanOf(node);
    if (isJsx(node)) checkJsx(node, attributesOf(node, markdown), start, report);
    else if (node.type === 'mdxjsEsm') {
      const word = /^\s*(\w+)/.exec(node.value)?.[1] ?? 'import';
      report(
        start,
        `\`${word}\` at the start of a line is JavaScript; lessons contain none`,
        'Components need no import. In a text, begin the line with another word; Python stands in a fence.',
      );
    } else if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression') {
      if (!COMMENTS.test(node.value)) {
        report(start, 'Braces hold JavaScript in MDX; lessons contain none', inPlainText(node.value));
      }
    } else if (node.type === 'imageReference') {
      report(start, 'An image has its address in place', 'Write `![what it shows](./picture.png)`.');
    } else if (!MARKDOWN.has(node.type)) {
      report(
        start,
        `This is no Markdown that lessons use: \`${node.type}\``,
        'Write it as text, or put it in backticks.',
      );
    }
    const fault = addressFault(node, place);
    if (fault !== undefined) report(start, fault.message, fault.hint);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(markdown.tree);
  return problems;
}

function addressFault(node: MdastNode, { folder, hasPicture }: PagePlace): Fault | undefined {
  if (node.type === 'link' || node.type === 'definition') return linkFault(node.url, folder);
  return node.type === 'image' ? imageFault(node.url, folder, hasPicture) : undefined;
}

/** The cure for braces that were meant to be seen. */
function inPlainText(value: string): string {
  const short = value.trim() !== '' && value.length <= 40 && !/[`\n\r]/.test(value);
  return short
    ? `Write \`\\{${value}\\}\` to show the braces, or put them in backticks. A comment is \`{/* … */}\`.`
    : 'Write `\\{` and `\\}` to show the braces, or put the text in backticks or a fence. A comment is `{/* … */}`.';
}

function checkJsx(node: JsxNode, attributes: readonly Attribute[], start: Attribute['start'], report: Report): void {
  const name = node.name ?? '';
  const scripts = attributes.filter((_, index) => {
    const attribute = node.attributes[index];
    return attribute?.type !== 'mdxJsxAttribute' || (typeof attribute.value === 'object' && attribute.value !== null);
  });
  for (const attribute of scripts) {
    if (attribute.value === true) {
      report(
        attribute.start,
        `\`${attribute.name}\` is JavaScript; lessons contain none`,
        'Write each attribute as `name="…"`.',
      );
    } else {
      const hint = `Write \`${attribute.name}="…"\`.`;
      report(attribute.start, `\`${attribute.name}\` is a JavaScript expression; lessons contain none`, hint);
    }
  }
  const plain = attributes.filter((attribute) => !scripts.includes(attribute));
  if (isComponentName(name)) {
    checkTag(name, plain, start, report);
    return;
  }
  const allowed = attributesFor(name);
  if (allowed === undefined) {
    if (name === '') report(start, 'A tag without a name', 'Remove `<>` and `</>`.');
    else report(start, `\`<${name}>\` may not stand in a lesson`, insteadOf(name));
    return;
  }
  for (const attribute of plain) {
    if (allowed.includes(attribute.name)) continue;
    report(
      attribute.start,
      `\`${attribute.name}\` is not an attribute of \`<${name}>\``,
      suggestion(attribute.name, allowed),
    );
  }
}
