/** Where the site's files are, seen from any page of it. The build writes a relative root on `<html>`, right on any host and from disk. */

export function siteUrl(file: string): URL {
  // The dev server has no such mark; there the site always stands at the top.
  return new URL(file, new URL(document.documentElement.dataset.root ?? '/', document.baseURI));
}

/** Pages opened from disk may load scripts and styles, and fetch nothing. */
export const fromDisk = location.protocol === 'file:';

/** Loads a classic script of the site once it is needed; works from disk as well. */
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
