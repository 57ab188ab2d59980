/** Finds sections of the site. Loads Pagefind and its index on the first use, from a server or from disk alike. */
import { search as built } from 'virtual:search';
import { fromDisk, loadScript, siteUrl } from './site-root.ts';

/** A piece of an excerpt; `match` when it is what was searched for. */
export interface ExcerptPart {
  readonly text: string;
  readonly match: boolean;
}

export interface Hit {
  readonly url: URL;
  /** The section's heading. */
  readonly title: string;
  /** The page it stands on. */
  readonly page: string;
  readonly excerpt: readonly ExcerptPart[];
}

export interface Findings {
  readonly hits: readonly Hit[];
  /** How many there are in all; `hits` holds the best of them. */
  readonly total: number;
}

interface PagefindData {
  readonly raw_url: string;
  readonly url: string;
  readonly meta: Readonly<Record<string, string>>;
  /** HTML with `<mark>` around matches, all else escaped. */
  readonly excerpt: string;
}
interface Pagefind {
  options(options: object): Promise<void>;
  search(query: string): Promise<{ readonly results: readonly { data(): Promise<PagefindData> }[] }>;
  preload(query: string): Promise<void>;
}
interface SiteSearch {
  readonly engine: Pagefind;
  loadWith(loader: (name: string) => Promise<Response>): void;
}
declare global {
  var siteSearch: SiteSearch | undefined;
}

let opening: Promise<Pagefind> | undefined;

/** Loads what search needs; called early, on the first sign that someone will search. A failure is forgotten, the next call tries anew. */
export function openSearch(): Promise<Pagefind> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function open(): Promise<Pagefind> {
  if (built === null) throw new Error('Search works on the built site only (npm start).');
  const { script, fromDisk: carrier, folder } = built;
  await loadScript(script);
  if (fromDisk) await loadScript(carrier);
  const loaded = globalThis.siteSearch;
  if (loaded === undefined) throw new Error(`${script} brought no search.`);
  // Pagefind adds the time to the address of its metadata, whose name already carries a hash.
  loaded.loadWith((name) => fetch(siteUrl(folder + name)));
  await loaded.engine.options({ basePath: '/search/', baseUrl: '', excerptLength: 24 });
  return loaded.engine;
}

/** The best sections for `query`, best first. */
export async function findSections(query: string, limit = 8): Promise<Findings> {
  const engine = await openSearch();
  const { results } = await engine.search(query);
  const data = await Promise.all(results.slice(0, limit).map((result) => result.data()));
  return {
    total: results.length,
    hits: data.map(({ raw_url, url, meta, excerpt }) => ({
      url: siteUrl(raw_url ?? url),
      title: meta.title ?? '',
      page: meta.page ?? '',
      excerpt: excerptParts(excerpt),
    })),
  };
}

function excerptParts(html: string): readonly ExcerptPart[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return [...body.childNodes].map((node) => ({ text: node.textContent ?? '', match: node.nodeName === 'MARK' }));
}
