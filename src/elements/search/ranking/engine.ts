/** Pagefind as far as ranking needs it. */
import { ASKED_SEPARATOR, type FoundRecord, placeIn } from './record.ts';

export interface EngineResult {
  readonly id: string;
  readonly score: number;
  data(): Promise<EngineData>;
}

export interface EngineData {
  readonly raw_url?: string;
  readonly url: string;
  readonly meta: Readonly<Record<string, string>>;
  /** As it was indexed: begins with the heading of a text. */
  readonly content: string;
}

export interface Engine {
  search(
    query: string,
    options: { readonly filters: Readonly<Record<string, string>> },
  ): Promise<{ readonly results: readonly EngineResult[] }>;
}

/** What is indexed beside the text, and how much it counts: where a record stands says nothing about what it holds. */
export const ENGINE_OPTIONS = {
  basePath: '/search/',
  baseUrl: '',
  ranking: { metaWeights: { title: 0, page: 0, asked: 3, signs: 1 } },
};

export function recordOf({ raw_url, url, meta, content }: EngineData): FoundRecord {
  const { title = '', page = '', asked } = meta;
  // Pagefind puts a full stop behind a heading.
  const text = content.startsWith(title) ? content.slice(title.length).replace(/^[.\s]+/, '') : content;
  return {
    ...placeIn(raw_url ?? url),
    title: title === page ? '' : title,
    page,
    text,
    asked: asked === undefined || asked === '' ? [] : asked.split(ASKED_SEPARATOR),
  };
}
