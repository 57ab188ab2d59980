/** Keeps the two columns of boxes as the moment wants them, and touches nothing that has not changed. */
import { type Html, html, setHtml } from '../html.ts';
import { boxHtml } from './markup.ts';
import type { Box } from './picture.ts';
import { inSlots } from './skeleton.ts';
import type { Slots } from './slots.ts';

export class Column {
  readonly #element: HTMLElement;
  readonly #slots: Slots;
  readonly #drawn: string[] = [];
  readonly #places: HTMLElement[] = [];

  constructor(element: HTMLElement, slots: Slots) {
    this.#element = element;
    this.#slots = slots;
    for (const slot of element.querySelectorAll('.st-slot')) slot.remove();
  }

  draw(boxes: readonly Box[]): void {
    const wanted = inSlots(boxes, this.#slots);
    const lowest = wanted.findLastIndex((box) => box !== undefined);
    for (const [place, box] of wanted.entries()) {
      const slot = this.#slotAt(place);
      // Empty places keep their height, except below the last box: the picture reserves that room as a whole.
      slot.hidden = place > lowest && place >= this.#slots.rows.length;
      const content = box === undefined ? html`` : boxHtml(box);
      if (this.#drawn[place] === String(content)) continue;
      this.#drawn[place] = String(content);
      replaceInside(slot, content);
    }
    for (let place = wanted.length; place < this.#drawn.length; place++) {
      this.#drawn[place] = '';
      const slot = this.#slotAt(place);
      slot.replaceChildren();
      slot.hidden = true;
    }
  }

  #slotAt(place: number): HTMLElement {
    const known = this.#places[place];
    if (known !== undefined) return known;
    const slot = document.createElement('div');
    slot.className = 'st-slot';
    slot.style.setProperty('--rows', String(this.#slots.rows[place] ?? 0));
    this.#element.append(slot);
    this.#places[place] = slot;
    return slot;
  }
}

/** A cell that has the keyboard's focus keeps it when its box is drawn anew. */
function replaceInside(slot: HTMLElement, content: Html): void {
  const focused = slot.contains(document.activeElement)
    ? (document.activeElement as HTMLElement).dataset.box
    : undefined;
  setHtml(slot, content);
  if (focused !== undefined)
    slot.querySelector<HTMLElement>(`[data-box="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
