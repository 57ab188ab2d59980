/** Syntax colours for the reader's code, in and outside the editor, based on the editor's grammar. */
import { highlightTree, styleTags, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/python';

/** Tags keywords as the page's highlighter does, where the grammar differs. */
export const grammar = parser.configure({
  props: [
    styleTags({
      'FormatConversion FormatSpec FormatSpec/":" FormatReplacement/"{" FormatReplacement/"}"': tags.special(
        tags.string,
      ),
      '"*" "**"': tags.operator,
    }),
  ],
});

type Tree = ReturnType<typeof grammar.parse>;

/** The kinds of token with a colour, `--syntax-…`, and a class, `tk-…`. For built-in names see `builtinNames`. */
export const KINDS = {
  keyword: [
    tags.keyword,
    tags.controlKeyword,
    tags.operatorKeyword,
    tags.definitionKeyword,
    tags.modifier,
    tags.moduleKeyword,
  ],
  string: [tags.string, tags.special(tags.string), tags.escape],
  number: [tags.number, tags.bool, tags.null],
  comment: [tags.comment],
  definition: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
} as const;

export type Kind = keyof typeof KINDS | 'builtin';

/** Offsets in the code; no two overlap. */
export interface Coloured {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

const BUILTINS = new Set(
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

/** Nodes in which a name is being defined. */
const DEFINES = /^(?:FunctionDefinition|ClassDefinition|ParamList)$/;

/** Calls `found` for each built-in name between two offsets, in order. The grammar does not tell them from other names. */
export function builtinNames(
  tree: Tree,
  textOf: (from: number, to: number) => string,
  { from, to }: { readonly from: number; readonly to: number },
  found: (from: number, to: number) => void,
): void {
  tree.iterate({
    from,
    to,
    enter({ name, from, to, node }) {
      if (name !== 'VariableName' && name !== 'PropertyName') return;
      const text = textOf(from, to);
      // A name being defined, or an attribute, is not the built-in.
      const builtin = name === 'VariableName' && !DEFINES.test(node.parent?.name ?? '') && BUILTINS.has(text);
      if (builtin || MAGIC.test(text)) found(from, to);
    },
  });
}

const highlighter = tagHighlighter(Object.entries(KINDS).map(([kind, tag]) => ({ tag, class: kind })));

/** The coloured tokens of this code, in order. */
export function coloursOf(code: string): readonly Coloured[] {
  const tree = grammar.parse(code);
  const found = new Map<number, Coloured>();
  highlightTree(tree, highlighter, (from, to, kind) => found.set(from, { from, to, kind: kind as Kind }));
  const text = (from: number, to: number): string => code.slice(from, to);
  builtinNames(tree, text, { from: 0, to: code.length }, (from, to) => found.set(from, { from, to, kind: 'builtin' }));
  return [...found.values()].sort((a, b) => a.from - b.from);
}

/** Colours the lines of one program; each line element must contain only text. */
export function colourLines(lines: readonly Element[]): void {
  const texts = lines.map((line) => line.textContent ?? '');
  const coloured = coloursOf(texts.join('\n'));
  let start = 0;
  let next = 0;
  for (const [at, line] of lines.entries()) {
    const text = texts[at] ?? '';
    const end = start + text.length;
    const nodes: (Node | string)[] = [];
    let done = start;
    // A multi-line string continues on the next line, so it is handled again there.
    for (let index = next; (coloured[index]?.from ?? end) < end; index += 1) {
      const { from, to, kind } = coloured[index] as Coloured;
      const first = Math.max(from, start);
      const last = Math.min(to, end);
      if (to <= end) next = index + 1;
      if (last <= first) continue;
      const token = document.createElement('span');
      token.className = `tk-${kind}`;
      token.textContent = text.slice(first - start, last - start);
      nodes.push(text.slice(done - start, first - start), token);
      done = last;
    }
    line.replaceChildren(...nodes, text.slice(done - start));
    start = end + 1;
  }
}
