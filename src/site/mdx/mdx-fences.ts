/** Puts components in place of a lesson's fences: a Python block with its outputs becomes one `<Snippet>`, every other block a `<Code>`. */
import type { MdastPluginEntry } from 'satteri';
import { openCompiled } from '../../course/open-lesson.ts';
import type { Fence } from '../../lesson/read/fence.ts';
import { formatProblem } from '../../lesson/read/problem.ts';
import type { Snippet } from '../../lesson/read/snippet.ts';
import type { Scopes } from '../../lesson/scopes.ts';
import { partNamed } from '../../parts/registry.ts';
import { recordableOf } from '../analysis/recordable.ts';
import { scopesOf } from '../analysis/scope-analysis.ts';
import { highlightAhead } from './code-html.ts';
import { component } from './mdx-nodes.ts';
import { type Setting, snippetView } from './snippet-view.ts';

export const fences: MdastPluginEntry = ({ source, fileURL }) => {
  const { document, lesson, problems } = openCompiled(source, fileURL);
  const errors = problems.filter(({ severity }) => severity !== 'advice');
  if (errors.length > 0) throw new Error(errors.map(formatProblem).join('\n'));

  const snippets = new Map(lesson.snippets.map((snippet) => [snippet.fence.span.start.offset, snippet]));
  const claimed = new Set(lesson.snippets.flatMap(claims).map((fence) => fence.span.start.offset));

  let scopes: ReadonlyMap<string, Scopes> = new Map();

  return {
    name: 'fences',
    options: { position: true },
    async before() {
      const found = scopesOf(lesson);
      // Pages will want the tokens when they are rendered, and here is time for them: Python is slower.
      for (const snippet of lesson.snippets) await highlightAhead(snippet);
      scopes = await found;
    },
    code(node, context) {
      const { offset } = document.spanOf(node).start;
      const snippet = snippets.get(offset);
      if (snippet !== undefined) {
        const { id, steps, skip } = snippet;
        const recorded = steps !== undefined && skip === undefined;
        return component('Snippet', {
          view: JSON.stringify(snippetView(snippet, settingOf(snippet), scopes.get(snippet.id))),
          ...(recorded && { recordable: JSON.stringify(recordableOf(lesson, id)) }),
        });
      }
      if (claimed.has(offset)) {
        context.removeNode(node);
        return undefined;
      }
      return component('Code', { code: node.value, ...(node.lang ? { language: node.lang } : {}) });
    },
  };
};

function claims({ expected }: Snippet): readonly Fence[] {
  if (expected.kind !== 'stated') return [];
  return [expected.output, expected.error].flatMap((claim) => (claim === undefined ? [] : [claim.fence]));
}

/** Where a block stands decides what the page shows of it at first. */
function settingOf({ fence }: Snippet): Setting {
  const settings = fence.within.map(({ name }) => partNamed(name)?.setting);
  return settings.includes('question') ? 'question' : settings.includes('exercise') ? 'exercise' : 'text';
}
