import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relativeRoot, relativeUrl, resolveLink, type Targets } from './links.ts';

const pages: Record<string, readonly string[]> = {
  'index.html': ['lessons'],
  'glossary.html': ['cell', 'free-variable'],
  'lessons/nonlocal.html': ['a-counter', 'naïve'],
  'lessons/deep/index.html': [],
};
const targets: Targets = {
  has: (file) => file in pages || file === 'assets/a b#1.css',
  files: () => Object.keys(pages),
  anchors: (file) => pages[file] && new Set(pages[file]),
};
const from = 'lessons/nonlocal.html';
const url = (link: string, page = from) => {
  const resolved = resolveLink(page, link, targets);
  return resolved.kind === 'found' ? resolved.url : resolved.kind;
};

test('links become relative to the page they stand on', () => {
  assert.equal(url('/glossary.html#cell'), '../glossary.html#cell');
  assert.equal(url('/', from), '../index.html');
  assert.equal(url('/glossary'), '../glossary.html');
  assert.equal(url('/lessons/deep/'), 'deep/index.html');
  assert.equal(url('/lessons/nonlocal.html', 'index.html'), 'lessons/nonlocal.html');
  assert.equal(
    url('/lessons/nonlocal.html?x=1#a-counter', 'lessons/deep/index.html'),
    '../nonlocal.html?x=1#a-counter',
  );
});

test('links between lesson files lead to their pages', () => {
  assert.equal(url('./05-nonlocal.mdx#a-counter'), '#a-counter');
  assert.equal(url('05-nonlocal.mdx', 'index.html'), 'lessons/nonlocal.html');
});

test('characters with a meaning in URLs are encoded', () => {
  assert.equal(relativeUrl(from, 'assets/a b#1.css'), '../assets/a%20b%231.css');
  assert.equal(url('#na%C3%AFve'), '#na%C3%AFve');
});

test('addresses elsewhere are left alone', () => {
  for (const link of ['https://docs.python.org/', 'mailto:a@example.org', '//example.org/x', 'data:,x']) {
    assert.equal(url(link), 'external');
  }
});

test('a broken link is told with what may have been meant', () => {
  assert.deepEqual(resolveLink(from, '../glosary.html', targets), {
    kind: 'broken',
    message: 'The link `../glosary.html` leads to a page or file that does not exist.',
    hint: 'Did you mean `../glossary.html`?',
  });
  assert.deepEqual(resolveLink(from, '/glossary.html#free-varable', targets), {
    kind: 'broken',
    message: 'The link `/glossary.html#free-varable` leads to glossary.html, which has no anchor `#free-varable`.',
    hint: 'Did you mean `#free-variable`?',
  });
  assert.equal(url('#100%'), 'broken');
});

test('the root of the site is a folder, never empty', () => {
  assert.equal(relativeRoot('index.html'), './');
  assert.equal(relativeRoot('lessons/deep/index.html'), '../../');
});
