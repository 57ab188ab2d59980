/** The search dialog, made on its first opening. */

import { element } from '../element.ts';
import { createSearchBox, type SearchBox } from './box.ts';

let made: { readonly dialog: HTMLDialogElement; readonly box: SearchBox } | undefined;

export function openSearchDialog(): void {
  made ??= make();
  if (!made.dialog.open) made.dialog.showModal();
  made.box.focus();
}

function make(): { dialog: HTMLDialogElement; box: SearchBox } {
  const box = createSearchBox({ idPrefix: 'search', onOpen: () => dialog.close() });
  const close = element('button', { type: 'button', class: 'search-close' }, 'Close');
  close.addEventListener('click', () => dialog.close());
  const dialog = element('dialog', { class: 'search-dialog', 'aria-label': 'Search' }, box.root, close);
  // A click beside the dialog falls on the dialog itself, whose content covers all of it.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  return { dialog, box };
}
