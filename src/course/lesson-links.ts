/** What a lesson refers to outside itself – other lessons, terms of the glossary – and whether it is there. Anchors are looked up in the built pages. */
import path from 'node:path';
import { nearest } from '../lesson/read/nearest.ts';
import type { Problem } from '../lesson/read/problem.ts';
import { termNamed } from './glossary.ts';
import type { Document } from './markdown/fences.ts';
import { childrenOf, type MdastNode, textOf } from './markdown/markdown.ts';

/** `files` are the names of all lessons' files, which links may lead to. */
export function linkProblems(document: Document, file: string, files: readonly string[]): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (node: MdastNode, message: string, hint: string): void => {
    const { line, column } = document.spanOf(node).start;
    problems.push({ file, position: { line, column }, message, hint });
  };
  const visit = (node: MdastNode): void => {
    if (node.type === 'link' || node.type === 'definition') {
      const name = /^(?!https?:)([^#?]*\.mdx)(?:[#?].*)?$/.exec(node.url)?.[1];
      if (name !== undefined && !files.includes(path.posix.basename(name))) {
        const near = nearest(path.posix.basename(name), files);
        const hint = near === undefined ? `The lessons are ${files.join(', ')}.` : `Did you mean \`./${near}\`?`;
        report(node, `There is no lesson \`${name}\`.`, hint);
      }
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(document.tree);
  for (const { name, attributes, node } of document.components) {
    if (name !== 'Term') continue;
    const term = typeof attributes.id === 'string' ? attributes.id : textOf(node);
    const { found, near } = termNamed(term);
    if (found !== undefined) continue;
    const add = 'add it to content/glossary.yaml';
    const hint = near === undefined ? `Correct it, or ${add}.` : `Did you mean \`${near}\`? Otherwise ${add}.`;
    report(node, `The glossary has no term \`${term}\`.`, hint);
  }
  return problems;
}
