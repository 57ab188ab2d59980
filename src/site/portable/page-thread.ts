/** A thread that reads pages as they are rendered and builds the search index from them, while the rendering goes on. */
import { parentPort } from 'node:worker_threads';
import { type ClassicSearch, classicSearch } from '../search/pagefind-classic.ts';
import { openSearchIndex } from '../search/pagefind-index.ts';
import { type PageScan, scanPage } from './page-scan.ts';

/** A page to read, or the end of the pages. */
export type PageToRead = { readonly file: string; readonly html: string } | 'no more pages';

/** What was read, without the source, which the main thread has; after the last page, the search index. */
export type PageRead = { readonly page: Omit<PageScan, 'source' | 'sections'> } | { readonly search: ClassicSearch };

const index = openSearchIndex();

parentPort?.on('message', async (message: PageToRead) => {
  if (message === 'no more pages') {
    parentPort?.postMessage({ search: classicSearch(await (await index).files()) } satisfies PageRead);
    parentPort?.close();
    return;
  }
  const { sections, source: _, ...page } = scanPage(message.file, message.html);
  parentPort?.postMessage({ page } satisfies PageRead);
  if (sections !== undefined) (await index).add({ file: message.file, ...sections });
});
