/** Makes an editor look like Python's prompt: prompts beside the statements, and output below each. */
import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { typedStatements } from './prompted.ts';

/** The output of one statement; `line` is the statement's last line, from 0. */
export interface Answer {
  readonly line: number;
  readonly lines: readonly Element[];
}

/** The output of all statements of `code`, which may differ from the editor's text: a program can be edited while it runs. */
export interface Given {
  readonly code: string;
  readonly answers: readonly Answer[];
  /** Dims the output, because the program is running again. */
  readonly old: boolean;
}

export const setAnswers = StateEffect.define<Given>();

class AnswerWidget extends WidgetType {
  readonly lines: readonly Element[];

  constructor(lines: readonly Element[]) {
    super();
    this.lines = lines;
  }

  override eq(other: AnswerWidget): boolean {
    return other.lines === this.lines;
  }

  override toDOM(): HTMLElement {
    const box = document.createElement('div');
    box.className = 'answer';
    box.append(...this.lines);
    return box;
  }

  /** The editor ignores events in the field for `input()`. */
  override ignoreEvent(): boolean {
    return true;
  }
}

/** Output below the line that ends at position `at`. */
interface Placed {
  readonly at: number;
  readonly lines: readonly Element[];
}

interface Shown {
  readonly prompts: DecorationSet;
  readonly given: Given;
  readonly answers: readonly Placed[];
  readonly widgets: DecorationSet;
  /** The code has changed since, or the program is running again. */
  readonly old: boolean;
}

function promptsOf({ doc }: EditorState): DecorationSet {
  const continued = new Set(
    typedStatements(doc.toString()).flatMap(({ lines: [from, to] }) =>
      Array.from({ length: to - from - 1 }, (_, at) => from + at + 1),
    ),
  );
  return Decoration.set(
    Array.from({ length: doc.lines }, (_, at) =>
      Decoration.line({ attributes: { 'data-prompt': continued.has(at) ? '... ' : '>>> ' } }).range(
        doc.line(at + 1).from,
      ),
    ),
  );
}

function widgetsOf(state: EditorState, answers: readonly Placed[]): DecorationSet {
  return Decoration.set(
    answers
      .filter(({ lines }) => lines.length > 0)
      .map(({ at, lines }) =>
        Decoration.widget({ widget: new AnswerWidget(lines), block: true, side: 1 }).range(state.doc.lineAt(at).to),
      ),
    true,
  );
}

/** `before`: the last positions of the same output, used when the text differs from the code that ran. */
function placed(state: EditorState, given: Given, before: readonly Placed[]): Omit<Shown, 'prompts'> {
  const { doc } = state;
  const same = doc.toString() === given.code;
  const answers = given.answers.flatMap(({ line, lines }, index) => {
    const at = same ? doc.line(line + 1).to : before[index]?.at;
    return at === undefined ? [] : [{ at, lines }];
  });
  return { given, answers, widgets: widgetsOf(state, answers), old: given.old || !same };
}

const NOTHING: Given = { code: '', answers: [], old: false };

const shown = StateField.define<Shown>({
  create: (state) => ({ prompts: promptsOf(state), ...placed(state, NOTHING, []) }),
  update(value, { docChanged, changes, effects, state }) {
    let next = value;
    if (docChanged) {
      const moved = value.answers.map(({ at, lines }) => ({
        at: state.doc.lineAt(changes.mapPos(at, -1)).to,
        lines,
      }));
      next = { prompts: promptsOf(state), ...placed(state, value.given, moved) };
    }
    for (const effect of effects) {
      if (effect.is(setAnswers)) next = { ...next, ...placed(state, effect.value, next.answers) };
    }
    return next;
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ prompts }) => prompts),
    EditorView.decorations.from(field, ({ widgets }) => widgets),
    EditorView.editorAttributes.from(field, ({ old }): Record<string, string> => (old ? { class: 'answers-old' } : {})),
  ],
});

const look = EditorView.theme({
  '.cm-content': { paddingInlineStart: 'var(--prompt)' },
  '.cm-line[data-prompt]::before': {
    content: 'attr(data-prompt)',
    display: 'inline-block',
    inlineSize: 'var(--prompt)',
    marginInlineStart: 'calc(-1 * var(--prompt))',
    color: 'var(--ink-soft)',
    whiteSpace: 'pre',
    userSelect: 'none',
  },
  '.answer': { color: 'var(--said)' },
  '.answer .line': { display: 'block', whiteSpace: 'pre' },
  // Gives an empty line its height.
  '.answer .line::after': { content: '"\\200b"' },
  '&.answers-old .answer': { opacity: '0.55' },
  '.answer samp': { font: 'inherit' },
  '.answer .output-error': { color: 'var(--wrong)' },
  '.answer .output-note': {
    color: 'var(--ink-soft)',
    fontFamily: 'var(--face-text)',
    fontSize: '0.85rem',
    fontStyle: 'italic',
  },
  '.answer input': {
    inlineSize: 'min(24ch, 60%)',
    padding: '0 0.25ch',
    border: '0',
    borderBlockEnd: '2px solid var(--accent-mark)',
    background: 'var(--accent-wash)',
    color: 'inherit',
    font: 'inherit',
  },
});

/** Added to every editor: in Firefox, styles added after the page's first editor do not reach all shadow roots. */
export const answersLook: Extension = look;

export const answers: Extension = shown;
