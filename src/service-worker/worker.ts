/** The service worker's event handlers; install.ts and respond.ts do the work. Bundled into `sw.js` with the list of files. */
import { install, type World } from './install.ts';
import {
  cachePrefix,
  isSameVersion,
  type PageNews,
  type PagesAnswer,
  type PagesKept,
  type Precache,
  pythonCache,
  siteCache,
} from './precache.ts';
import { fileFinder, fromAnyVersion, notFound, respond } from './respond.ts';

/** Written by the build. */
declare const PRECACHE: Precache;

/** Types that TypeScript's DOM library, which is for pages, lacks. */
interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface MessageFromPage extends ExtendableEvent {
  readonly data: PageNews;
  readonly ports: readonly MessagePort[];
}
interface Client {
  postMessage(message: unknown): void;
}
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { includeUncontrolled: boolean; type: 'window' }): Promise<readonly Client[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageFromPage) => void): void;
}

const worker = self as unknown as Scope;
const { scope } = worker.registration;
const { version } = PRECACHE;
const find = fileFinder(PRECACHE, scope);

const world: World = {
  caches,
  scope,
  fetch: (url, init) => fetch(url, init),
  async tell(news) {
    const clients = await worker.clients.matchAll({ includeUncontrolled: true, type: 'window' });
    for (const client of clients) client.postMessage(news);
  },
};

worker.addEventListener('install', (event) => event.waitUntil(install(PRECACHE, world)));

worker.addEventListener('activate', (event) => event.waitUntil(activate()));

/** Keeps the previous version for pages that are still open, and deletes older ones and Python's unused chunks. */
async function activate(): Promise<void> {
  const sites = (await caches.keys()).filter((name) => name.startsWith(`${cachePrefix(scope)}site `));
  // Caches are listed in the order of their creation.
  const before = sites.filter((name) => name !== siteCache(scope, version));
  for (const name of before.slice(0, -1)) await caches.delete(name);
  const python = await caches.open(pythonCache(scope));
  for (const { url } of await python.keys()) if (find(url) === undefined) await python.delete(url);
  // Pages loaded without a worker are of this version, or can still get their files from the network.
  if (before.length === 0) await worker.clients.claim();
}

worker.addEventListener('message', (event) => {
  const { data, ports } = event;
  if (data.type === 'activate') event.waitUntil(worker.skipWaiting());
  if (data.type === 'mend' && isSameVersion(data.from, PRECACHE)) event.waitUntil(mend());
  if (data.type === 'pages') event.waitUntil(answer(data.from).then((kept) => ports[0]?.postMessage(kept)));
});

async function answer(from: string): Promise<PagesAnswer> {
  return isSameVersion(from, PRECACHE) ? pagesKept() : 'other version';
}

async function pagesKept(): Promise<PagesKept> {
  const cache = await caches.open(siteCache(scope, version));
  const missing = PRECACHE.site.length - (await cache.keys()).length;
  return { bytes: PRECACHE.site.reduce((sum, [, , bytes]) => sum + bytes, 0), missing: Math.max(0, missing) };
}

let checked = false;

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  // A page that saves Python for offline use verifies and stores it itself; see src/elements/offline/saved-python.ts.
  // A page that was served wrong content bypasses every cache, including this one.
  if (request.cache === 'no-store' || (request.cache === 'reload' && request.mode !== 'navigate')) return;
  const keepAlive = (promise: Promise<unknown>): void => event.waitUntil(promise);
  const alive: World = { ...world, keepAlive, incomplete: () => keepAlive(mend()) };
  const kept = find(request.url);
  if (kept) event.respondWith(respond(kept, request, version, alive));
  else event.respondWith(elsewhere(request));
  if (!checked && request.mode === 'navigate') {
    checked = true;
    event.waitUntil(mend());
  }
});

async function elsewhere(request: Request): Promise<Response> {
  const kept = await fromAnyVersion(request.url, world);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const page = request.mode === 'navigate' ? await notFound(PRECACHE, world) : undefined;
    if (page) return page;
    throw error;
  }
}

let mending: Promise<void> | undefined;

/** Restores files that the browser has removed to free storage: once per start, and whenever a file was found missing. */
function mend(): Promise<void> {
  mending ??= mendOnce().finally(() => {
    mending = undefined;
  });
  return mending;
}

async function mendOnce(): Promise<void> {
  // `install` reports a failure to the pages itself.
  if ((await pagesKept()).missing > 0) await install(PRECACHE, world).catch(() => {});
}
