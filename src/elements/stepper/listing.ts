/** The code of the moment: which line is next, which wait for a call, what has just been computed, and the expression in progress. */
import type { Trace } from '../../lesson/trace/trace.ts';
import type { View } from '../../lesson/trace/view.ts';
import { atomText, valueText } from '../../lesson/trace/words.ts';
import { element } from '../element.ts';
import { builtHtml, type Html, setHtml } from '../html.ts';
import { listingHtml } from './markup.ts';

const MOST_VALUES = 2;
const MOST_CHARACTERS = 28;
const HIGHLIGHT = 'stepper-expression';

export class Listing {
  readonly #list: HTMLElement;
  readonly #trace: Trace;
  #lines: readonly Html[] | undefined;
  #block: number;
  #range: Range | undefined;
  /** Lines that bear a mark. */
  #touched: ReadonlySet<number>;

  constructor(list: HTMLElement, trace: Trace) {
    this.#list = list;
    this.#trace = trace;
    this.#block = Number(list.dataset.block);
    this.#touched = new Set(Array.from(list.children, (_, index) => index + 1));
    if (this.#block === trace.sources.length - 1) {
      this.#lines = [...list.querySelectorAll('code')].map(({ innerHTML }) => builtHtml(innerHTML));
    }
  }

  draw(view: View): void {
    if (view.block !== this.#block) {
      this.#block = view.block;
      const isOwn = view.block === this.#trace.sources.length - 1;
      this.#touched = new Set();
      setHtml(this.#list, listingHtml(this.#trace, view.block, isOwn ? this.#lines : undefined, view.line));
    }
    const waiting = new Set<number>();
    for (const id of view.stack.slice(0, -1)) {
      const frame = view.frames.get(id);
      if (frame !== undefined && this.#blockOf(frame.code.kind, frame.code.block) === view.block)
        waiting.add(frame.line);
    }
    const values = this.#valuesByLine(view);
    const touched = new Set([view.line, ...waiting, ...values.keys()]);
    for (const number of new Set([...this.#touched, ...touched])) {
      const line = this.#list.children[number - 1];
      if (line === undefined) continue;
      mark(line, 'aria-current', number === view.line ? 'step' : undefined);
      mark(line, 'data-waiting', waiting.has(number) && number !== view.line ? '' : undefined);
      line.querySelector('.st-computed')?.remove();
      const computed = values.get(number);
      if (computed !== undefined) {
        line.append(element('span', { class: 'st-computed', 'aria-hidden': 'true' }, computed));
      }
    }
    this.#touched = touched;
    this.#highlight(view);
  }

  release(): void {
    if (this.#range !== undefined) highlight()?.delete(this.#range);
  }

  /** Statements of a transcript are modules of their own; to the reader they are one text. */
  #blockOf(kind: string, block: number): number {
    return kind === 'module' ? this.#trace.sources.length - 1 : block;
  }

  #valuesByLine(view: View): ReadonlyMap<number, string> {
    const found = new Map<number, string[]>();
    for (const { place, value, cell } of view.computed) {
      const [block, line, , end] = this.#trace.places[place] ?? [];
      if (block !== view.block || line === undefined || end !== line || value === null) continue;
      const expression = this.#textOf(place);
      if (cell === undefined && atomText(value) === expression) continue;
      const text = `${short(expression)} → ${short(valueText(view, value, 0))}`;
      found.set(line, [...(found.get(line) ?? []).filter((other) => other !== text), text]);
    }
    if (view.event === 'return' && view.value !== undefined) {
      found.set(view.line, [`returns ${short(valueText(view, view.value, 0))}`]);
    }
    return new Map([...found].map(([line, texts]) => [line, texts.slice(-MOST_VALUES).join('   ')]));
  }

  #textOf(place: number): string {
    const [block = 0, line = 1, column = 0, , end = 0] = this.#trace.places[place] ?? [];
    return this.#trace.sources[block]?.split('\n')[line - 1]?.slice(column, end) ?? '';
  }

  /** Marks the expression without touching the text: a call that waits, or what raises. */
  #highlight(view: View): void {
    this.release();
    this.#range = undefined;
    const caller = view.frames.get(view.stack.at(-2) ?? -1);
    const place = view.event === 'raise' ? view.place : (view.place ?? caller?.place);
    const [block, line, column, endLine, endColumn] = this.#trace.places[place ?? -1] ?? [];
    if (block !== view.block || line === undefined || endLine === undefined) return;
    const start = positionIn(this.#codeOf(line), column ?? 0);
    const end = positionIn(this.#codeOf(endLine), endColumn ?? 0);
    if (start === undefined || end === undefined) return;
    const range = new Range();
    range.setStart(...start);
    range.setEnd(...end);
    this.#range = range;
    highlight()?.add(range);
  }

  #codeOf(line: number): Element | undefined {
    return this.#list.children[line - 1]?.querySelector('code') ?? undefined;
  }

  /** Scrolls the list, never the page. Apart from drawing, because it measures. */
  reveal(): void {
    const line = this.#list.querySelector<HTMLElement>('[aria-current]');
    if (line === null || this.#list.scrollHeight <= this.#list.clientHeight) return;
    const top = line.offsetTop - this.#list.offsetTop;
    const room = this.#list.clientHeight;
    if (top < this.#list.scrollTop + 24 || top > this.#list.scrollTop + room - 48)
      this.#list.scrollTop = top - room / 2;
  }
}

/** One registry entry for all steppers of a page; undefined in browsers without it, where the sentence alone says it. */
function highlight(): Highlight | undefined {
  if (typeof CSS === 'undefined' || !('highlights' in CSS)) return undefined;
  const known = CSS.highlights.get(HIGHLIGHT);
  if (known !== undefined) return known;
  const made = new Highlight();
  CSS.highlights.set(HIGHLIGHT, made);
  return made;
}

function positionIn(code: Element | undefined, column: number): [Node, number] | undefined {
  if (code === undefined) return undefined;
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let left = column;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { length } = node.nodeValue ?? '';
    if (left <= length) return [node, left];
    left -= length;
  }
  return undefined;
}

function mark(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function short(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}
