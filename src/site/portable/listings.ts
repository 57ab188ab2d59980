/** The sitemap, and the feed of lessons. Dates come from the Git history, never from the build machine. */
import type { LessonData } from '../../course/course-data.ts';
import type { Site } from '../../course/site.ts';
import { addressOf, FEED } from './page-metadata.ts';

/** Only lessons have dates; the other pages are generated from many files. */
export function sitemap(pages: readonly string[], address: string, lessons: readonly LessonData[]): string {
  const changed = new Map(lessons.map(({ page, dates }) => [page, dates?.changed]));
  const urls = pages.map((file) => {
    const day = changed.get(file);
    const date = day === undefined ? '' : `<lastmod>${day}</lastmod>`;
    return `<url><loc>${xml(addressOf(file, address))}</loc>${date}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`;
}

/** Lessons by date, newest first; lessons of the same day in reverse course order. */
export function feed(site: Site, address: string, lessons: readonly LessonData[]): string {
  const written = ({ dates }: LessonData): string => dates?.written ?? '';
  const newestFirst = lessons.toSorted((a, b) => written(b).localeCompare(written(a)) || b.number - a.number);
  const items = newestFirst.map(({ page, title, description, dates }) => {
    const url = xml(addressOf(page, address));
    const date = dates === undefined ? '' : `<pubDate>${mailDate(dates.written)}</pubDate>`;
    return `<item><title>${xml(title)}</title><link>${url}</link><guid>${url}</guid>${date}<description>${xml(description)}</description></item>`;
  });
  const last = lessons
    .flatMap(({ dates }) => dates?.changed ?? [])
    .toSorted()
    .at(-1);
  const changed = last === undefined ? '' : `<lastBuildDate>${mailDate(last)}</lastBuildDate>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>${xml(site.name)}</title><link>${xml(address)}</link><description>${xml(site.description)}</description><language>en</language>${changed}
<atom:link href="${xml(new URL(FEED, address).href)}" rel="self" type="application/rss+xml"/>
${items.join('\n')}
</channel></rss>
`;
}

/** A date in the format of RSS feeds: `Sun, 22 Nov 2026 00:00:00 GMT`. */
function mailDate(day: string): string {
  return new Date(`${day}T00:00:00Z`).toUTCString();
}

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
