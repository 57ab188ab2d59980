/** `<Asked>`: the questions that a section or block answers, in the words of people who do not know the term yet. Search knows them, readers never see them. */
import type { Problem } from '../lesson/read/problem.ts';
import type { Document } from './markdown/fences.ts';
import { childrenOf, type MdastNode, textOf } from './markdown/markdown.ts';

export interface AskedLine {
  readonly text: string;
  readonly file: string;
  readonly position: Problem['position'];
}

export interface AskedLines {
  readonly lines: readonly AskedLine[];
  readonly problems: readonly Problem[];
}

/** What may stand above, and is what answers; above the first block of a page stands nothing, or its frontmatter. */
const ANSWERS = ['heading', 'code', 'mdxJsxFlowElement', 'yaml', 'toml', undefined];
const WHERE = 'Move it right below the heading, block or question that answers.';

export function askedIn(document: Document): AskedLines {
  const file = document.file.path;
  const lines: AskedLine[] = [];
  const problems: Problem[] = [];
  const report = (node: MdastNode, message: string, hint: string): void => {
    const { line, column } = document.spanOf(node).start;
    problems.push({ file, position: { line, column }, message, hint });
  };
  const read = (node: MdastNode, above: MdastNode | undefined): void => {
    if (!ANSWERS.includes(above?.type))
      report(node, 'Nothing that could answer stands right above these questions.', WHERE);
    const [list, ...others] = childrenOf(node);
    if (list?.type !== 'list' || others.length > 0) {
      const hint = 'Write one list in it, an item for each question.';
      report(node, '`<Asked>` holds something else than one list.', hint);
      return;
    }
    for (const item of list.children) {
      const text = textOf(item).trim();
      if (text === '') report(item, 'This question is empty.', 'Write what somebody would ask, or remove the item.');
      else if (!isPlain(item))
        report(item, 'This question holds markup.', 'Write plain words and code in backticks: search alone reads it.');
      else lines.push({ text, file, position: document.spanOf(item).start });
    }
  };
  const visit = (node: MdastNode): void => {
    for (const [index, child] of childrenOf(node).entries()) {
      if (isAsked(child)) read(child, childrenOf(node)[index - 1]);
      else visit(child);
    }
  };
  visit(document.tree);
  return { lines, problems };
}

function isAsked(node: MdastNode): boolean {
  return (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') && node.name === 'Asked';
}

function isPlain(item: MdastNode): boolean {
  const [paragraph, ...others] = childrenOf(item);
  return (
    others.length === 0 &&
    paragraph?.type === 'paragraph' &&
    paragraph.children.every(({ type }) => type === 'text' || type === 'inlineCode')
  );
}

/** A question has one place on the whole site: else search could not say which answers. */
export function askedTwice(lines: readonly AskedLine[]): readonly Problem[] {
  const first = new Map<string, AskedLine>();
  return lines.flatMap((line) => {
    const key = line.text
      .toLowerCase()
      .replaceAll(/\s+/g, ' ')
      .replace(/[\s?.!]+$/, '');
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, line);
      return [];
    }
    return [
      {
        file: line.file,
        position: line.position,
        message: 'This question is asked twice.',
        hint: `It also stands in ${before.file}:${before.position.line}. Keep it where the better answer is.`,
      },
    ];
  });
}
