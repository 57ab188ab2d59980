/** Writes caching rules for hosts, and the sitemap, feed and social cards. All but the first need the site's address. */
import type { LessonData } from '../../course/course-data.ts';
import type { Site } from '../../course/site.ts';
import type { Output } from '../output.ts';
import { feed, sitemap } from './listings.ts';
import { cardFile, FEED, MANIFEST, webManifest } from './page-metadata.ts';
import { cardImage } from './social-cards.ts';

/** Pages that search engines should not list. */
const UNLISTED = new Set(['404.html', 'search.html']);

export async function writeSiteFiles(output: Output, site: Site, lessons: readonly LessonData[]): Promise<void> {
  output.write(MANIFEST, webManifest(site));
  output.write('_headers', hostHeaders(site.address === undefined ? '/' : new URL(site.address).pathname));
  if (site.address === undefined) return;
  const pages = output.files().filter((file) => file.endsWith('.html') && !UNLISTED.has(file));
  output.write('sitemap.xml', sitemap(pages, site.address, lessons));
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

/** Headers that have no equivalent in HTML. */
const EVERYWHERE = [
  "Content-Security-Policy: frame-ancestors 'none'",
  'X-Content-Type-Options: nosniff',
  'Referrer-Policy: strict-origin-when-cross-origin',
  'Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()',
];

/** For hosts that read `_headers` (Netlify, Cloudflare Pages and others). Files with a hash in their name never change. */
function hostHeaders(base: string): string {
  const hashed = ['assets/*', 'py/*', 'search/*'];
  const forever = '  Cache-Control: public, max-age=31536000, immutable';
  return [
    ...hashed.map((folder) => `${base}${folder}\n${forever}`),
    `${base}sw.js\n  Cache-Control: no-cache`,
    `${base}*\n${EVERYWHERE.map((header) => `  ${header}`).join('\n')}`,
    '',
  ].join('\n');
}
