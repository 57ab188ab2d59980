/** Shows a glossary definition beside its link on hover or focus. The preview can itself be hovered, and Escape closes it. */

const DELAY = 250;
const ID = 'term-preview';

let preview: HTMLElement | undefined;
let shownFor: HTMLAnchorElement | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;

function show(link: HTMLAnchorElement): void {
  clearTimeout(waiting);
  if (shownFor === link) return;
  hide();
  preview ??= make();
  preview.textContent = link.dataset.about ?? '';
  preview.hidden = false;
  place(preview, link);
  link.setAttribute('aria-describedby', ID);
  shownFor = link;
}

function hide(): void {
  clearTimeout(waiting);
  shownFor?.removeAttribute('aria-describedby');
  shownFor = undefined;
  if (preview) preview.hidden = true;
}

function make(): HTMLElement {
  const made = document.createElement('div');
  made.id = ID;
  made.className = 'term-preview';
  made.setAttribute('role', 'tooltip');
  made.addEventListener('pointerenter', () => clearTimeout(waiting));
  made.addEventListener('pointerleave', hide);
  document.body.append(made);
  return made;
}

/** Places the preview below the link, or above it when there is no room, and always inside the window. */
function place(box: HTMLElement, link: HTMLElement): void {
  const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const edge = document.documentElement.clientWidth - width - 8;
  const below = at.bottom + 8;
  const top = below + height > innerHeight ? at.top - height - 8 : below;
  box.style.setProperty('inset-inline-start', `${Math.max(8, Math.min(at.left, edge)) + scrollX}px`);
  box.style.setProperty('inset-block-start', `${Math.max(8, top) + scrollY}px`);
}

function termOf(target: EventTarget | null): HTMLAnchorElement | undefined {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a.term[data-about]') : null;
  return link ?? undefined;
}

addEventListener('pointerover', ({ target, pointerType }) => {
  const link = pointerType === 'touch' ? undefined : termOf(target);
  if (link === undefined) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(link), DELAY);
});
addEventListener('pointerout', ({ target, relatedTarget }) => {
  if (termOf(target) === undefined || termOf(relatedTarget) === termOf(target)) return;
  clearTimeout(waiting);
  // Leaves the reader time to move the pointer onto the preview.
  waiting = setTimeout(hide, DELAY);
});
addEventListener('focusin', ({ target }) => {
  const link = termOf(target);
  if (link?.matches(':focus-visible')) show(link);
});
addEventListener('focusout', ({ target }) => {
  if (termOf(target) !== undefined) hide();
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && shownFor !== undefined) hide();
});

export {};
