import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'parse5';
import { sectionsOf } from './search-sections.ts';

const page = (body: string) =>
  sectionsOf(
    parse(`<h1>Cells</h1><a data-pagefind-filter="topic">scope</a><article data-pagefind-body>${body}</article>`),
  );

test('a page without a body for search is not found', () => {
  assert.equal(sectionsOf(parse('<h1>Search</h1><p>words</p>')), undefined);
});

test('text belongs to the heading above it', () => {
  assert.deepEqual(page('<p>Before.</p><h2 id="a">First</h2><p>One</p><ul><li>two</li></ul>'), {
    title: 'Cells',
    topics: ['scope'],
    sections: [
      { anchor: '', title: 'Cells', kind: 'text', text: 'Before.' },
      { anchor: 'a', title: 'First', kind: 'text', text: 'One two' },
    ],
  });
});

const snippet = (attributes: string) =>
  `<py-snippet id="loop" ${attributes}><pre>for x in y</pre><pre><samp>NameError: y</samp></pre></py-snippet>`;
const kinds = (body: string) => page(body)?.sections.map(({ kind, anchor, text }) => `${kind} #${anchor}: ${text}`);

test('code and output are records of their own, and lead to the block', () => {
  assert.deepEqual(kinds(`<h2 id="a">First</h2><p>Text.</p>${snippet('')}`), [
    'text #a: Text.',
    'code #loop: for x in y',
    'output #loop: NameError: y',
  ]);
});

test('search gives no answer and no solution away', () => {
  assert.deepEqual(kinds(`<div class="part question" id="q"><p>What?</p>${snippet('data-setting="question"')}</div>`), [
    'quiz #q: What?',
    'code #loop: for x in y',
  ]);
  const choice = '<details class="choice"><summary>Four</summary><div class="choice-feedback">Yes.</div></details>';
  assert.deepEqual(kinds(`<div class="part question" id="q"><p>What?</p>${choice}</div>`), ['quiz #q: What? Four']);
  assert.deepEqual(kinds(`<p>Do it.</p>${snippet('data-role="solution"')}`), ['text #: Do it.']);
});

test('a transcript has its outputs among its lines', () => {
  const lines = '<span class="line">1 + 1</span>\n<span class="line"><samp>2</samp></span>';
  assert.deepEqual(kinds(`<py-snippet id="t"><pre><code>${lines}</code></pre></py-snippet>`), [
    'code #t: 1 + 1',
    'output #t: 2',
  ]);
});

test('numbers of lines are no words of a question, and messages stand apart', () => {
  const choice = (text: string) => `<details class="choice"><summary>${text}</summary></details>`;
  const question = `<div class="part question" id="q"><p>Which line?</p>${choice('3')}${choice('*')}${choice('3 cm')}</div>`;
  assert.deepEqual(kinds(question), ['quiz #q: Which line? 3 cm']);
  const errors = parse(
    '<h1>E</h1><div data-pagefind-body data-pagefind-filter="kind:error"><h2 id="N">N</h2><ul><li>one</li><li>two</li></ul></div>',
  );
  assert.deepEqual(
    sectionsOf(errors)?.sections.map(({ text }) => text),
    ['one · two'],
  );
});
