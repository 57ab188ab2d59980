/** Boxes whose content is wider than they are can be focused, so that the arrow keys scroll them; the others are no stop on the way. */

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!(target instanceof HTMLElement)) continue;
    if (target.scrollWidth > target.clientWidth) {
      target.tabIndex = 0;
      target.setAttribute('role', 'group');
      target.setAttribute('aria-label', target.classList.contains('table-scroll') ? 'Wide table' : 'Wide code');
    } else {
      target.removeAttribute('tabindex');
      target.removeAttribute('role');
      target.removeAttribute('aria-label');
    }
  }
});

for (const box of document.querySelectorAll('main pre, main .table-scroll')) observer.observe(box);

export {};
