/** The code of one block: the page's as it was set, or the reader's, shown as plain lines or in the editor. */
import type { Place } from '../../runtime/protocol.ts';
import { announce } from './announce.ts';
import type { Editor, PaintedName } from './editor.ts';
import { transcriptOf } from './prompted.ts';
import type { View } from './view.ts';

const loadEditor = () => import('./editor.ts');

/** What the event `code-edited` carries. */
export interface CodeEdited {
  readonly code: string;
  /** Shows the names, unless the code has changed since. */
  paint(names: readonly PaintedName[]): void;
}

/** What the event `caret-moved` carries: the name at the caret, and a way to say something about it. */
export interface CaretMoved {
  readonly name: HTMLElement | undefined;
  announce(text: string): void;
}

export interface CodeHost {
  readonly view: View;
  /** Every change by the reader, and Reset. */
  onChange(code: string): void;
  /** Ctrl+Enter in the editor. */
  onRun(): void;
}

export class BlockCode {
  /** What the page says, without prompts: what is edited and copied. */
  readonly original: string;
  readonly #frame: Element;
  readonly #host: CodeHost;
  readonly #pre: HTMLElement | null;
  readonly #set: readonly Node[];
  #code: string;
  #program: string;
  #editor: Editor | undefined;
  #place: HTMLElement | undefined;

  constructor(frame: Element, host: CodeHost) {
    const { expected, code } = host.view;
    this.#frame = frame;
    this.#host = host;
    this.#pre = frame.querySelector('.snippet-code');
    this.#set = [...(this.#pre?.childNodes ?? [])];
    this.original =
      expected.kind === 'transcript'
        ? expected.statements.map(({ source }) => source.replace(/\n$/, '')).join('\n')
        : code;
    this.#code = this.original;
    this.#program = code;
  }

  /** As the reader sees it. */
  get code(): string {
    return this.#code;
  }

  /** As Python gets it: a transcript with its prompts. */
  get program(): string {
    return this.edited ? this.#program : this.#host.view.code;
  }

  get edited(): boolean {
    return this.#code !== this.original;
  }

  get editing(): boolean {
    return this.#editor !== undefined;
  }

  /** Shows other code than the page's, without the editor. */
  show(code: string): void {
    this.#take(code);
    if (this.#editor) this.#editor.replace(code);
    else this.#drawLines(code);
  }

  async edit(): Promise<void> {
    if (this.#editor || !this.#pre) return;
    const { mountEditor } = await loadEditor();
    if (this.#editor) return;
    const place = document.createElement('div');
    place.className = 'snippet-code snippet-editor';
    this.#editor = mountEditor(place, {
      code: this.#code,
      label: 'Code of this block; Tab leaves the editor',
      onChange: (code) => {
        this.#take(code);
        this.#host.onChange(code);
        this.#tellEdited();
      },
      onCaret: (name) => {
        const detail: CaretMoved = { name, announce };
        place.dispatchEvent(new CustomEvent('caret-moved', { bubbles: true, detail }));
      },
      keys: {
        'Mod-Enter': () => {
          this.#host.onRun();
          return true;
        },
      },
    });
    this.#pre.hidden = true;
    this.#pre.before(place);
    this.#place = place;
    this.#editor.focus();
    this.#tellEdited();
  }

  /** For whoever knows more about the code than this block: src/elements/scope shows where its names live. */
  #tellEdited(): void {
    const [editor, code] = [this.#editor, this.#code];
    if (!editor || !this.#place) return;
    const detail: CodeEdited = { code, paint: (names) => editor.code === code && editor.paint(names) };
    this.#place.dispatchEvent(new CustomEvent('code-edited', { bubbles: true, detail }));
  }

  reset(): void {
    this.#editor?.destroy();
    this.#place?.remove();
    this.#editor = this.#place = undefined;
    this.#code = this.original;
    if (this.#pre) {
      this.#pre.hidden = false;
      this.#pre.replaceChildren(...this.#set);
    }
    this.#tellChanged();
    this.#host.onChange(this.original);
  }

  /** Marks where the program failed, when it stands in the editor. */
  mark(place: Place | null): void {
    this.#editor?.mark(place);
  }

  #take(code: string): void {
    this.#program = this.#host.view.kind === 'pycon' ? transcriptOf(code) : code;
    this.#code = code;
    this.#tellChanged();
  }

  /** Told after every change, whoever made it: an open stepper learns from it that its steps are of other code. */
  #tellChanged(): void {
    this.#frame.toggleAttribute('data-edited', this.edited);
    this.#frame.dispatchEvent(new Event('code-changed', { bubbles: true }));
  }

  #drawLines(text: string): void {
    const code = document.createElement('code');
    text.split('\n').forEach((content, at) => {
      const line = document.createElement('span');
      line.className = 'line';
      line.textContent = content;
      code.append(...(at === 0 ? [line] : ['\n', line]));
    });
    this.#pre?.replaceChildren(code);
  }
}
