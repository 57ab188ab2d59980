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
      { anchor: '', title: 'Cells', kind: 'text', text: 'Before.', section: '', asked: [] },
      { anchor: 'a', title: 'First', kind: 'text', text: 'One two', section: 'a', asked: [] },
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
  assert.deepEqual(kinds(`<div class="part question" id="q"><p>What?</p>${choice}</div>`), ['quiz #q: What? · Four']);
  assert.deepEqual(kinds(`<p>Do it.</p>${snippet('data-role="solution"')}`), ['text #: Do it.']);
});

test('a transcript has its outputs among its lines', () => {
  const lines = '<span class="line">1 + 1</span>\n<span class="line"><samp>2</samp></span>';
  assert.deepEqual(kinds(`<py-snippet id="t"><pre><code>${lines}</code></pre></py-snippet>`), [
    'code #t: 1 + 1',
    'output #t: 2',
  ]);
});

test('numbers of lines are no words of a question', () => {
  const choice = (text: string) => `<details class="choice"><summary>${text}</summary></details>`;
  const question = `<div class="part question" id="q"><p>Which line?</p>${choice('3')}${choice('*')}${choice('3 cm')}</div>`;
  assert.deepEqual(kinds(question), ['quiz #q: Which line? · 3 cm']);
});

test('cells of a table and choices stand apart, and the name of a part is no text of it', () => {
  const table = '<table><tr><th>a</th><td>b c</td></tr><tr><th></th><td>d</td></tr></table>';
  const predict =
    '<div class="part predict"><p class="part-kind">Predict</p><p>What?</p><details class="choice"><summary>1</summary></details><details class="choice"><summary>x y</summary></details></div>';
  assert.deepEqual(kinds(`<p>See.</p>${table}<p>Then.</p>${predict}<p>End.</p>`), [
    'text #: See. · a · b c · d · Then. What? · x y · End.',
  ]);
});

const asked = (...lines: readonly string[]) =>
  `<template data-asked><ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul></template>`;

test('what was asked belongs to the heading, block or question above, and is no text', () => {
  const question = `<div class="part question" id="q"><p>What?</p></div>${asked('of the question')}`;
  const body = `${asked('of the page')}<p>Before.</p><h2 id="a">First</h2>${asked('of it', 'of <code>it</code>, too')}<p>One</p>${snippet('')}${asked('of the block')}${question}<p>two</p>`;
  assert.deepEqual(
    page(body)?.sections.map(({ kind, anchor, text, asked: lines }) => [`${kind} #${anchor}: ${text}`, ...lines]),
    [
      ['text #: Before.', 'of the page'],
      ['text #a: One two', 'of it', 'of it, too'],
      ['code #loop: for x in y', 'of the block'],
      ['output #loop: NameError: y'],
      ['quiz #q: What?', 'of the question'],
    ],
  );
});

test('a section that repeats others, or sets an exercise, is told from one that explains', () => {
  const sections = sectionsOf(
    parse(
      '<h1>C</h1><div data-pagefind-body><h2 id="a">A</h2><p>x</p><h2 id="b">Make one</h2><div class="part exercise">Do it.</div><h2 id="c">Recap of it</h2><p>x</p></div>',
    ),
    ['Recap'],
  );
  assert.deepEqual(
    sections?.sections.map(({ anchor, role }) => [anchor, role]),
    [
      ['a', undefined],
      ['b', 'practice'],
      ['c', 'recap'],
    ],
  );
});

test('blocks and questions know their section', () => {
  const sections = page(`<h2 id="a">First</h2>${snippet('')}<div class="part question" id="q"><p>What?</p></div>`);
  assert.deepEqual(
    sections?.sections.map(({ kind, section }) => [kind, section]),
    [
      ['text', 'a'],
      ['code', 'a'],
      ['output', 'a'],
      ['quiz', 'a'],
    ],
  );
});
