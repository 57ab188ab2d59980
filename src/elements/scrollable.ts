/** Makes boxes focusable while their content overflows, so that the arrow keys scroll them; the others are not Tab stops. */
export {};

function measure(box: HTMLElement): void {
  if (box.scrollWidth > box.clientWidth) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.classList.contains('table-scroll') ? 'Scrollable table' : 'Scrollable code');
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
  // A box far from the screen is not laid out, so its size cannot be observed; it is measured when the browser is idle.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => measure(box), { timeout: 2000 });
}
