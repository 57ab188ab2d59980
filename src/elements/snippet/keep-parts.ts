/** Hands Python's chunks to the service worker if they were loaded before it was active, so that what has run once also runs offline. */
import { parts } from 'virtual:python-parts';
import { siteUrl } from '../site-root.ts';

/** Resolves when a service worker controls this page; never if there is none. */
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
    // The service worker stores what it serves; the bytes come from the HTTP cache.
    if (!(await caches.match(url))) await (await fetch(url)).arrayBuffer();
  }
}
