/**
 * Reads each page in a separate thread while Astro renders the next one, so that little is left to do after the last page:
 * its links, the places of its scripts, and its text for search.
 */
import type { AstroPrerenderer } from 'astro';
import { startIdleThread } from '../idle-thread.ts';
import type { Output } from '../output.ts';
import type { ClassicSearch } from '../search/pagefind-classic.ts';
import type { PageScan } from './page-scan.ts';
import type { PageRead, PageToRead } from './page-thread.ts';

export interface PageReadings {
  /** Wraps Astro's renderer so that each page is also read. */
  observed(astro: AstroPrerenderer): AstroPrerenderer;
  /** All pages of the output in the order of their files, and the search index. */
  finish(output: Output): Promise<{ readonly scans: readonly PageScan[]; readonly search: ClassicSearch }>;
}

export function readPages(): PageReadings {
  const sources = new Map<string, string>();
  const pages = new Map<string, Omit<PageScan, 'source'>>();
  const search = Promise.withResolvers<ClassicSearch>();
  // Avoids an unhandled rejection; `finish` reports the failure.
  search.promise.catch(() => {});
  const { worker: thread, hold } = startIdleThread('src/site/portable/page-thread.ts');
  thread.on('message', (read: PageRead) => {
    if ('search' in read) search.resolve(read.search);
    else pages.set(read.page.file, { ...read.page, sections: undefined });
  });
  thread.on('error', search.reject);
  thread.on('exit', (code) => search.reject(new Error(`The thread that reads pages ended with code ${code}.`)));

  const send = (message: PageToRead): void => thread.postMessage(message);
  const read = (file: string, html: string): void => {
    sources.set(file, html);
    send({ file, html });
  };
  return {
    observed: (astro) => ({
      ...astro,
      async render(request, options) {
        const result = await astro.render(request, options);
        const response = result instanceof Response ? result : result.response;
        if (!/^text\/html/.test(response.headers.get('content-type') ?? '')) return result;
        const html = await response.text();
        read(decodeURIComponent(new URL(request.url).pathname.slice(1)), html);
        const again = new Response(html, response);
        return result instanceof Response ? again : { ...result, response: again };
      },
    }),
    async finish(output) {
      const files = output.files().filter((file) => file.endsWith('.html'));
      // Pages that Astro did not render, such as those in the public folder.
      for (const file of files) if (!sources.has(file)) read(file, output.text(file));
      const letGo = hold();
      send('no more pages');
      const index = await search.promise.finally(letGo);
      const scans = files.map((file): PageScan => {
        const page = pages.get(file);
        if (page === undefined) throw new Error(`${file} was not read (src/site/portable/page-readings.ts).`);
        return { ...page, source: sources.get(file) ?? '' };
      });
      return { scans, search: index };
    },
  };
}
