/** Fills the cache of a version: unchanged files are copied from the previous version, the others are fetched and verified. */
import { FetchFault, fetchProven } from '../runtime/proven.ts';
import { cachePrefix, hashOf, type Precache, type PrecacheFile, siteCache, type WorkerNews } from './precache.ts';

export interface World {
  readonly caches: CacheStorage;
  /** The address of the site's root; ends with a slash. */
  readonly scope: string;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Settles when the message has been sent to all pages. */
  tell(news: WorkerNews): Promise<void>;
  /** Keeps the worker awake until the promise settles. */
  keepAlive?(promise: Promise<unknown>): void;
  /** Called when a file is missing or damaged, since others may be too. */
  incomplete?(): void;
}

const AT_ONCE = 4;
/** The verified hash of a stored response. */
export const HASH_HEADER = 'x-content-hash';

/** Files already stored are kept, so an interrupted install continues where it stopped. */
export async function install(precache: Precache, world: World): Promise<void> {
  const { caches, scope, tell } = world;
  const name = siteCache(scope, precache.version);
  const whole = async (): Promise<boolean> => (await (await caches.open(name)).keys()).length >= precache.site.length;
  try {
    let fetched = await fill(precache, world);
    if (!(await whole())) {
      // In private sessions, WebKit stores nothing more in a cache whose worker was terminated; a new cache of the same name works.
      await caches.delete(name);
      fetched += await fill(precache, world);
      if (!(await whole())) throw new Error('this browser did not keep what it was given');
    }
    await tell({ type: 'installed', total: sizeOf(precache), fetched });
  } catch (error) {
    // Sent last, since a later progress message would hide it, and awaited, since a failed worker may be terminated at once.
    await tell({ type: 'install-failed', why: explained(error) });
    throw error;
  }
}

function sizeOf({ site }: Precache): number {
  return site.reduce((sum, [, , bytes]) => sum + bytes, 0);
}

/** Returns the number of bytes fetched. */
async function fill(precache: Precache, world: World): Promise<number> {
  const { version, site } = precache;
  const { caches, scope, tell } = world;
  const cache = await caches.open(siteCache(scope, version));
  const older = await olderCaches(version, world);
  const total = sizeOf(precache);
  let bytes = 0;
  let fetched = 0;
  const queue = [...site];
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const [name, hash, size] = file;
      const url = new URL(name, scope).href;
      const kept = await cache.match(url);
      // WebKit leaves entries without content when the worker is terminated while storing them.
      if (kept === undefined || (await hashOf(await kept.arrayBuffer())) !== hash) {
        const copy = await copyFrom(older, url, hash);
        if (copy === undefined) fetched += size;
        await cache.put(url, copy ?? (await fetchListed(file, world)));
      }
      bytes += size;
      void tell({ type: 'installing', bytes, total, fetched });
    }
  };
  const workers = Array.from({ length: AT_ONCE }, () =>
    work().catch((error: unknown) => {
      // The others finish their current file and start no new one.
      queue.length = 0;
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(workers)).find((worker) => worker.status === 'rejected');
  if (failed) throw failed.reason;
  return fetched;
}

async function olderCaches(version: string, { caches, scope }: World): Promise<readonly Cache[]> {
  const names = (await caches.keys()).filter(
    (name) => name.startsWith(`${cachePrefix(scope)}site `) && name !== siteCache(scope, version),
  );
  return Promise.all(names.map((name) => caches.open(name)));
}

async function copyFrom(older: readonly Cache[], url: string, hash: string): Promise<Response | undefined> {
  for (const cache of older) {
    const response = await cache.match(url);
    if (response?.headers.get(HASH_HEADER) !== hash) continue;
    const bytes = await response.arrayBuffer();
    if ((await hashOf(bytes)) === hash) return keepable(bytes, response, hash);
  }
  return undefined;
}

/** The listed file, verified and ready to be stored. */
export async function fetchListed([name, hash]: PrecacheFile, { fetch, scope }: World): Promise<Response> {
  const file = { url: new URL(name, scope).href, name, hash };
  const { bytes, response } = await fetchProven(file, { fetch, caches: ['no-cache', 'reload'] });
  return keepable(bytes, response, hash);
}

/** A copy without redirects, which browsers refuse for pages, and without headers for the original encoding. */
export function keepable(body: BodyInit, { headers }: Response, hash: string): Response {
  const type = headers.get('content-type') ?? 'application/octet-stream';
  return new Response(body, { headers: { 'content-type': type, [HASH_HEADER]: hash } });
}

function explained(error: unknown): string {
  if (error instanceof Error && error.name === 'QuotaExceededError') return 'this device is out of storage space';
  if (error instanceof TypeError) return 'the server cannot be reached';
  // The text continues a sentence.
  if (error instanceof FetchFault) return error.message.replace(/^The/, 'the').replace(/\.$/, '');
  return error instanceof Error ? error.message : String(error);
}
