import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createContext, runInContext } from 'node:vm';
import { classicScripts } from './classic-scripts.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'classic-'));
const FILES = {
  'counter.ts': 'export let count = 0; export const bump = (): void => { count += 1; };',
  'big.ts': `export const big = "big"; export const much = "${'much '.repeat(1000)}";`,
  'small.ts': 'export const small = "small"; log("small is made");',
  'lazy.ts': `import { bump, count } from "./counter.ts"; import { big, much } from "./big.ts"; import { small } from "./small.ts";
    export const go = () => { bump(); log("lazy", count, big, small, much.length); };
    export const text = "${'l'.repeat(6000)}";`,
  'other.ts': 'import { big } from "./big.ts"; export default () => log("other", big);',
  'third.ts': 'import { small } from "./small.ts"; export default () => log("third", small);',
  'one.ts':
    'import { bump, count } from "./counter.ts"; bump(); log("one", count); log("ready"); import("./lazy.ts").then(({ go }) => go());',
  'again.ts':
    'const go = () => import("./lazy.ts").then(({ go }) => go(), ({ message }) => log("failed", message)); go().then(go);',
  'two.ts':
    'import { count } from "./counter.ts"; log("two", count); for (const file of [import("./other.ts"), import("./third.ts")]) file.then((m) => m.default());',
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(folder, name), text);
const sources = new Map(
  ['one', 'two', 'again'].map((name) => [name, `import ${JSON.stringify(`${folder}/${name}.ts`)};`]),
);

/** A minimal page that can load classic scripts. The first `wrong` requests are answered with something else. */
async function load(result: Awaited<ReturnType<typeof classicScripts>>, modules: readonly string[], wrong = 0) {
  const logged: string[] = [];
  const requested: string[] = [];
  const context = createContext({
    log: (...args: unknown[]) => logged.push(args.join(' ')),
    queueMicrotask,
    URL,
    document: {
      baseURI: 'file:///site/lessons/page.html',
      documentElement: { dataset: { root: '../' } },
      currentScript: { dataset: { modules: modules.map((name) => result.modules.get(name)).join(' ') } },
      createElement: () => ({ remove() {} }),
      head: {
        append(script: { src: string; onload(): void }) {
          const file = script.src.replace('file:///site/', '');
          requested.push(file);
          queueMicrotask(() => {
            if (requested.length > wrong)
              runInContext(result.files.get(file) ?? 'throw new Error("no such file")', context);
            script.onload();
          });
        },
      },
    },
  });
  context.self = context;
  context.addEventListener = () => {};
  runInContext(result.files.get(result.main) ?? '', context);
  await delay(5);
  return { logged, requested };
}

test('modules are shared between the one script and the lazy ones, and lazy ones are loaded on demand', async () => {
  const result = await classicScripts(sources);
  const { logged, requested } = await load(result, ['one']);
  assert.deepEqual(logged, ['one 1', 'ready', 'small is made', 'lazy 2 big small 5000']);
  // The shared chunk and the lazy module itself, but not the other page's lazy module.
  assert.equal(requested.length, 2);
  assert.ok(
    requested.every((file) => /^assets\/\w+\.[0-9a-f]{10}\.js$/.test(file)),
    requested.join(),
  );
});

test('what is small comes with what it is loaded with, and is made once however often it comes', async () => {
  const result = await classicScripts(sources);
  const { logged, requested } = await load(result, ['one', 'two']);
  assert.equal(logged.filter((line) => line === 'small is made').length, 1);
  assert.deepEqual(logged.slice(-3).sort(), ['lazy 2 big small 5000', 'other big', 'third small']);
  // `lazy` with `small`; `big` with `other`; `third` with `small`.
  assert.equal(new Set(requested).size, 3);
  const holders = [...result.files.values()].filter((text) => text.includes('small is made'));
  assert.equal(holders.length, 2);
});

test('a page runs its own scripts only, in order', async () => {
  const result = await classicScripts(sources);
  assert.deepEqual((await load(result, ['two'])).logged, ['two 0', 'small is made', 'other big', 'third small']);
  assert.deepEqual((await load(result, ['one', 'two'])).logged.slice(0, 3), ['one 1', 'ready', 'two 1']);
});

test('something else in place of a script is an error, and the next call asks again', async () => {
  const result = await classicScripts(sources);
  const { logged, requested } = await load(result, ['again'], 2);
  assert.match(logged[0] ?? '', /^failed assets\/.* did not contain the scripts of this site$/);
  assert.match(logged.at(-1) ?? '', /^lazy /);
  assert.deepEqual(requested.slice(2), requested.slice(0, 2));
});

test('the result is classic and the same each time', async () => {
  const [first, second] = [await classicScripts(sources), await classicScripts(sources)];
  assert.deepEqual(first, second);
  for (const text of first.files.values()) assert.doesNotMatch(text, /\bimport\s*[({"]|\bexport\s*\{/);
});

test('what classic scripts cannot do is an error of the build', async () => {
  writeFileSync(path.join(folder, 'meta.ts'), 'console.log(import.meta.url);');
  await assert.rejects(classicScripts(new Map([['m', `import "${folder}/meta.ts";`]])), /import\.meta/);
  writeFileSync(path.join(folder, 'dynamic.ts'), 'import(document.title);');
  await assert.rejects(classicScripts(new Map([['d', `import "${folder}/dynamic.ts";`]])), /not known at build time/);
});
