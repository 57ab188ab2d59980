/** Marks where a program failed: the line by a class, the columns by a CSS highlight, which changes no element. */
import type { Place } from '../../runtime/protocol.ts';
import type { ShownLine } from './transcript-place.ts';

const NAME = 'py-error';
const ranges = new WeakMap<Element, Range[]>();

function highlight(): Highlight | undefined {
  if (!('highlights' in CSS)) return undefined;
  let found = CSS.highlights.get(NAME);
  if (!found) {
    found = new Highlight();
    CSS.highlights.set(NAME, found);
  }
  return found;
}

/** `lineOf` returns the element that shows a line of the program (from 1), and how many leading columns it leaves out. */
export function markError(owner: Element, place: Place, lineOf: (line: number) => ShownLine | undefined): void {
  clearError(owner);
  const made: Range[] = [];
  for (let line = place.line; line <= place.endLine; line += 1) {
    const found = lineOf(line);
    if (!found) continue;
    const { element, hidden } = found;
    element.classList.add('failed');
    const length = element.textContent?.length ?? 0;
    const text = element.textContent ?? '';
    const from = line === place.line ? place.column - hidden : text.length - text.trimStart().length;
    const to = line === place.endLine ? place.endColumn - hidden : length;
    const range = rangeIn(element, Math.max(0, from), Math.min(length, to));
    if (range) made.push(range);
  }
  for (const range of made) highlight()?.add(range);
  ranges.set(owner, made);
}

export function clearError(owner: Element): void {
  for (const line of owner.querySelectorAll('.line.failed')) line.classList.remove('failed');
  for (const range of ranges.get(owner) ?? []) highlight()?.delete(range);
  ranges.delete(owner);
}

/** The range of characters `from` to `to` of an element's text, across nested elements. */
function rangeIn(element: Element, from: number, to: number): Range | undefined {
  if (to <= from) return undefined;
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let before = 0;
  let begun = false;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (!begun && from < before + length) {
      range.setStart(node, from - before);
      begun = true;
    }
    if (begun && to <= before + length) {
      range.setEnd(node, to - before);
      return range;
    }
    before += length;
  }
  return undefined;
}
