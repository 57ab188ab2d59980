/** The search index: Pagefind's, made from our own records, with only those of its files that our pages use. */
import { close, createIndex } from 'pagefind';
import { type LexiconData, packedWords } from '../../elements/search/ranking/lexicon.ts';
import { ASKED_SEPARATOR, addressOf } from '../../elements/search/ranking/record.ts';
import { signWord, stem, tokensOf, wordsIn } from '../../elements/search/ranking/words.ts';
import type { PageSections, Section, SectionKind } from './search-sections.ts';
import { searchWords } from './search-words.ts';

export interface SearchFiles {
  /** Pagefind's module, as it ships. */
  readonly engine: string;
  /** `pagefind-entry.json`: names the files below. */
  readonly entry: string;
  /** Index, fragments, metadata and the WebAssembly, by path inside Pagefind's folder; their names carry hashes. */
  readonly data: ReadonlyMap<string, Uint8Array>;
  readonly vocabulary: Vocabulary;
}

/** What search can be narrowed to, and what a question may be about. Pagefind could tell the topics as a filter; but once it has loaded a filter it counts the hits for each of its values, which takes it a second on a thousand pages. */
export interface Vocabulary extends LexiconData {
  readonly topics: readonly string[];
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

/** Records of neighbouring pages share a file: a search then fetches a few small ones, and the list of all files stays short. */
const FRAGMENT_FILES = 128;

/** Pagefind works in a process of its own. */
export async function openSearchIndex(): Promise<SearchIndex> {
  const { index, errors } = await createIndex({
    forceLanguage: 'en',
    keepIndexUrl: true,
    includeCharacters: '_',
    maxFragments: FRAGMENT_FILES,
  });
  if (index === undefined) throw new Error(`Pagefind did not start: ${errors.join('; ')}`);
  const adding: Promise<void>[] = [];
  const topics = new Set<string>();
  /** How often each word is used, under the stem that its forms share. */
  const forms = new Map<string, Map<string, number>>();
  const addSection = async (page: SearchPage, section: Section): Promise<void> => {
    const url = addressOf({ ...section, file: page.file });
    // As HTML, because Pagefind then gives words of the heading their due weight.
    const added = await index.addHTMLFile({ url, content: recordOf(page, section) });
    if (added.errors.length > 0) throw new Error(`Pagefind refused ${url}: ${added.errors.join('; ')}`);
  };
  return {
    add(page) {
      for (const topic of page.topics) topics.add(topic);
      for (const section of page.sections) {
        for (const text of [section.title, section.text, ...section.asked]) countForms(text, forms);
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
        words: packedWords([...forms.values()].map(mostUsed)),
        synonyms: searchWords().synonyms.map((group) => group.join(' ')),
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

function countForms(text: string, forms: Map<string, Map<string, number>>): void {
  for (const { text: token, kind } of tokensOf(text)) {
    for (const word of kind === 'sign' ? [signWord(token)] : wordsIn(token)) {
      if (/^\d/.test(word)) continue;
      const counts = forms.get(stem(word)) ?? new Map<string, number>();
      counts.set(word, (counts.get(word) ?? 0) + 1);
      forms.set(stem(word), counts);
    }
  }
}

function mostUsed(counts: ReadonlyMap<string, number>): string {
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0] as const)[0];
}

function recordOf(page: PageSections, { title, kind, text, asked }: Section): string {
  const signs = new Set(
    tokensOf(text).flatMap(({ text: sign, kind: what }) => (what === 'sign' ? [signWord(sign)] : [])),
  );
  const meta = [
    ['page', page.title],
    ['asked', asked.join(ASKED_SEPARATOR)],
    ['signs', [...signs].join(' ')],
  ].filter(([, value]) => value !== '');
  const filters = [['kind', kind], ...page.topics.map((topic) => ['topic', topic])];
  const named = (what: string, pairs: readonly (readonly string[])[]) =>
    pairs
      .map(([name, value = '']) => `<meta data-pagefind-${what}="${name}[content]" content="${escaped(value)}">`)
      .join('');
  return (
    `<!doctype html><html lang="en"><head>${named('meta', meta)}${named('filter', filters)}</head>` +
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
