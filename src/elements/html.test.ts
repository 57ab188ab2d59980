import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { builtHtml, html } from './html.ts';

const HOSTILE = `"><img src=x onerror='alert(1)'>&`;
const ESCAPED = '&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;';

test('each value in a template is escaped, in text, in attributes and in lists', () => {
  assert.equal(
    html`<p title="${HOSTILE}">${HOSTILE}${[HOSTILE, 1]}</p>`.toString(),
    `<p title="${ESCAPED}">${ESCAPED}${ESCAPED}1</p>`,
  );
});

test('a value that only claims to be text or a number is escaped like any other', () => {
  const forged = { toString: () => HOSTILE } as unknown as number;
  assert.ok(!html`${forged}`.toString().includes('<img'));
  const number = HOSTILE as unknown as number;
  assert.equal(html`<b>${number}</b>`.toString(), `<b>${ESCAPED}</b>`);
});

test('HTML in a template stays HTML; what is absent leaves nothing', () => {
  assert.equal(
    html`<p>${html`<b>${'<'}</b>`}${undefined}${false}${builtHtml('<i>x</i>')}</p>`.toString(),
    '<p><b>&lt;</b><i>x</i></p>',
  );
});

/** Ways to hand text to the parser of the page's own document. */
const PARSERS =
  /\.(?:innerHTML|outerHTML|srcdoc)\s*(?:\|\||\?\?)?=(?!=)|\b(?:insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|document\.write(?:ln)?)\s*\(/;

test('no other file of the page hands text to the HTML parser', () => {
  const root = path.resolve(import.meta.dirname, '..');
  const files = globSync('{elements,components,layouts,pages,runtime,lesson,service-worker}/**/*.{ts,astro}', {
    cwd: root,
  });
  assert.ok(files.length > 150);
  const found = files.filter(
    (file) =>
      !file.endsWith('html.ts') &&
      !file.endsWith('.test.ts') &&
      PARSERS.test(readFileSync(path.join(root, file), 'utf8')),
  );
  assert.deepEqual(found, []);
});
