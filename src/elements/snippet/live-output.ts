/** Shows output as it arrives: always as text, with at most one DOM update per frame, and up to a limit that keeps the page usable. */
import type { Chunk } from '../../runtime/protocol.ts';
import { terminalText } from './terminal-text.ts';

/** More than any lesson prints, and still quick to scroll through. */
const MOST_CHARACTERS = 60_000;
const MOST_LINES = 1500;

interface Piece {
  readonly stream: Chunk['stream'];
  text: string;
  readonly node: HTMLElement;
}

export class LiveOutput {
  readonly #box: HTMLElement;
  #pieces: Piece[] = [];
  #characters = 0;
  #lines = 0;
  #hidden = 0;
  #frame = 0;
  #field: HTMLElement | undefined;

  /** `box` holds the `<pre>`s. */
  constructor(box: HTMLElement) {
    this.#box = box;
  }

  get empty(): boolean {
    return this.#pieces.length === 0;
  }

  write({ stream, text }: Chunk): void {
    const shown = this.#room(text);
    if (shown !== '') {
      const last = this.#pieces.at(-1);
      if (last?.stream === stream) last.text += shown;
      else this.#pieces.push({ stream, text: shown, node: this.#place(stream, last) });
    }
    this.#schedule();
  }

  /** Shows the field for `input()` right after the output so far. */
  ask(field: HTMLElement): void {
    this.#draw();
    this.#field = field;
    (this.#pieces.at(-1)?.node ?? this.#place('stdout', undefined)).after(field);
  }

  answered(): void {
    this.#field?.remove();
    this.#field = undefined;
  }

  /** Draws the remaining output. `dropped` characters never reached the page. */
  end(dropped: number): void {
    this.#draw();
    const hidden = this.#hidden + dropped;
    if (hidden === 0) return;
    const note = document.createElement('p');
    note.className = 'output-note';
    note.textContent = `… and ${hidden.toLocaleString('en')} more characters, which are not shown.`;
    this.#box.append(note);
  }

  clear(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.answered();
    this.#pieces = [];
    this.#characters = this.#lines = this.#hidden = 0;
    for (const old of this.#box.querySelectorAll('pre, .output-note')) old.remove();
  }

  #room(text: string): string {
    let shown = text;
    if (this.#characters + shown.length > MOST_CHARACTERS) shown = shown.slice(0, MOST_CHARACTERS - this.#characters);
    let lines = 0;
    for (let at = shown.indexOf('\n'); at >= 0; at = shown.indexOf('\n', at + 1)) {
      lines += 1;
      if (this.#lines + lines >= MOST_LINES) {
        shown = shown.slice(0, at + 1);
        break;
      }
    }
    if (this.#lines >= MOST_LINES) shown = '';
    this.#lines += lines;
    this.#characters += shown.length;
    this.#hidden += text.length - shown.length;
    return shown;
  }

  /** Errors that start a line get a box of their own, as on the page; in the middle of a line they stay in it. */
  #place(stream: Chunk['stream'], last: Piece | undefined): HTMLElement {
    const samp = document.createElement('samp');
    if (stream === 'stderr') samp.className = 'output-error';
    if (last && !last.text.endsWith('\n')) {
      last.node.after(samp);
      return samp;
    }
    const pre = document.createElement('pre');
    pre.className = stream === 'stderr' ? 'output-text output-error' : 'output-text';
    pre.append(samp);
    this.#box.append(pre);
    return samp;
  }

  #schedule(): void {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const last = this.#pieces.length - 1;
    this.#pieces.forEach(({ text, node }, at) => {
      // The last newline in a box is not drawn; one before another piece in the same box is needed.
      const ends = at === last || this.#pieces[at + 1]?.node.parentElement !== node.parentElement;
      const shown = terminalText(ends ? text.replace(/\n$/, '') : text);
      if (node.textContent !== shown) node.textContent = shown;
    });
    const scroller = this.#pieces[last]?.node.closest('pre');
    if (scroller && scroller.scrollHeight > scroller.clientHeight) scroller.scrollTop = scroller.scrollHeight;
  }
}
