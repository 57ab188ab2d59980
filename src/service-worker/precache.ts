/** The build's list of files for the service worker, the names of its caches, and its messages; shared by the worker and pages. */

/** Path from the site's root, first 16 hex digits of its SHA-256, bytes. */
export type PrecacheFile = readonly [file: string, hash: string, bytes: number];

export interface Precache {
  /** Changes when any file of `site` does. */
  readonly version: string;
  /** Everything but Python; saved on the first visit. */
  readonly site: readonly PrecacheFile[];
  /** Python's chunks; saved when first used, or when a reader presses "Save for offline". */
  readonly python: readonly PrecacheFile[];
}

/** Several copies of the site may share one origin, so each has its own caches. */
export function cachePrefix(scope: string): string {
  return `enclosing-scope ${new URL(scope).pathname} `;
}

export function siteCache(scope: string, version: string): string {
  return `${cachePrefix(scope)}site ${version}`;
}

/** One cache for all versions, because the file names of Python's chunks contain their hashes. */
export function pythonCache(scope: string): string {
  return `${cachePrefix(scope)}python`;
}

export { hashOf } from '../runtime/proven.ts';

/** Messages from the worker to all pages of the site. */
export type WorkerNews =
  | { readonly type: 'installing'; readonly bytes: number; readonly total: number; readonly fetched: number }
  | { readonly type: 'installed'; readonly total: number; readonly fetched: number }
  | { readonly type: 'install-failed'; readonly why: string };

/**
 * Messages from a page to the worker. `pages` is answered with a `PagesAnswer` on the port sent with it; `mend` restores missing
 * files. `from` is the page's script, as a path from the site's root. `activate` makes a waiting worker of any version take over.
 */
export type PageNews =
  | { readonly type: 'activate' }
  | { readonly type: 'pages'; readonly from: string }
  | { readonly type: 'mend'; readonly from: string };

export interface PagesKept {
  /** Bytes of all saved files except Python. */
  readonly bytes: number;
  /** The number of files that the browser has removed. */
  readonly missing: number;
}

export type PagesAnswer = PagesKept | 'other version';

/**
 * Whether a page and a worker are of the same version: the page's script, whose name contains its hash, is in the worker's list.
 * While a new version is being installed, pages of the old one are still open, and their messages may differ.
 */
export function isSameVersion(from: string, { site }: Precache): boolean {
  return site.some(([file]) => file === from);
}
