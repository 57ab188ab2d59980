/** The address of one of the site's files. The build writes a relative root on `<html>`, which works on any host and from disk. */

export function siteUrl(file: string): URL {
  // The dev server writes no root; it always serves the site at `/`.
  return new URL(file, new URL(document.documentElement.dataset.root ?? '/', document.baseURI));
}

/** Pages opened from disk may load scripts and styles, but `fetch` fails. */
export const fromDisk = location.protocol === 'file:';

/** Loads a classic script of the site; works from disk as well. */
export function loadScript(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = siteUrl(file).href;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${script.src} could not be loaded`));
    };
    document.head.append(script);
  });
}
