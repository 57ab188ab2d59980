/** Prepares the learning parts for their components: choices with their feedback, terms with their place in the glossary, links between lessons. */
import type { List, ListItem, RootContent } from 'mdast';
import type { HastPluginEntry, MdastPluginEntry, MdxJsxFlowElement, MdxJsxTextElement } from 'satteri';
import { termNamed, termPlain } from '../../course/glossary.ts';
import { isLessonFile, lessonFiles, lessonSlug } from '../../course/lesson-files.ts';
import { openCompiled } from '../../course/open-lesson.ts';
import { nearest } from '../../lesson/read/nearest.ts';
import { formatProblem, type Problem } from '../../lesson/read/problem.ts';
import type { Question } from '../../parts/quiz/question-types.ts';
import { partNamed } from '../../parts/registry.ts';
import { component } from './mdx-nodes.ts';

/** The empty corner of a table that compares things heads nothing: it is no header. */
export const emptyCorners: HastPluginEntry = {
  name: 'empty-corners',
  element: {
    filter: ['th'],
    visit(node, context) {
      if (context.textContent(node).trim() === '') context.replaceNode(node, { ...node, tagName: 'td' });
    },
  },
};

type Jsx = MdxJsxFlowElement | MdxJsxTextElement;

export const parts: MdastPluginEntry = ({ source, fileURL }) => {
  const { path: file, parts: read } = openCompiled(source, fileURL);
  const asked = (read?.found ?? []).flatMap(({ part, found }) => part.questions(found));
  const questions = new Map(asked.map((question) => [question.id, question]));
  const problems: Problem[] = [];
  const report = (node: { position?: Jsx['position'] }, message: string, hint?: string) => {
    const { line, column } = node.position?.start ?? { line: 1, column: 1 };
    problems.push({ file, position: { line, column }, message, ...(hint === undefined ? {} : { hint }) });
  };

  function term(node: Jsx, text: string): { id: string; about: string } | undefined {
    const name = attribute(node, 'id') ?? text;
    const { found, near } = termNamed(name);
    if (found === undefined) {
      report(
        node,
        `The glossary has no term \`${name}\`.`,
        near === undefined
          ? 'Add it to content/glossary.yaml.'
          : `Did you mean \`${near}\`? Otherwise add it to content/glossary.yaml.`,
      );
    }
    return found && { id: found.id, about: termPlain(found) };
  }

  return {
    name: 'parts',
    options: { position: true },
    list(node, context) {
      const parent = context.parent(node);
      if (!isQuestion(parent)) return;
      const id = attribute(parent, 'id') ?? '';
      context.replaceNode(node, choices(node, id, questions.get(id)));
    },
    table(node, context) {
      const parent = context.parent(node);
      if (isQuestion(parent) && questions.get(attribute(parent, 'id') ?? '')?.kind === 'match') {
        context.replaceNode(node, component('Pairs', {}, [node]));
      } else {
        context.replaceNode(node, component('TableScroll', {}, [node]));
      }
    },
    mdxJsxTextElement(node, context) {
      const found = node.name === 'Term' ? term(node, context.textContent(node)) : undefined;
      if (found) context.replaceNode(node, { ...node, attributes: attributes(found) });
    },
    mdxJsxFlowElement(node, context) {
      const found = node.name === 'Term' ? term(node, context.textContent(node)) : undefined;
      if (found) context.replaceNode(node, { ...node, attributes: attributes(found) });
    },
    link(node, context) {
      const [, name, anchor = ''] = /^(?:\.\/)?(?:lessons\/)?([\w-]+\.mdx)(#.*)?$/.exec(node.url) ?? [];
      if (name === undefined) return;
      if (!isLessonFile(name)) {
        const known = lessonFiles().map((path) => path.replace(/^.*[\\/]/, ''));
        const near = nearest(name, known);
        report(
          node,
          `There is no lesson \`${name}\`.`,
          near === undefined ? `The lessons are ${known.join(', ')}.` : `Did you mean \`./${near}\`?`,
        );
        return;
      }
      context.setProperty(node, 'url', `/lessons/${lessonSlug(name)}.html${anchor}`);
    },
    after() {
      if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
    },
  };
};

function isQuestion(node: { readonly type: string } | undefined): node is MdxJsxFlowElement {
  const name = node?.type === 'mdxJsxFlowElement' ? (node as MdxJsxFlowElement).name : null;
  return partNamed(name ?? '')?.setting === 'question';
}

function attribute(node: Jsx, name: string): string | undefined {
  for (const candidate of node.attributes) {
    if (candidate.type !== 'mdxJsxAttribute' || candidate.name !== name) continue;
    return typeof candidate.value === 'string' ? candidate.value : '';
  }
  return undefined;
}

function attributes(values: Readonly<Record<string, string>>): Jsx['attributes'] {
  return Object.entries(values).map(([name, value]) => ({ type: 'mdxJsxAttribute', name, value }));
}

/** Each item's first block is the choice, the rest is what to say to it. */
function choices(list: Readonly<List>, id: string, question: Question | undefined): MdxJsxFlowElement {
  const right =
    question === undefined || question.kind === 'match' ? [] : question.choices.map((choice) => choice.right);
  const typed = question?.kind === 'output' && question.typed ? { answers: JSON.stringify(question.answers) } : {};
  return component(
    'Choices',
    { question: id, ...typed },
    list.children.map((item, index) => choice(item, id, right[index] ?? item.checked === true)),
  );
}

function choice(item: Readonly<ListItem>, question: string, right: boolean): MdxJsxFlowElement {
  const [first, ...feedback] = item.children as RootContent[] as MdxJsxFlowElement['children'];
  return component('Choice', { question, right: String(right) }, [
    component('ChoiceText', {}, first === undefined ? [] : [first]),
    ...feedback,
  ]);
}
