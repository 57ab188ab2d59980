/** Finds sections of the site. Loads Pagefind and its index on the first use, from a server or from disk alike. */
import { search as built } from 'virtual:search';
import { type ExcerptPart, excerptParts, parted } from './search/excerpt.ts';
import { type HitKind, isKind, type Query } from './search/query.ts';
import { fromDisk, loadScript, siteUrl } from './site-root.ts';

export interface Hit {
  readonly url: URL;
  /** The section's heading; empty for what stands before the first. */
  readonly heading: readonly ExcerptPart[];
  /** The page it stands on. */
  readonly page: string;
  readonly kind: HitKind;
  readonly excerpt: readonly ExcerptPart[];
}

export interface Findings {
  /** How many there are in all. */
  readonly total: number;
  /** The best `count` of them, best first. Each has to be loaded: ask for no more than are shown. */
  best(count: number): Promise<readonly Hit[]>;
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
  init(): Promise<void>;
}
interface SiteSearch {
  readonly engine: Pagefind;
  vocabulary(): Promise<Vocabulary>;
  loadWith(loader: (name: string) => Promise<Response>): void;
}
/** What the index can be narrowed to, and words that a reader may have meant: topics, terms of the glossary, names of errors. */
interface Vocabulary {
  readonly topics: readonly string[];
  readonly words: readonly string[];
}
declare global {
  var siteSearch: SiteSearch | undefined;
}

/** Where a record stands says nothing about what it holds; its own heading is part of its text. */
const META_WEIGHTS = { title: 0, page: 0, kind: 0 };
const NOTHING: Findings = { total: 0, best: async () => [] };

let opening: Promise<SiteSearch> | undefined;

/** Loads what search needs; called early, on the first sign that someone will search. A failure is forgotten, the next call tries anew. */
export function openSearch(): Promise<SiteSearch> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function open(): Promise<SiteSearch> {
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
  await loaded.engine.init();
  return loaded;
}

export async function findSections({ words, kind, topic }: Query): Promise<Findings> {
  const { engine } = await openSearch();
  const filters = { ...(kind === undefined ? {} : { kind }), ...(topic === undefined ? {} : { topic }) };
  const { results } = await engine.search(words, { filters });
  const [first] = results;
  // A word that Pagefind does not know is cut short until something matches, at last any word with its first letter.
  if (first === undefined || !isAbout(excerptParts((await first.data()).excerpt), words)) return NOTHING;
  return {
    total: results.length,
    best: async (count) => (await Promise.all(results.slice(0, count).map((result) => result.data()))).map(hitOf),
  };
}

function hitOf({ raw_url, url, meta, excerpt }: PagefindData): Hit {
  const { title = '', page = '', kind } = meta;
  return {
    url: siteUrl((raw_url ?? url).replace(/\?(?:code|output)(?=#|$)/, '')),
    page,
    kind: isKind(kind) ? kind : 'text',
    ...parted(title === page ? '' : title, excerptParts(excerpt)),
  };
}

function isAbout(excerpt: readonly ExcerptPart[], words: string): boolean {
  const beginnings = words
    .toLowerCase()
    .match(/[\p{L}\p{N}_]+/gu)
    ?.map((word) => word.slice(0, Math.ceil(word.length * 0.6)));
  if (beginnings === undefined) return true;
  return excerpt
    .filter(({ match }) => match)
    .some(({ text }) => beginnings.some((beginning) => text.toLowerCase().includes(beginning)));
}

export async function searchVocabulary(): Promise<Vocabulary> {
  return (await openSearch()).vocabulary();
}
