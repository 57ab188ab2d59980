/** Finds sections of the site. Loads Pagefind and its index on the first use, from a server or from disk alike. */
import { search as built } from 'virtual:search';
import { type ExcerptPart, excerptOf, headingOf } from './search/excerpt.ts';
import type { Query } from './search/query.ts';
import { type Answers, type Ask, asking } from './search/ranking/answers.ts';
import { ENGINE_OPTIONS, type Engine } from './search/ranking/engine.ts';
import { type LexiconData, lexiconOf } from './search/ranking/lexicon.ts';
import type { FoundRecord, RecordKind } from './search/ranking/record.ts';
import { fromDisk, loadScript, siteUrl } from './site-root.ts';

export interface Hit {
  readonly url: URL;
  /** The section's heading; empty for what stands before the first. */
  readonly heading: readonly ExcerptPart[];
  /** The page it stands on. */
  readonly page: string;
  readonly kind: RecordKind;
  readonly excerpt: readonly ExcerptPart[];
}

export interface Findings {
  /** How many there are in all. */
  readonly total: number;
  /** Not all that was asked is in the best of them. */
  readonly guess: boolean;
  /** Mistyped words, each with what was taken for it. */
  readonly corrected: ReadonlyMap<string, string>;
  /** The best `count` of them, best first. Each has to be loaded: ask for no more than are shown. */
  best(count: number): Promise<readonly Hit[]>;
}

interface SiteSearch {
  readonly engine: Engine & { options(options: object): Promise<void>; init(): Promise<void> };
  entry(): Promise<Entry>;
  loadWith(loader: (name: string) => Promise<Response>): void;
}
interface Entry {
  readonly languages: Readonly<Record<string, { readonly page_count: number }>>;
  readonly vocabulary: LexiconData & { readonly topics: readonly string[] };
}
declare global {
  var siteSearch: SiteSearch | undefined;
}

interface OpenSearch {
  readonly ask: Ask;
  /** What the index can be narrowed to. */
  readonly topics: readonly string[];
}

let opening: Promise<OpenSearch> | undefined;

/** Loads what search needs; called early, on the first sign that someone will search. A failure is forgotten, the next call tries anew. */
export function openSearch(): Promise<OpenSearch> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function open(): Promise<OpenSearch> {
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
  await loaded.engine.options(ENGINE_OPTIONS);
  await loaded.engine.init();
  const { languages, vocabulary } = await loaded.entry();
  const records = Object.values(languages).reduce((sum, { page_count }) => sum + page_count, 0);
  return { ask: asking(loaded.engine, lexiconOf(vocabulary), records), topics: vocabulary.topics };
}

export async function findSections({ words, kind, topic }: Query): Promise<Findings> {
  const { ask } = await openSearch();
  const answers = await ask(words, {
    ...(kind === undefined ? {} : { kind }),
    ...(topic === undefined ? {} : { topic }),
  });
  const { total, guess, question } = answers;
  return {
    total,
    guess,
    corrected: question.corrected,
    best: async (count) => (await answers.best(count)).map((record) => hitOf(record, answers)),
  };
}

function hitOf(record: FoundRecord, answers: Answers): Hit {
  const { file, anchor, page, kind } = record;
  return {
    url: siteUrl(file + (anchor === '' ? '' : `#${encodeURIComponent(anchor)}`)),
    page,
    kind,
    heading: headingOf(record, answers),
    excerpt: excerptOf(record, answers),
  };
}
