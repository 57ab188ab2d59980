/** Puts what each statement of a transcript prints below that statement, in place of what the page says there. */
import type { Statement } from '../../lesson/snippet.ts';
import type { Chunk } from '../../runtime/protocol.ts';
import { terminalText } from './terminal-text.ts';

const MOST_CHARACTERS = 20_000;

interface Group {
  readonly source: readonly Element[];
  /** The page's own lines, until the statement has run. */
  stated: readonly Element[];
  printed: { readonly stream: Chunk['stream']; text: string }[];
}

/** A document's lines stand in `code` as elements with line ends between them. */
export class LiveTranscript {
  readonly #code: Element;
  readonly #groups: Group[];
  readonly #original: readonly Node[];
  #hidden = 0;
  #characters = 0;
  #frame = 0;
  #field: HTMLElement | undefined;
  #current = 0;

  constructor(code: Element, statements: readonly Statement[]) {
    this.#code = code;
    this.#original = [...code.childNodes];
    const lines = [...code.children];
    this.#groups = statements.map(({ source, expected }) => ({
      source: lines.splice(0, source.replace(/\n$/, '').split('\n').length),
      stated: expected === '' ? [] : lines.splice(0, expected.replace(/\n$/, '').split('\n').length),
      printed: [],
    }));
    for (const { stated } of this.#groups) for (const line of stated) line.classList.add('waiting');
  }

  /** The elements of a statement's source lines. */
  sourceOf(statement: number): readonly Element[] {
    return this.#groups[statement]?.source ?? [];
  }

  write({ stream, text, statement = 0 }: Chunk): void {
    const group = this.#groups[statement];
    if (!group) return;
    this.#current = statement;
    const shown = text.slice(0, MOST_CHARACTERS - this.#characters);
    this.#characters += shown.length;
    this.#hidden += text.length - shown.length;
    const last = group.printed.at(-1);
    if (last?.stream === stream) last.text += shown;
    else group.printed.push({ stream, text: shown });
    // Statements before this one have said all they will.
    for (const earlier of this.#groups.slice(0, statement + 1)) earlier.stated = [];
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  ask(field: HTMLElement): void {
    this.#field = field;
    this.#draw();
  }

  answered(): void {
    this.#field = undefined;
    this.#draw();
  }

  /** `complete`: every statement has run, so that those without output have none. */
  end(dropped: number, complete: boolean): void {
    this.#hidden += dropped;
    if (complete) for (const group of this.#groups) group.stated = [];
    for (const { stated } of this.#groups) for (const line of stated) line.classList.remove('waiting');
    this.#draw();
  }

  /** Shows the page's own lines again. */
  restore(): void {
    cancelAnimationFrame(this.#frame);
    for (const line of this.#code.querySelectorAll('.waiting')) line.classList.remove('waiting');
    this.#code.replaceChildren(...this.#original);
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const lines = this.#groups.flatMap(({ source, stated, printed }, at) => {
      const field = at === this.#current ? this.#field : undefined;
      return [...source, ...printedLines(printed, field), ...stated];
    });
    if (this.#hidden > 0) {
      lines.push(
        line(`… and ${this.#hidden.toLocaleString('en')} more characters, which are not shown.`, 'output-note'),
      );
    }
    this.#code.replaceChildren(...lines.flatMap((each, at) => (at === 0 ? [each] : ['\n', each])));
    this.#field?.querySelector('input')?.focus();
  }
}

function printedLines(printed: Group['printed'], field: HTMLElement | undefined): readonly Element[] {
  if (printed.length === 0) return field ? [wrapped(field)] : [];
  const lines: Element[] = [];
  let open = false;
  for (const { stream, text } of printed) {
    const pieces = terminalText(text).replace(/\n$/, '').split('\n');
    pieces.forEach((piece, at) => {
      const samp = document.createElement('samp');
      if (stream === 'stderr') samp.className = 'output-error';
      samp.textContent = piece;
      if (open && at === 0) lines.at(-1)?.append(samp);
      else lines.push(wrapped(samp));
    });
    open = !text.endsWith('\n');
  }
  if (field) (open ? lines.at(-1) : undefined)?.append(field);
  if (field && !open) lines.push(wrapped(field));
  return lines;
}

function wrapped(content: Element): Element {
  const span = document.createElement('span');
  span.className = 'line';
  span.append(content);
  return span;
}

function line(text: string, className: string): Element {
  const note = document.createElement('span');
  note.className = `line ${className}`;
  note.textContent = text;
  return note;
}
