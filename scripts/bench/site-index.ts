/** The built site's search in Node: the engine, the index and the ranking that readers get, without a page around them. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { type Ask, asking } from '../../src/elements/search/ranking/answers.ts';
import { ENGINE_OPTIONS, type Engine } from '../../src/elements/search/ranking/engine.ts';
import { type LexiconData, lexiconOf } from '../../src/elements/search/ranking/lexicon.ts';
import type { Weights } from '../../src/elements/search/ranking/score.ts';

interface SiteSearch {
  readonly engine: Engine & { options(options: object): Promise<void>; init(): Promise<void> };
  entry(): Promise<{ languages: { en: { page_count: number } }; vocabulary: LexiconData }>;
  loadWith(loader: (name: string) => Promise<Response>): void;
}

export async function openSiteSearch(directory: string, weights?: Weights): Promise<Ask> {
  const [script] = globSync('search/engine.*.js', { cwd: directory });
  if (script === undefined) throw new Error(`${directory} has no search (npm run build).`);
  const self: { siteSearch?: SiteSearch } = {};
  const needed = {
    self,
    Response,
    URL,
    TextDecoder,
    TextEncoder,
    Uint8Array,
    atob,
    performance,
    console,
    Intl,
    setTimeout,
    WebAssembly,
    document: undefined,
    location: { href: 'https://search.invalid/' },
  };
  runInContext(readFileSync(path.join(directory, script), 'utf8'), createContext(needed));
  const { siteSearch } = self;
  if (siteSearch === undefined) throw new Error(`${script} brought no search.`);
  siteSearch.loadWith(async (name) => {
    const file = name === 'pagefind-entry.json' ? 'search-entry.json' : `search/${name}`;
    return new Response(readFileSync(path.join(directory, file)));
  });
  await siteSearch.engine.options(ENGINE_OPTIONS);
  await siteSearch.engine.init();
  const { languages, vocabulary } = await siteSearch.entry();
  return asking(siteSearch.engine, lexiconOf(vocabulary), languages.en.page_count, weights);
}
