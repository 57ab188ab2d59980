/** The service worker against a server and a cache storage that fail in every possible way. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { install, type World } from './install.ts';
import { type Precache, type PrecacheFile, pythonCache, siteCache, type WorkerNews } from './precache.ts';
import { fileFinder, fromAnyVersion, notFound, respond } from './respond.ts';

const SCOPE = 'https://host.test/base/';

/** The part of a browser's cache storage that the worker uses; `room` is the number of bytes that still fit. */
class Store {
  readonly content = new Map<string, Map<string, Response>>();
  room = Number.POSITIVE_INFINITY;

  async open(name: string): Promise<Cache> {
    if (!this.content.has(name)) this.content.set(name, new Map());
    const kept = this.content.get(name) ?? new Map<string, Response>();
    return {
      match: async (url: string) => kept.get(url)?.clone(),
      put: async (url: string, response: Response) => {
        const bytes = (await response.clone().arrayBuffer()).byteLength;
        if (bytes > this.room) throw new DOMException('no room', 'QuotaExceededError');
        this.room -= bytes;
        kept.set(url, response);
      },
      delete: async (url: string) => kept.delete(url),
      keys: async () => [...kept.keys()].map((url) => new Request(url)),
    } as unknown as Cache;
  }

  async delete(name: string): Promise<boolean> {
    return this.content.delete(name);
  }

  async keys(): Promise<string[]> {
    return [...this.content.keys()];
  }
}

class Server {
  readonly files: Map<string, string>;
  readonly asked: string[] = [];
  /** Set to make requests fail. */
  fault: (file: string, how: RequestInit) => Response | Error | undefined = () => undefined;

  constructor(files: Record<string, string>) {
    this.files = new Map(Object.entries(files));
  }

  precache(version: string): Precache {
    const all = [...this.files].map(([name, content]): PrecacheFile => {
      const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
      return [name, hash, content.length];
    });
    return {
      version,
      site: all.filter(([name]) => !name.startsWith('py/')),
      python: all.filter(([name]) => name.startsWith('py/')),
    };
  }

  async fetch(url: string, how: RequestInit): Promise<Response> {
    const name = url.slice(SCOPE.length);
    this.asked.push(name);
    const fault = this.fault(name, how);
    if (fault instanceof Error) throw fault;
    if (fault) return fault;
    const content = this.files.get(name);
    if (content === undefined) return new Response('none', { status: 404 });
    return new Response(content, { headers: { 'content-type': 'text/html', 'content-encoding': 'identity' } });
  }
}

const FILES = { 'index.html': 'start', 'a.html': 'page a', '404.html': 'lost', 'py/wasm.bin': 'interpreter' };

function setting(files: Record<string, string> = FILES) {
  const server = new Server(files);
  const store = new Store();
  const news: WorkerNews[] = [];
  const waiting: Promise<unknown>[] = [];
  const world: World = {
    caches: store as unknown as CacheStorage,
    scope: SCOPE,
    fetch: (url, how) => server.fetch(url, how),
    async tell(item) {
      // The real lookup of clients is asynchronous.
      await null;
      news.push(item);
    },
    keepAlive: (promise) => waiting.push(promise),
  };
  const kept = (version: string) => [...(store.content.get(siteCache(SCOPE, version))?.keys() ?? [])];
  const ask = async (precache: Precache, file: string) => {
    const found = fileFinder(precache, SCOPE)(SCOPE + file);
    assert.ok(found, `${file} is known`);
    const response = await respond(found, new Request(SCOPE + file), precache.version, world);
    const text = await response.text();
    await Promise.all(waiting);
    return { status: response.status, text };
  };
  return { server, store, news, world, kept, ask };
}

test('an install keeps every page, and tells how far it is', async () => {
  const { server, news, world, kept } = setting();
  await install(server.precache('1'), world);
  assert.deepEqual(
    kept('1').sort(),
    ['404.html', 'a.html', 'index.html'].map((file) => SCOPE + file),
  );
  assert.deepEqual(news.at(-1), { type: 'installed', total: 15, fetched: 15 });
});

test('an update fetches only what changed', async () => {
  const { server, news, world } = setting();
  await install(server.precache('1'), world);
  server.files.set('a.html', 'page a, better');
  server.asked.length = 0;
  await install(server.precache('2'), world);
  assert.deepEqual(server.asked, ['a.html']);
  assert.deepEqual(news.at(-1), { type: 'installed', total: 23, fetched: 14 });
});

for (const stopAt of [0, 1, 2]) {
  test(`a server that stops after ${stopAt} files: the version before goes on, and the next install resumes`, async () => {
    const { server, world, news, ask, kept } = setting();
    const first = server.precache('1');
    await install(first, world);
    for (const name of ['index.html', 'a.html', '404.html']) server.files.set(name, `${name} of version 2`);
    server.asked.length = 0;
    server.fault = () => (server.asked.length > stopAt ? new TypeError('Failed to fetch') : undefined);
    await assert.rejects(install(server.precache('2'), world), /Failed to fetch/);
    assert.equal(news.at(-1)?.type, 'install-failed');
    assert.equal((await ask(first, 'a.html')).text, 'page a');
    // Files in transit when the server stopped may still have arrived.
    const arrived = kept('2').length;
    server.fault = () => undefined;
    server.asked.length = 0;
    await install(server.precache('2'), world);
    assert.equal(server.asked.length, 3 - arrived);
    assert.equal((await ask(server.precache('2'), 'a.html')).text, 'a.html of version 2');
  });
}

test('an install that goes on trusts no entry by its name: one that was cut off with the worker is fetched again', async () => {
  const { server, store, world, ask } = setting();
  const precache = server.precache('1');
  await install(precache, world);
  const entries = store.content.get(siteCache(SCOPE, '1'));
  const headers = entries?.get(`${SCOPE}a.html`)?.headers ?? new Headers();
  entries?.set(`${SCOPE}a.html`, new Response('', { headers }));
  server.asked.length = 0;
  await install(precache, world);
  assert.deepEqual(server.asked, ['a.html']);
  server.fault = () => new TypeError('Failed to fetch');
  assert.equal((await ask(precache, 'a.html')).text, 'page a');
});

test('a cache that takes nothing in any more is made anew; a browser that never keeps anything is told of', async () => {
  const { server, store, world, kept, news } = setting();
  const precache = server.precache('1');
  const broken = new Map<string, Response>();
  broken.set = () => broken;
  store.content.set(siteCache(SCOPE, '1'), broken);
  await install(precache, world);
  assert.equal(kept('1').length, 3);
  store.open = async () =>
    ({ match: async () => undefined, put: async () => {}, keys: async () => [] }) as unknown as Cache;
  await assert.rejects(install(precache, world));
  assert.deepEqual(news.at(-1), { type: 'install-failed', why: 'this browser did not keep what it was given' });
});

test('wrong bytes are never kept: a second try goes past caches on the way, then the install fails', async () => {
  const { server, world, kept } = setting();
  const precache = server.precache('1');
  server.fault = (name, { cache }) => (name === 'a.html' && cache !== 'reload' ? new Response('damaged') : undefined);
  await install(precache, world);
  assert.equal(kept('1').length, 3);
  const other = setting();
  other.server.fault = (name) => (name === 'a.html' ? new Response('damaged') : undefined);
  await assert.rejects(install(precache, other.world), /a\.html arrived with other content/);
});

test('a failure is the last that is told of an install', async () => {
  const { server, news, world } = setting();
  const wrong = (name: string) => (name === 'a.html' ? new Response('damaged') : undefined);
  server.fault = wrong;
  const later = world.fetch;
  const patient: World = {
    ...world,
    fetch: async (url, how) => {
      if (!url.endsWith('a.html')) await new Promise((resolve) => setTimeout(resolve, 20));
      return later(url, how);
    },
  };
  await assert.rejects(install(server.precache('1'), patient));
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(news.at(-1)?.type, 'install-failed');
});

test('a full disk is named as what it is', async () => {
  const { server, store, news, world } = setting();
  store.room = 6;
  await assert.rejects(install(server.precache('1'), world));
  assert.deepEqual(news.at(-1), { type: 'install-failed', why: 'this device is out of storage space' });
});

test('a damaged or lost entry is fetched again and kept', async () => {
  const { server, store, world, ask, kept } = setting();
  const precache = server.precache('1');
  await install(precache, world);
  store.content.get(siteCache(SCOPE, '1'))?.set(`${SCOPE}a.html`, new Response('rotten'));
  assert.deepEqual(await ask(precache, 'a.html'), { status: 200, text: 'page a' });
  store.content.get(siteCache(SCOPE, '1'))?.delete(`${SCOPE}a.html`);
  assert.deepEqual(await ask(precache, 'a.html'), { status: 200, text: 'page a' });
  assert.equal(kept('1').length, 3);
  server.asked.length = 0;
  assert.deepEqual(await ask(precache, 'a.html'), { status: 200, text: 'page a' });
  assert.deepEqual(server.asked, []);
});

test('a lost entry whose server has moved on: the page of the server is shown, and not kept', async () => {
  const { server, store, world, ask } = setting();
  const precache = server.precache('1');
  await install(precache, world);
  store.content.get(siteCache(SCOPE, '1'))?.delete(`${SCOPE}a.html`);
  server.files.set('a.html', 'of another version');
  assert.equal((await ask(precache, 'a.html')).text, 'of another version');
  assert.equal(store.content.get(siteCache(SCOPE, '1'))?.has(`${SCOPE}a.html`), false);
});

test('Python is kept when it was used, and only when it is whole', async () => {
  const { server, store, ask } = setting();
  const precache = server.precache('1');
  const python = () => [...(store.content.get(pythonCache(SCOPE))?.keys() ?? [])];
  server.fault = () => new Response('half of it');
  assert.equal((await ask(precache, 'py/wasm.bin')).text, 'half of it');
  assert.deepEqual(python(), []);
  server.fault = (_name, { cache }) => (cache === 'reload' ? undefined : new Response('half of it'));
  assert.equal((await ask(precache, 'py/wasm.bin')).text, 'interpreter', 'the retry goes past caches on the way');
  assert.deepEqual(python(), [`${SCOPE}py/wasm.bin`]);
});

test('addresses with and without endings, with queries and anchors, mean the same file', () => {
  const find = fileFinder(new Server({ ...FILES, 'deep/index.html': '' }).precache('1'), SCOPE);
  for (const address of ['a.html', 'a', 'a/', 'a.html?ts=1', 'a#part']) {
    assert.equal(find(SCOPE + address)?.file[0], 'a.html', address);
  }
  assert.equal(find(SCOPE)?.file[0], 'index.html');
  assert.equal(find(`${SCOPE}deep/`)?.file[0], 'deep/index.html');
  assert.equal(find(`${SCOPE}other`), undefined);
});

test('an address with a slash too many leads to the page, where its relative links hold', async () => {
  const { server, world } = setting();
  const precache = server.precache('1');
  const find = fileFinder(precache, SCOPE);
  for (const [address, to] of [
    ['a/?q=1', `${SCOPE}a.html?q=1`],
    ['', null],
  ] as const) {
    const found = find(SCOPE + address);
    assert.ok(found);
    const response = await respond(found, new Request(SCOPE + address), '1', world);
    assert.equal(response.headers.get('location'), to);
  }
});

/** A file name with the hash of the content, as the build writes it. */
const named = (folder: string, content: string, ending: string): string =>
  `${folder}/part.${createHash('sha256').update(content).digest('hex').slice(0, 10)}.${ending}`;

test('pages of the version before find the scripts that they load later', async () => {
  const script = named('assets', 'editor', 'js');
  const { server, world } = setting({ ...FILES, [script]: 'editor' });
  await install(server.precache('1'), world);
  server.files.delete(script);
  await install(server.precache('2'), world);
  const found = await fromAnyVersion(SCOPE + script, world);
  assert.deepEqual([await found?.text(), found?.headers.get('content-type')], ['editor', 'text/javascript']);
});

test('nothing is served that only lies in a cache: no page, and no file that its name does not prove', async () => {
  const { server, store, world } = setting();
  await install(server.precache('1'), world);
  const cache = await store.open(siteCache(SCOPE, '1'));
  const [right, wrong] = [named('assets', '<script>', 'html'), named('assets', 'editor', 'js')];
  for (const name of ['planted.html', right, wrong, `py/${wrong}`])
    await cache.put(SCOPE + name, new Response('<script>'));
  for (const name of ['planted.html', right, wrong, `py/${wrong}`]) {
    assert.equal(await fromAnyVersion(SCOPE + name, world), undefined, name);
  }
});

test('an unknown address gets the page for that, proven like any other', async () => {
  const { server, store, world } = setting();
  const precache = server.precache('1');
  await install(precache, world);
  const lost = await notFound(precache, world);
  assert.deepEqual([lost?.status, await lost?.text()], [404, 'lost']);
  await (await store.open(siteCache(SCOPE, '1'))).put(`${SCOPE}404.html`, new Response('<script>'));
  assert.equal(await (await notFound(precache, world))?.text(), 'lost');
});
