/** Shows how a run's output differs from the page's: a sentence for each difference, and the lines of both. */
import type { DiffLine, Finding } from '../../lesson/judge/expectation.ts';
import { visible } from '../../lesson/read/visible.ts';

const SIGNS = { same: ' ', expected: '−', actual: '+' } as const;
const VOICES = { same: '', expected: 'The page says: ', actual: 'Python says: ' } as const;

export function findingsView(findings: readonly Finding[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'snippet-findings';
  for (const { message, cause, diff } of findings) {
    const sentence = document.createElement('p');
    sentence.append(...withCode(cause ? `${message} ${cause.says}` : message));
    box.append(sentence);
    if (diff.length > 0) box.append(diffView(diff));
  }
  return box;
}

function diffView(diff: readonly DiffLine[]): HTMLElement {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = '− the page says, + Python says';
  const pre = document.createElement('pre');
  pre.className = 'snippet-diff';
  for (const line of diff) {
    const row = document.createElement('span');
    row.className = `diff-${line.kind}`;
    const sign = document.createElement('span');
    sign.className = 'diff-sign';
    sign.setAttribute('aria-hidden', 'true');
    sign.textContent = `${SIGNS[line.kind]} `;
    const voice = document.createElement('span');
    voice.className = 'visually-hidden';
    voice.textContent = VOICES[line.kind];
    row.append(sign, voice, ...marked(line), '\n');
    pre.append(row);
  }
  figure.append(caption, pre);
  return figure;
}

function marked({ kind, text, marks = [] }: DiffLine): readonly (string | Node)[] {
  if (kind === 'same') return [text];
  const shown = visible(text);
  const pieces: (string | Node)[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    const mark = document.createElement('mark');
    mark.textContent = shown.slice(from, to);
    pieces.push(shown.slice(at, from), mark);
    at = to;
  }
  return [...pieces, shown.slice(at)];
}

/** Turns text between backticks into `<code>` elements. */
export function withCode(text: string): readonly (string | Node)[] {
  return text.split('`').map((piece, at) => {
    if (at % 2 === 0) return piece;
    const code = document.createElement('code');
    code.textContent = piece;
    return code;
  });
}
