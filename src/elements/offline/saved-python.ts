/** Saves Python on this device: each chunk is verified and stored where the service worker looks for it, one by one, so that an interruption loses little. */
import { parts } from 'virtual:python-parts';
import { removeSnapshot, snapshotSize } from '../../runtime/browser/snapshot-store.ts';
import type { Part } from '../../runtime/parts.ts';
import { keepable } from '../../service-worker/install.ts';
import { hashOf, pythonCache } from '../../service-worker/precache.ts';
import { siteUrl } from '../site-root.ts';

/** Its message is a sentence for the reader. */
export class SaveError extends Error {}

const all: readonly Part[] = [parts.worker, parts.wasm, ...parts.library];
export const pythonBytes: number = all.reduce((sum, { bytes }) => sum + bytes, 0);

const addressOf = ({ file }: Part): string => siteUrl(`${parts.folder}${file}.bin`).href;
const openCache = (): Promise<Cache> => caches.open(pythonCache(siteUrl('./').href));

/** Bytes of the chunks already saved. */
export async function keptBytes(): Promise<number> {
  const cache = await openCache();
  const kept = await Promise.all(all.map(async (part) => ((await cache.match(addressOf(part))) ? part.bytes : 0)));
  return kept.reduce((sum, bytes) => sum + bytes, 0);
}

/** Saves the missing chunks; `onBytes` receives the total saved so far. Complete chunks are kept after a failure. */
export async function savePython(onBytes: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  const cache = await openCache();
  let before = 0;
  for (const part of all) {
    const url = addressOf(part);
    if (!(await cache.match(url))) {
      const response = await download(url, signal);
      const body = await received(response, (bytes) => onBytes(before + bytes));
      // A chunk's file name ends with the start of its hash.
      const hash = await hashOf(body);
      if (!hash.startsWith(part.file.split('.').at(-1) ?? '')) {
        throw new SaveError(`${part.file}.bin arrived damaged. Try again; what came whole is kept.`);
      }
      await put(cache, url, keepable(body, response, hash), pythonBytes - before);
    }
    before += part.bytes;
    onBytes(before);
  }
}

/** Bytes of the snapshot that later visits start from; see src/runtime/browser/snapshot-store.ts. */
export function snapshotBytes(): Promise<number> {
  return snapshotSize(siteUrl('./').href);
}

/** Removes everything of Python from this device. */
export async function removePython(): Promise<void> {
  await caches.delete(pythonCache(siteUrl('./').href));
  await removeSnapshot(siteUrl('./').href);
}

async function download(url: string, signal: AbortSignal): Promise<Response> {
  // `no-store`: the HTTP cache need not hold a second copy, and the service worker does not intercept the request.
  const response = await fetch(url, { cache: 'no-store', signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new SaveError(
      navigator.onLine ? 'The server cannot be reached.' : 'This device is offline. Try again when it is connected.',
    );
  });
  if (!response.ok) throw new SaveError(`The server answered ${response.status}. Reload the page and try again.`);
  return response;
}

async function received(response: Response, onBytes: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read().catch(() => {
      throw new SaveError('The connection broke. Try again; it goes on where it stopped.');
    });
    if (next?.value === undefined) break;
    pieces.push(next.value);
    length += next.value.length;
    onBytes(length);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

async function put(cache: Cache, url: string, response: Response, missing: number): Promise<void> {
  try {
    await cache.put(url, response);
  } catch (error) {
    if (error instanceof Error && error.name === 'QuotaExceededError') {
      throw new SaveError(`This device has no room: ${megabytes(missing)} more are needed. Free some and try again.`);
    }
    throw error;
  }
}

/** Decimal megabytes with one decimal place: `7.9 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
