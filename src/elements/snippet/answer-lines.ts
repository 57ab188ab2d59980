/** The output of one statement of a transcript, as lines of the code. */
import type { Chunk } from '../../runtime/protocol.ts';
import { terminalText } from './terminal-text.ts';

/** `field` is shown where the program waits for input. */
export function answerLines(printed: readonly Chunk[], field?: HTMLElement): readonly Element[] {
  const lines: Element[] = [];
  let open = false;
  for (const { stream, text } of printed) {
    const pieces = terminalText(text).replace(/\n$/, '').split('\n');
    pieces.forEach((piece, at) => {
      const samp = document.createElement('samp');
      if (stream === 'stderr') samp.className = 'output-error';
      samp.textContent = piece;
      if (open && at === 0) lines.at(-1)?.append(samp);
      else lines.push(lineOf(samp));
    });
    open = !text.endsWith('\n');
  }
  if (field && open) lines.at(-1)?.append(field);
  else if (field) lines.push(lineOf(field));
  return lines;
}

function lineOf(content: Element): Element {
  const span = document.createElement('span');
  span.className = 'line';
  span.append(content);
  return span;
}

/** A note that some output is not shown. */
export function noteLine(hidden: number): Element {
  const note = document.createElement('span');
  note.className = 'line output-note';
  note.textContent = `… and ${hidden.toLocaleString('en')} more characters, which are not shown.`;
  return note;
}
