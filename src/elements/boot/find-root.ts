/**
 * Hosts show the 404 page at addresses of any depth, so it cannot know where the site's root is. It looks for the
 * site's mark in each folder above, nearest first, and then sets its base, which mends its links and styles.
 */
export {};

const MARK = 'site-root.txt';

async function findRoot(): Promise<void> {
  for (let folder = new URL('./', location.href); ; folder = new URL('../', folder)) {
    // Some hosts answer every address with a page: only the mark's own text counts.
    const text = await fetch(new URL(MARK, folder)).then(
      (response) => (response.ok ? response.text() : ''),
      () => '',
    );
    if (text.startsWith('Enclosing Scope: root of the site')) return useRoot(folder);
    if (folder.pathname === '/') return;
  }
}

function useRoot(folder: URL): void {
  if (folder.href === new URL('./', location.href).href) return; // Everything is in place already.
  document.documentElement.dataset.root = folder.href;
  const base = document.createElement('base');
  base.href = folder.href;
  document.head.prepend(base);
  // What was already asked for at the wrong address is asked for again.
  // A link whose `href` is set to what it was already is not.
  for (const link of document.querySelectorAll('link[href]')) link.replaceWith(link.cloneNode());
  for (const old of document.querySelectorAll<HTMLScriptElement>('script[src]')) {
    const script = document.createElement('script');
    for (const { name, value } of old.attributes) script.setAttribute(name, value);
    old.replaceWith(script);
  }
}

addEventListener('DOMContentLoaded', () => void findRoot());
