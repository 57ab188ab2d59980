/** Files for hosts and for machines elsewhere: caching rules, sitemap, feed, cards. All but the first need the site's address. */
import type { LessonData } from '../course/course-data.ts';
import type { Site } from '../course/site.ts';
import type { Output } from '../output.ts';
import { addressOf, cardFile, FEED, MANIFEST, webManifest } from './page-metadata.ts';
import { cardImage } from './social-cards.ts';

/** Pages that nobody should be led to from outside. */
const UNLISTED = new Set(['404.html', 'search.html']);

export async function writeSiteFiles(output: Output, site: Site, lessons: readonly LessonData[]): Promise<void> {
  output.write(MANIFEST, webManifest(site));
  output.write('_headers', hostHeaders(site.address === undefined ? '/' : new URL(site.address).pathname));
  if (site.address === undefined) return;
  const pages = output.files().filter((file) => file.endsWith('.html') && !UNLISTED.has(file));
  output.write('sitemap.xml', sitemap(pages, site.address));
  output.write('robots.txt', `User-agent: *\nAllow: /\n\nSitemap: ${new URL('sitemap.xml', site.address).href}\n`);
  output.write(FEED, feed(site, site.address, lessons));
  const start = { site: site.name, title: site.name, above: 'An open course', below: site.description };
  output.write('cards/site.png', await cardImage(start));
  for (const lesson of lessons) {
    const above = `Lesson ${lesson.number} · ${lesson.minutes} minutes`;
    const card = { site: site.name, title: lesson.title, above, below: lesson.description };
    output.write(cardFile(lesson), await cardImage(card));
  }
}

/** For hosts that read `_headers` (Netlify, Cloudflare Pages and others): names with a hash in them never change their content. */
function hostHeaders(base: string): string {
  const hashed = ['assets/*', 'py/*', 'search/*'];
  const forever = '  Cache-Control: public, max-age=31536000, immutable';
  return [
    ...hashed.map((folder) => `${base}${folder}\n${forever}`),
    `${base}sw.js\n  Cache-Control: no-cache`,
    `${base}*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin`,
    '',
  ].join('\n');
}

function sitemap(pages: readonly string[], address: string): string {
  const urls = pages.map((file) => `<url><loc>${xml(addressOf(file, address))}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`;
}

/** Without dates: they would come from the machine that builds, and the same commit must give the same bytes. */
function feed(site: Site, address: string, lessons: readonly LessonData[]): string {
  const items = lessons.map((lesson) => {
    const url = xml(addressOf(lesson.page, address));
    return `<item><title>${xml(lesson.title)}</title><link>${url}</link><guid>${url}</guid><description>${xml(lesson.description)}</description></item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>${xml(site.name)}</title><link>${xml(address)}</link><description>${xml(site.description)}</description><language>en</language>
<atom:link href="${xml(new URL(FEED, address).href)}" rel="self" type="application/rss+xml"/>
${items.reverse().join('\n')}
</channel></rss>
`;
}

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
