/** The code of one block, the page's or the reader's, shown as plain lines or in the editor. */
import type { Place } from '../../runtime/protocol.ts';
import { announce } from './announce.ts';
import type { Editor, PaintedName } from './editor.ts';
import { transcriptOf, typedStatements } from './prompted.ts';
import { namesIn } from './static-names.ts';
import {
  type AnswerPlace,
  drawStatements,
  placeBetweenLines,
  placeInEditor,
  type ShownLine,
  type ShownStatement,
  statementAt,
} from './transcript-place.ts';
import type { View } from './view.ts';

const loadEditor = () => import('./editor.ts');
const loadColours = () => import('./python-colours.ts');

/** What the event `code-edited` carries. */
export interface CodeEdited {
  readonly code: string;
  /** Colours the names, unless the code has changed since. */
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
  /** The page's code without prompts; this is what the reader edits and copies. */
  readonly original: string;
  readonly #frame: Element;
  readonly #host: CodeHost;
  readonly #pre: HTMLElement | null;
  readonly #set: readonly Node[];
  #code: string;
  #program: string;
  #editor: Editor | undefined;
  #place: HTMLElement | undefined;
  /** The statements of a transcript that is shown without the editor. */
  #drawn: readonly ShownStatement[];

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
    this.#drawn = this.#stated;
  }

  /** The statements of the page's transcript with their expected output. */
  get #stated(): readonly ShownStatement[] {
    const { expected } = this.#host.view;
    return expected.kind === 'transcript' ? expected.statements : [];
  }

  /** The code as the reader sees it. */
  get code(): string {
    return this.#code;
  }

  /** The code as it is run: a transcript includes its prompts. */
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
    this.#leaveEditor();
    this.#take(code);
    this.#draw(code);
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
      prompts: this.#host.view.kind === 'pycon',
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
    if (!this.edited) {
      this.#editor.paint(namesIn(this.#pre));
      if (this.#stated.length > 0) placeInEditor(this.#editor, this.#stated).restore();
    }
    this.#editor.focus();
    this.#tellEdited();
  }

  /** Lets src/elements/scope analyse the edited code and colour its names. */
  #tellEdited(): void {
    const [editor, code] = [this.#editor, this.#code];
    if (!editor || !this.#place) return;
    const detail: CodeEdited = { code, paint: (names) => editor.code === code && editor.paint(names) };
    this.#place.dispatchEvent(new CustomEvent('code-edited', { bubbles: true, detail }));
  }

  reset(): void {
    this.#leaveEditor();
    this.#code = this.original;
    this.#pre?.replaceChildren(...this.#set);
    this.#drawn = this.#stated;
    this.#tellChanged();
    this.#host.onChange(this.original);
  }

  #leaveEditor(): void {
    this.#editor?.destroy();
    this.#place?.remove();
    this.#editor = this.#place = undefined;
    if (this.#pre) this.#pre.hidden = false;
  }

  /** Where the output of a transcript's statements is shown; undefined for a script. */
  answers(): AnswerPlace | undefined {
    if (this.#host.view.kind !== 'pycon') return undefined;
    if (this.#editor) return placeInEditor(this.#editor, this.edited ? [] : this.#stated);
    const code = this.#pre?.querySelector('code');
    return code ? placeBetweenLines(code, this.#drawn) : undefined;
  }

  /** Marks where the program failed, if it is shown in the editor. */
  mark(place: Place | null): void {
    this.#editor?.mark(place && this.#inEditor(place));
  }

  /** The element that shows a line of the program (from 1), if it is not shown in the editor. */
  lineOf(line: number): ShownLine | undefined {
    const lines = this.#pre?.querySelectorAll(LINES) ?? [];
    if (this.#host.view.kind !== 'pycon') return shownLine(lines[line - 1], 0);
    const found = statementAt(this.program, line);
    if (!found) return undefined;
    const before = this.#drawn.slice(0, found.statement).reduce((sum, { source }) => sum + lineCount(source), 0);
    return shownLine(lines[before + found.line], PROMPT);
  }

  /** The position in the editor, which shows a transcript's code without prompts. */
  #inEditor(place: Place): Place {
    if (this.#host.view.kind !== 'pycon') return place;
    const found = statementAt(this.program, place.line);
    const first = found && typedStatements(this.#code)[found.statement]?.lines[0];
    if (found === undefined || first === undefined) return place;
    const line = first + found.line + 1;
    return {
      line,
      column: Math.max(0, place.column - PROMPT),
      endLine: line + place.endLine - place.line,
      endColumn: Math.max(0, place.endColumn - PROMPT),
    };
  }

  #take(code: string): void {
    this.#program = this.#host.view.kind === 'pycon' ? transcriptOf(code) : code;
    this.#code = code;
    this.#tellChanged();
  }

  /** Sent after every change, by anyone: an open stepper learns that its steps no longer match the code. */
  #tellChanged(): void {
    this.#frame.toggleAttribute('data-edited', this.edited);
    this.#frame.dispatchEvent(new Event('code-changed', { bubbles: true }));
  }

  #draw(text: string): void {
    const code = document.createElement('code');
    if (this.#host.view.kind === 'pycon') this.#drawn = drawStatements(code, text);
    else {
      text.split('\n').forEach((content, at) => {
        const line = document.createElement('span');
        line.className = 'line';
        line.textContent = content;
        code.append(...(at === 0 ? [line] : ['\n', line]));
      });
    }
    this.#pre?.replaceChildren(code);
    loadColours().then(
      ({ colourLines }) => {
        // Recolouring would remove the mark of a failure.
        if (code.querySelector('.failed') === null) colourLines([...code.querySelectorAll(LINES)]);
      },
      () => {},
    );
  }
}

/** The lines of code, without the output lines of a transcript between them. */
const LINES = '.line:not(:has(> samp), .output-note)';

const PROMPT = '>>> '.length;

const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length;

function shownLine(element: Element | undefined, hidden: number): ShownLine | undefined {
  return element && { element, hidden };
}
