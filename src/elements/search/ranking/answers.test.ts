import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asking } from './answers.ts';
import type { Engine } from './engine.ts';
import { lexiconOf, packedWords } from './lexicon.ts';

/** An index of a few texts, which finds each text that has the word. */
function engineOf(texts: Readonly<Record<string, string>>): { engine: Engine; questions: string[] } {
  const questions: string[] = [];
  const engine: Engine = {
    search: async (query) => {
      questions.push(query);
      const results = Object.entries(texts).filter(([, text]) => text.split(' ').includes(query));
      return {
        results: results.map(([id, content]) => ({
          id,
          score: 1,
          data: async () => ({
            url: `${id}.html?kind=text#s`,
            meta: { title: 'T', page: 'P' },
            content: `T. ${content}`,
          }),
        })),
      };
    },
  };
  return { engine, questions };
}
const TEXTS = { one: 'cell holds value', two: 'cell of loop', three: 'loop variable' };
const lexicon = lexiconOf({ words: packedWords('cell holds value loop variable'.split(' ')), synonyms: [] });

test('not everything need match: what has more of the question stands first', async () => {
  const ask = asking(engineOf(TEXTS).engine, lexicon, 3);
  const answers = await ask('which value is in the cell');
  assert.deepEqual(
    (await answers.best(8)).map(({ file }) => file),
    ['one.html', 'two.html'],
  );
  assert.equal(answers.guess, false);
});

test('a guess is told as one', async () => {
  const ask = asking(engineOf(TEXTS).engine, lexicon, 3);
  assert.equal((await ask('clel')).guess, true);
  assert.equal((await ask('holds variable')).guess, true);
  assert.equal((await ask('cell of a zebra')).guess, true);
});

test('the index is asked once for a word, however often it is typed', async () => {
  const { engine, questions } = engineOf(TEXTS);
  const ask = asking(engine, lexicon, 3);
  await ask('cell value');
  await ask('cell value loop');
  assert.deepEqual(questions.toSorted(), ['cell', 'loop', 'value']);
});

test('words that nothing knows find nothing', async () => {
  const { total, best } = await asking(engineOf(TEXTS).engine, lexicon, 3)('zqxjkv');
  assert.equal(total, 0);
  assert.deepEqual(await best(8), []);
});

test('what is equally good comes in the same order, however the index gives it', async () => {
  const orders = [TEXTS, Object.fromEntries(Object.entries(TEXTS).reverse())].map(async (texts) => {
    const { best } = await asking(engineOf(texts).engine, lexicon, 3)('loop');
    return (await best(8)).map(({ file }) => file);
  });
  const [one, other] = await Promise.all(orders);
  assert.deepEqual(one, other);
});
