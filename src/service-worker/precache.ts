/** What the service worker keeps, as the build lists it; and the names under which it is kept. Read by the worker and by pages. */

/** Path from the site's root, first 16 hex digits of its SHA-256, bytes. */
export type PrecacheFile = readonly [file: string, hash: string, bytes: number];

export interface Precache {
  /** Changes when any file of `site` does. */
  readonly version: string;
  /** Everything but Python: kept from the first visit on. */
  readonly site: readonly PrecacheFile[];
  /** Python's parts: kept when they are first used, or when a reader saves them. */
  readonly python: readonly PrecacheFile[];
}

/** Several copies of the site may share one origin: each keeps its own. */
export function cachePrefix(scope: string): string {
  return `enclosing-scope ${new URL(scope).pathname} `;
}

export function siteCache(scope: string, version: string): string {
  return `${cachePrefix(scope)}site ${version}`;
}

/** One for all versions: the names of Python's parts carry their hashes. */
export function pythonCache(scope: string): string {
  return `${cachePrefix(scope)}python`;
}

export { hashOf } from '../runtime/proven.ts';

/** What the worker tells all pages of the site. */
export type WorkerNews =
  | { readonly type: 'installing'; readonly bytes: number; readonly total: number; readonly fetched: number }
  | { readonly type: 'installed'; readonly total: number; readonly fetched: number }
  | { readonly type: 'install-failed'; readonly why: string };

/**
 * What a page tells the worker. `pages` is answered on the port that comes with it, by a `PagesAnswer`; `mend` brings back what is
 * missing. `from` is the script that the page runs, as a path from the site's root. `activate` lets a worker in, whatever its version.
 */
export type PageNews =
  | { readonly type: 'activate' }
  | { readonly type: 'pages'; readonly from: string }
  | { readonly type: 'mend'; readonly from: string };

export interface PagesKept {
  /** Bytes of all that is kept but Python. */
  readonly bytes: number;
  /** Files that the browser has dropped. */
  readonly missing: number;
}

export type PagesAnswer = PagesKept | 'other version';

/**
 * Whether a page and a worker are of one version: the script that the page runs is one of the files that the worker keeps, and its
 * name carries its hash. They may speak another language otherwise: while a new version comes in, pages of the old one are still open.
 */
export function isSameVersion(from: string, { site }: Precache): boolean {
  return site.some(([file]) => file === from);
}
