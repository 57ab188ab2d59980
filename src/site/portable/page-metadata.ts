/** The metadata in each page's head: for search engines, link previews, and installing the site as an app. */
import type { LessonData } from '../../course/course-data.ts';
import type { Site } from '../../course/site.ts';
import { relativeUrl } from './links.ts';
import { CARD_SIZE } from './social-cards.ts';

export interface PageFacts {
  readonly file: string;
  readonly title: string;
  readonly description: string;
  readonly lesson: LessonData | undefined;
}

export const MANIFEST = 'site.webmanifest';
export const FEED = 'feed.xml';
const TEXT_LICENCE = 'https://creativecommons.org/licenses/by/4.0/';

/** The absolute address of a page; the home page has the site's own address. */
export function addressOf(file: string, address: string): string {
  return new URL(file === 'index.html' ? './' : encodeURI(file), address).href;
}

export function cardFile({ slug }: LessonData): string {
  return `cards/${slug}.png`;
}

export function headMetadata(facts: PageFacts, site: Site): string {
  const { file, title, description, lesson } = facts;
  const tags = [
    link('manifest', relativeUrl(file, MANIFEST)),
    link('apple-touch-icon', relativeUrl(file, 'icons/apple-touch-icon.png')),
    property('og:title', title),
    property('og:description', description),
    property('og:type', lesson ? 'article' : 'website'),
    property('og:site_name', site.name),
  ];
  if (site.address === undefined || file === '404.html') return tags.join('');
  const { address } = site;
  const card = new URL(lesson ? cardFile(lesson) : 'cards/site.png', address).href;
  tags.push(
    link('canonical', addressOf(file, address)),
    `<link rel="alternate" type="application/rss+xml" title="${escaped(site.name)}" href="${escaped(new URL(FEED, address).href)}">`,
    property('og:url', addressOf(file, address)),
    property('og:image', card),
    property('og:image:width', String(CARD_SIZE.width)),
    property('og:image:height', String(CARD_SIZE.height)),
    '<meta name="twitter:card" content="summary_large_image">',
    `<script type="application/ld+json">${JSON.stringify(structuredData(facts, site, address)).replaceAll('<', '\\u003c')}</script>`,
  );
  return tags.join('');
}

function structuredData({ file, title, description, lesson }: PageFacts, site: Site, address: string): object {
  const course = {
    '@type': 'Course',
    '@id': `${address}#course`,
    name: site.name,
    description: site.description,
    url: address,
    provider: { '@type': 'Organization', name: site.name, url: address },
  };
  const common = { '@context': 'https://schema.org', inLanguage: 'en', url: addressOf(file, address), description };
  if (file === 'index.html') return { '@context': 'https://schema.org', inLanguage: 'en', ...course };
  if (lesson === undefined) return { ...common, '@type': 'WebPage', name: title, isPartOf: { '@id': course['@id'] } };
  return {
    ...common,
    '@type': 'LearningResource',
    name: lesson.title,
    learningResourceType: 'Lesson',
    position: lesson.number,
    timeRequired: `PT${lesson.minutes}M`,
    teaches: lesson.goals,
    keywords: lesson.topics,
    license: TEXT_LICENCE,
    isAccessibleForFree: true,
    image: new URL(cardFile(lesson), address).href,
    ...(lesson.dates && { datePublished: lesson.dates.written, dateModified: lesson.dates.changed }),
    isPartOf: course,
  };
}

/** Makes the site installable under any path, since its addresses are relative. It has no `id`, which would be the same for all sites of one host. */
export function webManifest(site: Site): string {
  const icon = (file: string, size: number, purpose: string) => ({
    src: `icons/${file}`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  const manifest = {
    name: site.name,
    short_name: site.name,
    description: site.description,
    lang: 'en',
    start_url: './index.html',
    scope: './',
    display: 'standalone',
    background_color: '#fcfaf4',
    theme_color: '#fcfaf4',
    categories: ['education', 'books'],
    icons: [
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      icon('icon-192.png', 192, 'any'),
      icon('icon-512.png', 512, 'any'),
      icon('icon-maskable-512.png', 512, 'maskable'),
    ],
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function link(rel: string, href: string): string {
  return `<link rel="${rel}" href="${escaped(href)}">`;
}

function property(name: string, content: string): string {
  return `<meta property="${name}" content="${escaped(content)}">`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
