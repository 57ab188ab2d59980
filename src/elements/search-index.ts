/** Finds sections of the site. Loads Pagefind and its index on the first use, from a server or from disk alike. */
import { search as built } from 'virtual:search';
import { fromDisk, loadScript, siteUrl } from './site-root.ts';

/** A piece of an excerpt; `match` when it is what was searched for. */
export interface ExcerptPart {
  readonly text: string;
  readonly match: boolean;
}

export type HitKind = 'text' | 'code' | 'output' | 'quiz' | 'glossary' | 'error';

export interface Hit {
  readonly url: URL;
  /** The section's heading. */
  readonly title: string;
  /** The page it stands on. */
  readonly page: string;
  readonly kind: HitKind;
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
  search(
    query: string,
    options: { readonly filters: Readonly<Record<string, string>> },
  ): Promise<{ readonly results: readonly { data(): Promise<PagefindData> }[] }>;
  filters(): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  preload(query: string): Promise<void>;
}
interface SiteSearch {
  readonly engine: Pagefind;
  loadWith(loader: (name: string) => Promise<Response>): void;
}
declare global {
  var siteSearch: SiteSearch | undefined;
}

/** Where a record stands says nothing about what it holds; its own heading is part of its text. */
const META_WEIGHTS = { title: 0, page: 0, kind: 0 };

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
  const { script, entry, fromDisk: carrier, folder } = built;
  await loadScript(script);
  if (fromDisk) await loadScript(carrier);
  const loaded = globalThis.siteSearch;
  if (loaded === undefined) throw new Error(`${script} brought no search.`);
  // Names of all files but the entry carry hashes: only the entry has to be asked for anew.
  loaded.loadWith((name) =>
    name === 'pagefind-entry.json' ? fetch(siteUrl(entry), { cache: 'no-cache' }) : fetch(siteUrl(folder + name)),
  );
  await loaded.engine.options({
    basePath: '/search/',
    baseUrl: '',
    excerptLength: 24,
    ranking: { metaWeights: META_WEIGHTS },
  });
  return loaded.engine;
}

export interface Narrowing {
  readonly kind?: HitKind | undefined;
  readonly topic?: string | undefined;
}

/** The best places for `query`, best first. */
export async function findSections(query: string, limit = 8, { kind, topic }: Narrowing = {}): Promise<Findings> {
  const engine = await openSearch();
  const filters = { ...(kind === undefined ? {} : { kind }), ...(topic === undefined ? {} : { topic }) };
  const { results } = await engine.search(query, { filters });
  const data = await Promise.all(results.slice(0, limit).map((result) => result.data()));
  // A word that Pagefind does not know is cut short until something matches, at last any word with its first letter.
  const found = data.filter(({ excerpt }, index) => index > 0 || isAbout(excerptParts(excerpt), query));
  if (found.length < data.length) return { total: 0, hits: [] };
  return {
    total: results.length,
    hits: data.map(({ raw_url, url, meta, excerpt }) => ({
      url: siteUrl((raw_url ?? url).replace(/\?(?:code|output)(?=#|$)/, '')),
      title: meta.title ?? '',
      page: meta.page ?? '',
      kind: isKind(meta.kind) ? meta.kind : 'text',
      excerpt: excerptParts(excerpt),
    })),
  };
}

function isAbout(excerpt: readonly ExcerptPart[], query: string): boolean {
  const beginnings = query
    .toLowerCase()
    .match(/[\p{L}\p{N}_]+/gu)
    ?.map((word) => word.slice(0, Math.ceil(word.length * 0.6)));
  const matches = excerpt.filter(({ match }) => match).map(({ text }) => text.toLowerCase());
  if (beginnings === undefined || matches.length === 0) return true;
  return matches.some((text) => beginnings.some((beginning) => text.includes(beginning)));
}

/** All topics that can be searched in, in alphabetical order. */
export async function searchTopics(): Promise<readonly string[]> {
  const { topic = {} } = await (await openSearch()).filters();
  return Object.keys(topic).sort((a, b) => a.localeCompare(b, 'en'));
}

function isKind(kind: string | undefined): kind is HitKind {
  return /^(?:text|code|output|quiz|glossary|error)$/.test(kind ?? '');
}

function excerptParts(html: string): readonly ExcerptPart[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return [...body.childNodes].map((node) => ({ text: node.textContent ?? '', match: node.nodeName === 'MARK' }));
}
