/** "Who shares this cell?", and what it has held: lights up the sharers, and says it in words with links to the steps. */

import { historyOf, sharersOf, sharersWords } from '../../lesson/trace/cells.ts';
import type { Trace } from '../../lesson/trace/trace.ts';
import type { View } from '../../lesson/trace/view.ts';
import { type Html, html, setHtml } from '../html.ts';
import { wordsHtml } from './markup.ts';

const HINT = html`<p class="st-hint">Point at a cell, or reach it with Tab, to see who shares it and what it has held.</p>`;

export class CellAside {
  readonly #picture: HTMLElement;
  readonly #aside: HTMLElement;
  readonly #trace: Trace;
  #cell: number | undefined;
  #drawn = '';
  #view: View | undefined;

  constructor(picture: HTMLElement, aside: HTMLElement, trace: Trace) {
    this.#picture = picture;
    this.#aside = aside;
    this.#trace = trace;
  }

  /** Looks at the cell that an element of the picture is, or points at. */
  lookFrom(element: Element | null): void {
    const found = element?.closest<HTMLElement>('[data-box^="c"], [data-to^="c"]');
    const id = found?.dataset.to ?? found?.dataset.box;
    if (id === undefined || !this.#picture.contains(found ?? null)) return;
    this.look(Number(id.slice(1)));
  }

  look(cell: number | undefined): void {
    if (cell === this.#cell) return;
    this.#cell = cell;
    if (this.#view !== undefined) this.draw(this.#view);
  }

  /** The sharers stay lit only while the reader looks; the words stay. */
  dim(): void {
    this.#picture.classList.remove('st-looking');
  }

  draw(view: View): void {
    this.#view = view;
    const isHere = this.#cell !== undefined && view.objects.has(this.#cell);
    this.#light(view, isHere);
    const words = isHere && this.#cell !== undefined ? this.#words(view, this.#cell) : HINT;
    if (String(words) !== this.#drawn) setHtml(this.#aside, words);
    this.#drawn = String(words);
    this.#aside.hidden = !view.objects.values().some(({ k }) => k === 'cell') && !this.#hasCells();
  }

  #hasCells(): boolean {
    return this.#trace.codes.some(({ cells, free }) => cells !== undefined || free !== undefined);
  }

  #light(view: View, isHere: boolean): void {
    for (const lit of this.#picture.querySelectorAll('.st-lit')) lit.classList.remove('st-lit');
    this.#picture.classList.toggle('st-looking', isHere);
    if (!isHere || this.#cell === undefined) return;
    const { functions, frames } = sharersOf(view, this.#cell);
    const boxes = [`c${this.#cell}`, ...functions.map((id) => `o${id}`), ...frames.map((id) => `f${id}`)];
    for (const box of boxes) this.#picture.querySelector(`[data-box="${box}"]`)?.classList.add('st-lit');
    this.lightPointers();
  }

  /** Whatever points at the cell; arrows that are drawn anew have to be lit again. */
  lightPointers(): void {
    if (!this.#picture.classList.contains('st-looking')) return;
    for (const part of this.#picture.querySelectorAll(`[data-to="c${this.#cell}"]`)) part.classList.add('st-lit');
  }

  #words(view: View, cell: number): Html {
    const history = historyOf(this.#trace, cell);
    const now = history.findLastIndex(({ step }) => step <= view.index);
    const steps = history.map(({ step, value }, index) => {
      const held = value === undefined ? 'empty' : wordsHtml(value);
      const current = index === now && html` aria-current="true"`;
      return html`<li><button type="button" data-past="${step}"${current} title="Go to step ${step + 1}">${held}</button></li>`;
    });
    return html`<p>${wordsHtml(sharersWords(this.#trace, view, cell))}</p><div class="st-history"><span>It has held</span><ol class="bare-list" role="list">${steps}</ol></div>`;
  }
}
