/** Hands Python's chunks to the service worker if they were loaded before it was active, so that what has run once also runs offline. */
import { parts } from 'virtual:python-parts';
import { hashIn } from '../../runtime/parts.ts';
import { fetchProven } from '../../runtime/proven.ts';
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
  for (const part of [parts.worker, parts.wasm, parts.library[0]]) {
    const name = `${part.file}.bin`;
    const url = siteUrl(`${parts.folder}${name}`).href;
    // The service worker keeps what passes through it; the browser still has the bytes.
    if (!(await caches.match(url))) await fetchProven({ url, name, hash: hashIn(part) });
  }
}
