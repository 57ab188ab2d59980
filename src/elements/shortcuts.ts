/** The keys of every page: `?` shows them all, `n` and `p` go to the next and the previous lesson. */
import { isSingleKey } from './keys.ts';
import { button } from './snippet/button.ts';

addEventListener('keydown', (event) => {
  if (document.querySelector('dialog[open]')) return;
  if (isSingleKey(event, '?')) {
    event.preventDefault();
    void openOverview();
  } else if (isSingleKey(event, 'n')) {
    follow('next');
  } else if (isSingleKey(event, 'p')) {
    follow('prev');
  }
});

function follow(relation: 'next' | 'prev'): void {
  document.querySelector<HTMLAnchorElement>(`a[rel='${relation}']`)?.click();
}

async function openOverview(): Promise<void> {
  const { openShortcuts } = await import('./shortcuts-dialog.ts');
  openShortcuts();
}

// A button as well, for readers who do not know the key.
document
  .querySelector('.site-footer nav')
  ?.append(button('Keyboard shortcuts', { className: 'footer-button', action: () => void openOverview() }));
