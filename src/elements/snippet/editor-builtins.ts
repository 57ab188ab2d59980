/** Colours Python's built-in names as the page does: the grammar knows them as names only. */
import { syntaxTree } from '@codemirror/language';
import { type Extension, Prec, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

const NAMES = new Set(
  `ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
  BufferError BytesWarning ChildProcessError ConnectionError DeprecationWarning EOFError EncodingWarning Exception
  ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit ImportError
  ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError
  MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError
  PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning
  StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError
  UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
  UserWarning ValueError Warning ZeroDivisionError __import__ abs aiter all anext any ascii bin bool breakpoint
  bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float
  format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map
  max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted
  staticmethod str sum super tuple type vars zip`.split(/\s+/),
);
const MAGIC = /^__\w+__$/;

/** What gives a name to something of the program's own. */
const DEFINES = /^(?:FunctionDefinition|ClassDefinition|ParamList)$/;

const mark = Decoration.mark({ class: 'tk-builtin' });

function marksIn({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter({ name, from, to, node }) {
        if (name !== 'VariableName' && name !== 'PropertyName') return;
        const text = state.sliceDoc(from, to);
        // What is being defined, or looked up in an object, is not the built-in of that name.
        const builtin = name === 'VariableName' && !DEFINES.test(node.parent?.name ?? '') && NAMES.has(text);
        if (builtin || MAGIC.test(text)) builder.add(from, to, mark);
      },
    });
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
  // Inside all other marks, as on the page: the colour of a scope gives way to it.
  Prec.highest(plugin),
  EditorView.theme({ '.tk-builtin.tk-builtin': { color: 'var(--syntax-builtin)' } }),
];
