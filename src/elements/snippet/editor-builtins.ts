/** Colours Python's built-in names in the editor as the page does. */
import { syntaxTree } from '@codemirror/language';
import { type Extension, Prec, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { builtinNames } from './python-colours.ts';

const mark = Decoration.mark({ class: 'tk-builtin' });

function marksIn({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const text = (from: number, to: number): string => state.sliceDoc(from, to);
  for (const range of visibleRanges) {
    builtinNames(syntaxTree(state), text, range, (from, to) => builder.add(from, to, mark));
  }
  return builder.finish();
}

const plugin = ViewPlugin.fromClass(
  class {
    marks: DecorationSet;
    constructor(view: EditorView) {
      this.marks = marksIn(view);
    }
    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.state) !== syntaxTree(update.startState);
      if (update.docChanged || update.viewportChanged || parsed) this.marks = marksIn(update.view);
    }
  },
  { decorations: ({ marks }) => marks },
);

export const builtins: Extension = [
  // Innermost of all marks, as on the page, so that it overrides the scope's colour.
  Prec.highest(plugin),
  EditorView.theme({ '.tk-builtin.tk-builtin': { color: 'var(--syntax-builtin)' } }),
];
