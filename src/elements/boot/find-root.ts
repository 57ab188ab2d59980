/**
 * Hosts serve the 404 page at addresses of any depth, so it does not know where the site's root is. This script looks for
 * the site's marker file in each parent folder, nearest first, and sets `<base>`, which corrects all links and styles.
 */
export {};

const MARK = 'site-root.txt';

async function findRoot(): Promise<void> {
  for (let folder = new URL('./', location.href); ; folder = new URL('../', folder)) {
    // Some hosts answer every address with a page, so only the marker's own text counts.
    const text = await fetch(new URL(MARK, folder)).then(
      (response) => (response.ok ? response.text() : ''),
      () => '',
    );
    if (text.startsWith('Enclosing Scope: root of the site')) return useRoot(folder);
    if (folder.pathname === '/') return;
  }
}

function useRoot(folder: URL): void {
  if (folder.href === new URL('./', location.href).href) return; // The page is at the root already.
  document.documentElement.dataset.root = folder.href;
  const base = document.createElement('base');
  base.href = folder.href;
  document.head.prepend(base);
  // Request again what was requested from the wrong address. Elements are replaced, because setting an unchanged `href` requests nothing.
  for (const link of document.querySelectorAll('link[href]')) link.replaceWith(link.cloneNode());
  for (const old of document.querySelectorAll<HTMLScriptElement>('script[src]')) {
    const script = document.createElement('script');
    for (const { name, value } of old.attributes) script.setAttribute(name, value);
    old.replaceWith(script);
  }
}

addEventListener('DOMContentLoaded', () => void findRoot());
