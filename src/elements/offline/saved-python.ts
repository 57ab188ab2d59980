/** Saves Python on this device: each chunk is verified and stored where the service worker looks for it, one by one, so that an interruption loses little. */
import { parts } from 'virtual:python-parts';
import { removeSnapshot, snapshotSize } from '../../runtime/browser/snapshot-store.ts';
import { hashIn, type Part } from '../../runtime/parts.ts';
import { FetchFault, fetchProven, hashOf, type Proven } from '../../runtime/proven.ts';
import { keepable } from '../../service-worker/install.ts';
import { pythonCache } from '../../service-worker/precache.ts';
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
      const { bytes: body, response } = await download(part, signal, (bytes) => onBytes(before + bytes));
      await put(cache, url, keepable(body, response, await hashOf(body)), pythonBytes - before);
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

async function download(part: Part, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<Proven> {
  const file = { url: addressOf(part), name: `${part.file}.bin`, hash: hashIn(part) };
  // `no-store`: the HTTP cache need not hold a second copy, and the service worker does not intercept the request.
  const caches = ['no-store', 'no-store'] as const;
  try {
    return await fetchProven(file, { caches, signal, onBytes });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new SaveError(reasonOf(error, file.name));
  }
}

function reasonOf(error: unknown, name: string): string {
  if (!navigator.onLine) return 'This device is offline. Try again when it is connected.';
  if (!(error instanceof FetchFault))
    return 'The server cannot be reached. Try again; saving continues where it stopped.';
  if (error.kind === 'damaged') return `${name} arrived damaged. Try again; what has been saved so far is kept.`;
  if (error.kind === 'refused') return `${error.message} Reload the page and try again.`;
  return 'The connection was lost. Try again; saving continues where it stopped.';
}

async function put(cache: Cache, url: string, response: Response, missing: number): Promise<void> {
  try {
    await cache.put(url, response);
  } catch (error) {
    if (error instanceof Error && error.name === 'QuotaExceededError') {
      throw new SaveError(
        `This device is out of storage space: ${megabytes(missing)} more is needed. Free some space and try again.`,
      );
    }
    throw error;
  }
}

/** Decimal megabytes with one decimal place: `7.9 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
