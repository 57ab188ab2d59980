/** The search index: Pagefind's, made from our own records, with only those of its files that our pages use. */
import { close, createIndex } from 'pagefind';
import type { PageSections, Section, SectionKind } from './search-sections.ts';

export interface SearchFiles {
  /** Pagefind's module, as it ships. */
  readonly engine: string;
  /** `pagefind-entry.json`: names the files below. */
  readonly entry: string;
  /** Index, fragments, metadata and the WebAssembly, by path inside Pagefind's folder; their names carry hashes. */
  readonly data: ReadonlyMap<string, Uint8Array>;
  readonly vocabulary: Vocabulary;
}

/**
 * What search can be narrowed to, and the words that a reader may have meant when what was typed is not found. Pagefind could tell
 * both, as filters; but once it has loaded a filter it counts the hits for each of its values, which takes it a second on a thousand pages.
 */
export interface Vocabulary {
  readonly topics: readonly string[];
  readonly words: readonly string[];
}

export interface SearchPage extends PageSections {
  readonly file: string;
}

export interface SearchIndex {
  /** Pages are taken in their order; nobody need wait for that. */
  add(page: SearchPage): void;
  /** The index of all pages that were added; after it there is none any more. */
  files(): Promise<SearchFiles>;
}

/** Pagefind works in a process of its own. */
export async function openSearchIndex(): Promise<SearchIndex> {
  const { index, errors } = await createIndex({ forceLanguage: 'en', keepIndexUrl: true, includeCharacters: '_' });
  if (index === undefined) throw new Error(`Pagefind did not start: ${errors.join('; ')}`);
  const adding: Promise<void>[] = [];
  const topics = new Set<string>();
  const words = new Set<string>();
  const addSection = async (page: SearchPage, section: Section): Promise<void> => {
    const url = recordUrl(page.file, section);
    // As HTML, because Pagefind then gives words of the heading their due weight.
    const added = await index.addHTMLFile({ url, content: recordOf(page, section) });
    if (added.errors.length > 0) throw new Error(`Pagefind refused ${url}: ${added.errors.join('; ')}`);
  };
  return {
    add(page) {
      for (const topic of page.topics) topics.add(topic);
      for (const section of page.sections) {
        if (section.kind === 'glossary' || section.kind === 'error') words.add(section.title);
        adding.push(addSection(page, section));
      }
    },
    async files() {
      await Promise.all(adding);
      const written = await index.getFiles();
      await close();
      if (written.errors.length > 0) throw new Error(`Pagefind made no index: ${written.errors.join('; ')}`);
      return searchFiles(written.files, {
        topics: sorted(topics),
        words: sorted(words.union(topics)),
      });
    },
  };
}

function sorted(names: ReadonlySet<string>): readonly string[] {
  return [...names].sort((a, b) => a.localeCompare(b, 'en'));
}

function searchFiles(
  written: readonly { readonly path: string; readonly content: Uint8Array }[],
  vocabulary: Vocabulary,
): SearchFiles {
  const files = new Map(written.map(({ path, content }) => [path.replaceAll('\\', '/'), content]));
  const text = (name: string): string => {
    const content = files.get(name);
    if (content === undefined)
      throw new Error(`Pagefind no longer writes ${name} (src/site/search/pagefind-index.ts).`);
    return new TextDecoder().decode(content);
  };
  const data = [...files]
    .filter(([name]) => /^(index|fragment|filter)\/|\.pf_meta$|^wasm\.en\.pagefind$/.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { engine: text('pagefind.js'), entry: text('pagefind-entry.json'), data: new Map(data), vocabulary };
}

/** Pagefind keeps one record for each address, and a block's code and output share theirs: the kind tells them apart, see src/elements/search-index.ts. */
function recordUrl(file: string, { anchor, kind }: Section): string {
  const told = kind === 'code' || kind === 'output' ? `?${kind}` : '';
  return file + told + (anchor === '' ? '' : `#${encodeURIComponent(anchor)}`);
}

function recordOf(page: PageSections, { title, kind, text }: Section): string {
  const filters = [['kind', kind], ...page.topics.map((topic) => ['topic', topic])];
  return (
    `<!doctype html><html lang="en"><head><meta data-pagefind-meta="page[content]" content="${escaped(page.title)}">` +
    `<meta data-pagefind-meta="kind[content]" content="${kind}">${filters
      .map(([name = '', value = '']) => `<meta data-pagefind-filter="${name}[content]" content="${escaped(value)}">`)
      .join('')}</head>` +
    `<body data-pagefind-body>${headingOf(title, kind)}<p>${escaped(text)}</p></body></html>`
  );
}

/** The words of a heading count for the text below it, not once more for each block in it. */
function headingOf(title: string, kind: SectionKind): string {
  return kind === 'code' || kind === 'output' || kind === 'quiz'
    ? `<meta data-pagefind-meta="title[content]" content="${escaped(title)}">`
    : `<h1>${escaped(title)}</h1>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
