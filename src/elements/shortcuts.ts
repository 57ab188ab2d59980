/** The keys of every page: `?` shows them all, `n` and `p` go to the next and the previous lesson. */
import { isSingleKey } from './keys.ts';

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

// Also for those who do not know the key.
const links = document.querySelector('.site-footer nav');
if (links) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'footer-button';
  button.textContent = 'Keyboard shortcuts';
  button.addEventListener('click', () => void openOverview());
  links.append(button);
}
