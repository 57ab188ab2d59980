/**
 * The editor of a block: CodeMirror with as few of its packages as possible, laid out exactly like the code it replaces.
 * It lives in a shadow root because its styles would otherwise need `<style>` elements, which the page's content security
 * policy blocks.
 */
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import {
  bracketMatching,
  forceParsing,
  HighlightStyle,
  indentService,
  indentUnit,
  LRLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import { EditorState, Prec, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import type { Place } from '../../runtime/protocol.ts';
import { answers, answersLook, type Given, setAnswers } from './editor-answers.ts';
import { builtins } from './editor-builtins.ts';
import { grammar, KINDS } from './python-colours.ts';

const python = LRLanguage.define({ parser: grammar, languageData: { commentTokens: { line: '#' } } });

const colours = HighlightStyle.define(
  Object.entries(KINDS).map(([kind, tag]) => ({
    tag,
    color: `var(--syntax-${kind})`,
    ...(kind === 'definition' && { textShadow: '0.02em 0 currentcolor' }),
  })),
);

const look = EditorView.theme({
  '&': { background: 'transparent', color: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflowX: 'auto' },
  '.cm-content': { padding: '0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderInlineStartColor: 'var(--ink)', borderInlineStartWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent-mark) 28%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--accent-wash)', outline: '1px solid var(--accent-mark)' },
  '.failed': { background: 'var(--wrong-wash)' },
  // Longhands, because WebKit's shorthand does not support style, thickness and colour.
  '.failed-part': {
    textDecorationLine: 'underline',
    textDecorationStyle: 'wavy',
    textDecorationColor: 'var(--wrong)',
    textDecorationSkipInk: 'none',
  },
  '.cm-placeholder': { color: 'var(--ink-soft)' },
  // As in src/elements/scope/names.css, which does not reach into here.
  '.name-local, .name-local *': { color: 'var(--shown-local)' },
  '.name-global, .name-global *': { color: 'var(--shown-global)' },
  '.name-builtin': { color: 'var(--shown-builtin)' },
  '.name-enclosing, .name-enclosing *': { color: 'var(--shown-enclosing)' },
  '.name-global': {
    textDecorationLine: 'var(--shown-global-line)',
    textDecorationThickness: '0.06em',
    textUnderlineOffset: '0.25em',
  },
  '.name-enclosing': {
    textDecorationLine: 'var(--shown-enclosing-line)',
    textDecorationStyle: 'dotted',
    textDecorationThickness: '0.11em',
    textUnderlineOffset: '0.25em',
  },
  '.name-lit': { background: 'var(--accent-wash)', borderRadius: '0.2em' },
  '.name-lit[data-binds]': { boxShadow: '0 0 0 1.5px var(--accent-mark)' },
  '.name-sharer': { boxShadow: '0 0 0 1.5px var(--outline-strong)', borderRadius: '0.2em' },
});

/** A new line keeps the indentation of the one above, indents after a colon and dedents after a statement that ends a block. */
const indentation = (prompts: boolean) =>
  indentService.of((context, at) => {
    const above = context.lineAt(at, -1).text;
    const empty = above.trim() === '' && at > 0;
    // At a prompt, an empty line ends the statement.
    if (empty && prompts) return 0;
    const before = empty ? previousText(context.state, at) : above;
    const indent = /^[ \t]*/.exec(before)?.[0].length ?? 0;
    if (/:\s*(?:#.*)?$/.test(before)) return indent + 4;
    if (/^\s*(?:return|pass|break|continue|raise)\b/.test(before)) return Math.max(0, indent - 4);
    return indent;
  });

function previousText(state: EditorState, at: number): string {
  for (let line = state.doc.lineAt(at); line.number > 1; ) {
    line = state.doc.line(line.number - 1);
    if (line.text.trim() !== '') return line.text;
  }
  return '';
}

const setFailure = StateEffect.define<Place | null>();

/** Marks where the program failed, until the text changes. */
const failure = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { docChanged, effects, state }) {
    let next = docChanged ? Decoration.none : marks;
    for (const effect of effects) if (effect.is(setFailure)) next = failureMarks(state, effect.value);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function failureMarks(state: EditorState, place: Place | null): DecorationSet {
  if (place === null || place.line < 1 || place.endLine > state.doc.lines) return Decoration.none;
  const first = state.doc.line(place.line);
  const from = Math.min(first.from + place.column, first.to);
  const last = state.doc.line(place.endLine);
  const to = Math.min(last.from + place.endColumn, last.to);
  const line = Decoration.line({ class: 'failed' }).range(first.from);
  return Decoration.set(to > from ? [line, Decoration.mark({ class: 'failed-part' }).range(from, to)] : [line]);
}

/** A name with its style, valid until the text around it changes. */
export interface PaintedName {
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  readonly length: number;
  readonly class: string;
  readonly variable: number;
  readonly binds: boolean;
}

const setNames = StateEffect.define<readonly PaintedName[]>();

const names = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects, state }) {
    let next = marks.map(changes);
    for (const effect of effects) if (effect.is(setNames)) next = nameMarks(state, effect.value);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function nameMarks(state: EditorState, painted: readonly PaintedName[]): DecorationSet {
  const marks = painted.flatMap(({ line, column, length, class: kind, variable, binds }) => {
    if (line > state.doc.lines || length === 0) return [];
    const from = state.doc.line(line).from + column;
    if (from + length > state.doc.length) return [];
    const attributes = { 'data-name': String(variable), ...(binds ? { 'data-binds': '' } : {}) };
    return [Decoration.mark({ class: kind, attributes }).range(from, from + length)];
  });
  return Decoration.set(marks, true);
}

/** The name that contains or touches the caret. */
function nameAtCaret(view: EditorView): HTMLElement | undefined {
  const { head } = view.state.selection.main;
  return [...view.contentDOM.querySelectorAll<HTMLElement>('[data-name]')].find((name) => {
    const from = view.posAtDOM(name);
    return from <= head && head <= from + (name.textContent?.length ?? 0);
  });
}

export interface Editor {
  readonly code: string;
  /** Colours names by scope, as src/elements/scope has found. */
  paint(names: readonly PaintedName[]): void;
  replace(code: string): void;
  focus(): void;
  mark(place: Place | null): void;
  /** Shows the output of each statement; only for an editor with `prompts`. */
  answer(given: Given): void;
  destroy(): void;
}

export interface EditorOptions {
  readonly code: string;
  /** The accessible name. */
  readonly label: string;
  readonly hint?: string;
  /** Shows the code as typed at Python's prompt, with output below each statement. */
  readonly prompts?: boolean;
  readonly onChange?: (code: string) => void;
  /** The caret has moved without a change to the text. `name` is the coloured name at the caret, if any. */
  readonly onCaret?: (name: HTMLElement | undefined) => void;
  /** Extra key bindings; a handler returns true when it has handled the key. */
  readonly keys?: Readonly<Record<string, () => boolean>>;
}

/** Mounts an editor into an empty element. Tab leaves the editor; Ctrl+] and Ctrl+[ change the indentation. */
export function mountEditor(host: HTMLElement, options: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const { keys = {}, prompts = false, onChange, onCaret } = options;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.code,
      extensions: [
        history(),
        drawSelection(),
        python,
        indentation(prompts),
        indentUnit.of('    '),
        bracketMatching(),
        syntaxHighlighting(colours),
        builtins,
        answersLook,
        ...(prompts ? [answers] : []),
        look,
        failure,
        names,
        Prec.highest(keymap.of(Object.entries(keys).map(([key, run]) => ({ key, run })))),
        keymap.of([
          { key: 'Mod-]', run: indentMore },
          { key: 'Mod-[', run: indentLess },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          autocapitalize: 'off',
          autocorrect: 'off',
          spellcheck: 'false',
        }),
        ...(options.hint ? [placeholder(options.hint)] : []),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange?.(update.state.doc.toString());
          else if (update.selectionSet) onCaret?.(nameAtCaret(update.view));
        }),
      ],
    }),
  });
  // Parse now, so that the code does not lose its colours for a moment.
  forceParsing(view, Math.min(view.state.doc.length, 10_000), 50);
  return {
    get code() {
      return view.state.doc.toString();
    },
    replace(code) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } });
    },
    paint: (painted) => view.dispatch({ effects: setNames.of(painted) }),
    focus: () => view.focus(),
    mark: (place) => view.dispatch({ effects: setFailure.of(place) }),
    answer: (given) => view.dispatch({ effects: setAnswers.of(given) }),
    destroy: () => view.destroy(),
  };
}
