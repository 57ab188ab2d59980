/** Lines under the pointer: where one is let go decides its place and its depth. Fingers drag by the grip, so that they can still scroll. */

/** `at` counts the program's lines without the dragged one; null means out of the program. */
export type OnDrop = (line: number, at: number | null, depth: number) => void;

/** Pixels before a press becomes a drag: less is a click. */
const THRESHOLD = 6;

export function dragLines(board: HTMLElement, program: HTMLElement, onDrop: OnDrop): void {
  const marker = document.createElement('div');
  marker.className = 'parsons-marker';

  board.addEventListener('pointerdown', (down) => {
    const target = down.target as Element;
    const row = target.closest<HTMLElement>('[data-line]');
    const byFinger = down.pointerType === 'touch' && !target.closest('.parsons-grip');
    if (!row || byFinger || down.button !== 0 || target.closest('.parsons-tools')) return;
    const off = new AbortController();
    let dragging = false;
    let place: { at: number | null; depth: number } = { at: null, depth: 0 };

    const follow = (move: PointerEvent): void => {
      const [x, y] = [move.clientX - down.clientX, move.clientY - down.clientY];
      if (!dragging && Math.hypot(x, y) < THRESHOLD) return;
      if (!dragging) {
        dragging = true;
        row.setPointerCapture(down.pointerId);
        row.classList.add('dragged');
      }
      move.preventDefault();
      row.style.translate = `${x}px ${y}px`;
      place = placeAt(move, row, program);
      show(marker, program, row, place);
    };
    const end = (drop: boolean): void => {
      off.abort();
      marker.remove();
      row.classList.remove('dragged');
      row.style.translate = '';
      if (!dragging) return;
      // The click that follows a drag is none.
      row.addEventListener('click', (event) => event.stopPropagation(), { capture: true, once: true });
      setTimeout(() => {
        if (drop) onDrop(Number(row.dataset.line), place.at, place.depth);
      });
    };
    const { signal } = off;
    document.addEventListener('pointermove', follow, { signal });
    document.addEventListener('pointerup', () => end(true), { signal });
    document.addEventListener('pointercancel', () => end(false), { signal });
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && end(false), { signal });
  });
}

function placeAt(
  { clientX, clientY }: PointerEvent,
  row: HTMLElement,
  program: HTMLElement,
): { at: number | null; depth: number } {
  const box = program.getBoundingClientRect();
  const inside =
    clientY > box.top - 12 && clientY < box.bottom + 12 && clientX > box.left - 40 && clientX < box.right + 40;
  if (!inside) return { at: null, depth: 0 };
  const others = [...program.children].filter((child) => child !== row && child.matches('[data-line]'));
  const middle = (child: Element) => child.getBoundingClientRect().top + child.getBoundingClientRect().height / 2;
  const step = Number.parseFloat(getComputedStyle(program).fontSize) * 2.4;
  const left = row.getBoundingClientRect().left - box.left;
  return { at: others.filter((child) => middle(child) < clientY).length, depth: Math.max(0, Math.round(left / step)) };
}

function show(
  marker: HTMLElement,
  program: HTMLElement,
  row: HTMLElement,
  { at, depth }: { at: number | null; depth: number },
): void {
  if (at === null) {
    marker.remove();
    return;
  }
  marker.dataset.depth = String(Math.min(6, depth));
  const others = [...program.children].filter((child) => child !== row && child !== marker);
  const before = others[at] ?? null;
  if (marker.nextElementSibling !== before || marker.parentElement !== program) program.insertBefore(marker, before);
}
