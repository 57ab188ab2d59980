import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LessonData } from '../../course/course-data.ts';
import { feed, sitemap } from './listings.ts';
import { headMetadata, webManifest } from './page-metadata.ts';

const ADDRESS = 'https://example.org/deep/course/';
const SITE = { name: 'A & B', description: 'Both.', address: ADDRESS };

function lesson(number: number, dates?: LessonData['dates']): LessonData {
  return {
    number,
    slug: `l${number}`,
    page: `lessons/l${number}.html`,
    title: `Lesson <${number}>`,
    description: 'Text.',
    minutes: 5,
    goals: [],
    requires: [],
    topics: [],
    next: [],
    ...(dates && { dates }),
  };
}

const old = lesson(1, { written: '2026-01-02', changed: '2026-05-06' });
const young = lesson(2, { written: '2026-03-04', changed: '2026-03-04' });

test('the feed has the youngest lesson first, with its date and its full address', () => {
  const text = feed(SITE, ADDRESS, [old, young]);
  assert.match(text, /<lastBuildDate>Wed, 06 May 2026 00:00:00 GMT<\/lastBuildDate>/);
  const items = [...text.matchAll(/<item>.*?<\/item>/g)].map(String);
  assert.match(items[0] ?? '', /<link>https:\/\/example\.org\/deep\/course\/lessons\/l2\.html<\/link>/);
  assert.match(items[0] ?? '', /<pubDate>Wed, 04 Mar 2026 00:00:00 GMT<\/pubDate>/);
  assert.match(items[1] ?? '', /<pubDate>Fri, 02 Jan 2026 00:00:00 GMT<\/pubDate>/);
});

test('without a history nothing is dated', () => {
  const undated = [lesson(1), lesson(2)];
  assert.doesNotMatch(feed(SITE, ADDRESS, undated), /Date/);
  assert.doesNotMatch(sitemap(['lessons/l1.html'], ADDRESS, undated), /lastmod/);
});

test('the sitemap says when each lesson was changed', () => {
  const text = sitemap(['index.html', 'lessons/l1.html'], ADDRESS, [old]);
  assert.match(text, /<url><loc>https:\/\/example\.org\/deep\/course\/<\/loc><\/url>/);
  assert.match(text, /<loc>[^<]*l1\.html<\/loc><lastmod>2026-05-06<\/lastmod>/);
});

test("a lesson's head has full addresses below the configured one, and its dates", () => {
  const facts = { file: old.page, title: 'T', description: 'D', lesson: old };
  const head = headMetadata(facts, SITE);
  assert.match(head, /<link rel="canonical" href="https:\/\/example\.org\/deep\/course\/lessons\/l1\.html">/);
  assert.match(head, /property="og:image" content="https:\/\/example\.org\/deep\/course\/cards\/l1\.png"/);
  const data = JSON.parse(/ld\+json">(.*)<\/script>/.exec(head)?.[1] ?? '');
  assert.equal(data.url, 'https://example.org/deep/course/lessons/l1.html');
  assert.equal(data.isPartOf.url, ADDRESS);
  assert.deepEqual([data.datePublished, data.dateModified], ['2026-01-02', '2026-05-06']);
  const elsewhere = headMetadata(facts, { name: 'A & B', description: 'Both.' });
  assert.doesNotMatch(elsewhere, /canonical|og:url|og:image|ld\+json|https?:/);
});

test('two copies of the site on one host are two apps, each with a start, a scope and icons of its own', () => {
  const manifest = JSON.parse(webManifest(SITE));
  const at = (base: string, url: string): string => new URL(url, `https://example.org${base}site.webmanifest`).href;
  // An `id` would be resolved against the origin, so both copies would share it.
  assert.equal(manifest.id, undefined);
  assert.equal(at('/one/', manifest.start_url), 'https://example.org/one/index.html');
  assert.equal(at('/one/', manifest.scope), 'https://example.org/one/');
  assert.deepEqual(
    manifest.icons.map(({ sizes, purpose }: { sizes: string; purpose: string }) => `${sizes} ${purpose}`),
    ['any any', '192x192 any', '512x512 any', '512x512 maskable'],
  );
});
