/** Answers requests from the cache, and replaces missing or damaged files when the network allows. */
import { fetchListed, HASH_HEADER, keepable, type World } from './install.ts';
import { cachePrefix, hashOf, type Precache, type PrecacheFile, pythonCache, siteCache } from './precache.ts';

export interface Kept {
  readonly file: PrecacheFile;
  readonly kind: 'site' | 'python';
}

/** Finds the listed file for an address; query and fragment are ignored. */
export function fileFinder({ site, python }: Precache, scope: string): (url: string) => Kept | undefined {
  const known = new Map<string, Kept>();
  for (const file of site) known.set(new URL(file[0], scope).href, { file, kind: 'site' });
  for (const file of python) known.set(new URL(file[0], scope).href, { file, kind: 'python' });
  return (address) => {
    const url = new URL(address);
    url.search = '';
    url.hash = '';
    const bare = url.href.replace(/\/$/, '');
    return known.get(url.href) ?? known.get(`${bare}.html`) ?? known.get(`${bare}/index.html`);
  };
}

export async function respond(
  { file, kind }: Kept,
  request: Request,
  version: string,
  world: World,
): Promise<Response> {
  const { caches, scope } = world;
  const [name, hash] = file;
  const url = new URL(name, scope).href;
  // The page's relative links would break at `lessons/nonlocal/`, which is one folder deeper.
  const asked = new URL(request.url);
  if (asked.pathname.endsWith('/') && !/(^|\/)index\.html$/.test(name)) return Response.redirect(url + asked.search);
  const cache = await caches.open(kind === 'site' ? siteCache(scope, version) : pythonCache(scope));
  const kept = await cache.match(url);
  if (kept) {
    const bytes = await kept.arrayBuffer();
    if ((await hashOf(bytes)) === hash) return keepable(bytes, kept, hash);
    await cache.delete(url);
  }
  if (kind === 'python') return passOn(file, request, cache, world);
  world.incomplete?.();
  try {
    const fetched = await fetchListed(file, world);
    // The page is shown even if the disk is full.
    await cache.put(url, fetched.clone()).catch(() => {});
    return fetched;
  } catch {
    // The server has another version by now, or cannot be reached. Return its own answer, if any.
    return world.fetch(url, { cache: 'no-cache' }).catch((error: unknown) => {
      if (request.mode === 'navigate') return lostPage();
      throw error;
    });
  }
}

/** Shown instead of a page that the browser has removed, while the server cannot be reached. */
function lostPage(): Response {
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>This page was lost</title>
<h1>This page was lost on this device</h1><p>Your browser has removed its saved copy, or the copy was damaged, and the server
cannot be reached. Connect to the network and <a href="">open it again</a>; it will then be saved again.</p></html>`;
  return new Response(text, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

/** Files that arrived with the wrong content; the next request for them bypasses HTTP caches. */
const arrivedWrong = new Set<string>();

/** Streams the file to the page, so that it can show progress, and stores it if its hash is right. */
async function passOn([name, hash]: PrecacheFile, request: Request, cache: Cache, world: World): Promise<Response> {
  const url = new URL(name, world.scope).href;
  const how = arrivedWrong.has(url) ? 'reload' : 'no-cache';
  const response = await world.fetch(url, { cache: how, signal: request.signal });
  if (!response.ok || response.body === null) return response;
  const [forPage, forCache] = response.body.tee();
  world.keepAlive?.(
    new Response(forCache)
      .arrayBuffer()
      .then(async (bytes) => {
        if ((await hashOf(bytes)) !== hash) arrivedWrong.add(url);
        else await cache.put(url, keepable(bytes, response, hash));
      })
      // Aborted, or out of storage. The page already has the bytes or its own error.
      .catch(() => {}),
  );
  return new Response(forPage, { status: response.status, headers: headersOf(response) });
}

function headersOf(response: Response): Headers {
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete(HASH_HEADER);
  return headers;
}

/** Files that a page loads lazily; their names contain the start of their SHA-256. */
const LATER = /\.([0-9a-f]{10})\.(js|bin)$/;
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', bin: 'application/octet-stream' };

/**
 * Pages of the previous version may still be open and request its files, which are no longer on the server. Only files whose
 * content matches the hash in their name are served, and never as a page, because anything else may not come from this site.
 */
export async function fromAnyVersion(url: string, { caches, scope }: World): Promise<Response | undefined> {
  const [, hash, ending = ''] = LATER.exec(new URL(url).pathname) ?? [];
  if (hash === undefined) return undefined;
  for (const name of await caches.keys()) {
    if (!name.startsWith(cachePrefix(scope))) continue;
    const bytes = await (await (await caches.open(name)).match(url))?.arrayBuffer();
    if (bytes === undefined || !(await hashOf(bytes)).startsWith(hash)) continue;
    return new Response(bytes, {
      headers: { 'content-type': TYPES[ending] ?? '', 'x-content-type-options': 'nosniff' },
    });
  }
  return undefined;
}

/** The site's 404 page, for an address that does not exist when there is no network. */
export async function notFound({ site, version }: Precache, world: World): Promise<Response | undefined> {
  const file = site.find(([name]) => name === '404.html');
  if (file === undefined) return undefined;
  const page = await respond({ file, kind: 'site' }, new Request(new URL(file[0], world.scope)), version, world);
  return new Response(page.body, { status: 404, headers: page.headers });
}
