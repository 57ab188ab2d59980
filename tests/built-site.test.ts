/** Properties of every built site: reproducible, no absolute addresses, loadable from disk, no broken links. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const root = path.resolve(import.meta.dirname, '..');

async function build(fixture: string, output: string): Promise<{ readonly folder: string; readonly errors: string }> {
  const folder = path.join(root, '.cache', 'sites', output);
  const env = { ...process.env, SITE_CONTENT: path.join('tests/fixtures', fixture), SITE_OUTPUT: folder };
  const run = promisify(execFile)(process.execPath, [path.join(root, 'scripts/build.ts')], { cwd: root, env });
  const errors = await run.then(
    () => '',
    (error: { stderr: string }) => error.stderr,
  );
  return { folder, errors };
}

const filesOf = (folder: string): readonly string[] =>
  globSync('**/*.*', { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();

let folder = '';
let files: readonly string[] = [];
const text = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const pages = (): readonly string[] => files.filter((file) => file.endsWith('.html'));

before(async () => {
  const built = await build('anywhere-site', 'built-once');
  assert.equal(built.errors, '');
  folder = built.folder;
  files = filesOf(folder);
});

test('two builds give the same bytes, the zip included', async () => {
  const again = await build('anywhere-site', 'built-twice');
  assert.equal(again.errors, '');
  const sums = (of: string): readonly string[] =>
    filesOf(of).map(
      (file) =>
        `${file} ${createHash('sha256')
          .update(readFileSync(path.join(of, file)))
          .digest('hex')}`,
    );
  assert.deepEqual(sums(again.folder), sums(folder));
});

test('pages refer to files of the site by relative addresses only, and load nothing that a page from disk may not', () => {
  assert.ok(pages().length > 5);
  for (const page of pages()) {
    const html = text(page);
    for (const [, url] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      assert.doesNotMatch(url ?? '', /^\/|^file:|\.mdx/, `${page}: ${url}`);
      if (/^https?:/.test(url ?? '')) assert.match(html, new RegExp(`<a [^>]*href="${url}"`), `${page}: ${url}`);
    }
    assert.doesNotMatch(html, /type="module"|crossorigin|modulepreload/, page);
    assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; /, page);
    assert.match(html, /<html data-root="(\.\/|(\.\.\/)+)"/, page);
  }
});

test('every inline script and style is allowed by its hash', () => {
  for (const page of pages()) {
    const html = text(page);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    for (const [, attributes, content] of html.matchAll(/<(?:script|style)([^>]*)>([^<]+)<\//g)) {
      if (/src=|json/.test(attributes ?? '')) continue;
      const hash = createHash('sha256')
        .update(content ?? '')
        .digest('base64');
      assert.ok(policy.includes(`'sha256-${hash}'`), `${page}: ${content?.slice(0, 60)}`);
    }
    assert.doesNotMatch(html, /\sstyle="|\son[a-z]+="/, page);
  }
});

test('names of assets carry hashes', () => {
  for (const file of files.filter((name) => /^(assets|py|search)\//.test(name))) {
    assert.match(file, /[._][\w-]{7,}\.\w+$/, file);
  }
});

test('what a page loads before anything is pressed stays small', () => {
  const scripts = [...text('lessons/anywhere.html').matchAll(/<script[^>]*\ssrc="([^"]*)"/g)];
  assert.equal(scripts.length, 1);
  const size = gzipSync(text(path.posix.join('lessons', scripts[0]?.[1] ?? ''))).length;
  assert.ok(size <= 10_000, `${size} bytes of JavaScript`);
});

test('without an address there is no file that needs one, and with one there is', async () => {
  for (const name of ['sitemap.xml', 'feed.xml', 'robots.txt']) assert.ok(!files.includes(name), name);
  assert.doesNotMatch(text('index.html'), /canonical|og:url|ld\+json/);
  const { folder: published, errors } = await build('published-site', 'published');
  assert.equal(errors, '');
  const page = readFileSync(path.join(published, 'lessons/only.html'), 'utf8');
  assert.match(page, /<link rel="canonical" href="https:\/\/example\.org\/course\/lessons\/only\.html">/);
  assert.match(page, /<meta property="og:image" content="https:\/\/example\.org\/course\/cards\/only\.png">/);
  assert.match(page, /"@type":"LearningResource"/);
  const read = (file: string): Buffer => readFileSync(path.join(published, file));
  assert.match(read('sitemap.xml').toString(), /<loc>https:\/\/example\.org\/course\/<\/loc>/);
  assert.match(read('feed.xml').toString(), /<title>The only &#38; last<\/title>/);
  assert.equal(read('cards/only.png').toString('latin1', 1, 4), 'PNG');
});

test('broken links fail the build, all of them, where they were written', async () => {
  const { errors } = await build('broken-site', 'broken');
  const at = 'tests/fixtures/broken-site/lessons/01-anywhere.mdx';
  assert.match(errors, new RegExp(`${at}:13:\\d+: The link \`#a-haeding\` .*no anchor`));
  assert.match(errors, /Did you mean `#a-heading`\?/);
  assert.match(errors, new RegExp(`${at}:14:\\d+: The link \`/glosary\\.html\``));
  assert.match(errors, /Did you mean `\.\.\/glossary\.html`\?/);
  assert.match(errors, /anywhere\.html:1:1: On this page: More than one element of the page has the id `main`/);
  assert.doesNotMatch(errors, /\s+at .*\.ts:\d+/, 'no stack trace');
});
