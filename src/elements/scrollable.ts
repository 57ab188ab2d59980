/** Boxes whose content is wider than they are can be focused, so that the arrow keys scroll them; the others are no stop on the way. */
export {};

function measure(box: HTMLElement): void {
  if (box.scrollWidth > box.clientWidth) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.classList.contains('table-scroll') ? 'Wide table' : 'Wide code');
  } else {
    box.removeAttribute('tabindex');
    box.removeAttribute('role');
    box.removeAttribute('aria-label');
  }
}

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target instanceof HTMLElement) measure(target);
});

for (const box of document.querySelectorAll<HTMLElement>('main pre, main .table-scroll')) {
  observer.observe(box);
  // What is far from the screen is not drawn, so it has no size to observe; it is measured when there is nothing else to do.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => measure(box), { timeout: 2000 });
}
