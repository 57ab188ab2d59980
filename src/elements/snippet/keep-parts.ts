/** Hands Python's parts to the service worker when they came before it was there: what has run once shall run without a network. */
import { parts } from 'virtual:python-parts';
import { siteUrl } from '../site-root.ts';

/** Resolves when a service worker answers this page's requests; never where there is none. */
async function controlled(): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) return;
  await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
}

export async function keepParts(): Promise<void> {
  if (!('serviceWorker' in navigator && 'caches' in self)) return;
  await controlled();
  for (const { file } of [parts.worker, parts.wasm, parts.library[0]]) {
    const url = siteUrl(`${parts.folder}${file}.bin`).href;
    // The service worker keeps what passes through it; the browser still has the bytes.
    if (!(await caches.match(url))) await (await fetch(url)).arrayBuffer();
  }
}
