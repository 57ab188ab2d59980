/** Keeps a column of boxes in order, and touches nothing that has not changed. */
import { type Html, setHtml } from '../html.ts';
import { boxHtml } from './markup.ts';
import type { Box } from './picture.ts';

interface Slot {
  readonly element: HTMLElement;
  drawn: string;
}

export class Column {
  readonly #element: HTMLElement;
  readonly #slots = new Map<string, Slot>();

  constructor(element: HTMLElement) {
    this.#element = element;
    for (const slot of element.querySelectorAll('.st-slot')) slot.remove();
  }

  draw(boxes: readonly Box[]): void {
    const shown = new Set(boxes.map(({ id }) => id));
    for (const [id, { element }] of this.#slots) {
      if (shown.has(id)) continue;
      element.remove();
      this.#slots.delete(id);
    }
    let before: Element | null = this.#element.firstElementChild;
    for (const box of boxes) {
      const slot = this.#slotOf(box.id);
      const html = boxHtml(box);
      if (slot.drawn !== String(html)) {
        replaceInside(slot.element, html);
        slot.drawn = String(html);
      }
      // Moving an element takes the focus from it: only what stands elsewhere is moved.
      if (before?.nextElementSibling !== slot.element) before?.after(slot.element);
      before = slot.element;
    }
  }

  #slotOf(id: string): Slot {
    const known = this.#slots.get(id);
    if (known !== undefined) return known;
    const element = document.createElement('div');
    element.className = 'st-slot';
    const slot = { element, drawn: '' };
    this.#slots.set(id, slot);
    return slot;
  }
}

/** A cell that has the keyboard's focus keeps it when its box is drawn anew. */
function replaceInside(slot: HTMLElement, html: Html): void {
  const focused = slot.contains(document.activeElement)
    ? (document.activeElement as HTMLElement).dataset.box
    : undefined;
  setHtml(slot, html);
  if (focused !== undefined)
    slot.querySelector<HTMLElement>(`[data-box="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
