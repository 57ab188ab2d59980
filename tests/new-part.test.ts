/** A learning part is a folder and its name in the registry: one that only this test knows works everywhere, in a copy of the project that has it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'parse5';

const root = path.resolve(import.meta.dirname, '..');
/** Inside the project, where Node finds its packages. */
const copy = path.join(root, '.cache', 'new-part');
const fixture = path.join(root, 'tests/fixtures/fill-in');
const output = path.join(copy, 'dist');
const env = { ...process.env, SITE_CONTENT: path.join(copy, 'site'), SITE_OUTPUT: output };

const node = (...args: readonly string[]) => promisify(execFile)(process.execPath, args, { cwd: copy, env });
/** A module of the copy. */
const load = <Module>(file: string): Promise<Module> => import(pathToFileURL(path.join(copy, file)).href);

before(() => {
  rmSync(copy, { recursive: true, force: true });
  for (const name of ['src', 'scripts', 'public', 'content', 'astro.config.mjs', 'package.json', 'tsconfig.json']) {
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  cpSync(path.join(fixture, 'site'), path.join(copy, 'site'), { recursive: true });
  cpSync(path.join(fixture, 'part'), path.join(copy, 'src/parts/fill-in'), { recursive: true });
  const registry = path.join(copy, 'src/parts/registry.ts');
  const text = readFileSync(registry, 'utf8').replace('  predict,\n', '  fillIn,\n  predict,\n');
  writeFileSync(registry, `import { fillIn } from './fill-in/part.ts';\n${text}`);
});

test('on the page, with its element, and in search, without its answer', async () => {
  await node('scripts/build.ts');
  const page = readFileSync(path.join(output, 'lessons/gaps.html'), 'utf8');
  assert.match(page, /<fill-in class="part fill-in" id="counter">/);
  assert.match(page, /data-setting="exercise"/);
  const scripts = globSync('assets/*.js', { cwd: output }).map((file) => readFileSync(path.join(output, file), 'utf8'));
  assert.ok(scripts.some((script) => script.includes('What belongs in the gap?')));
  assert.ok(scripts.some((script) => /"fill-in,predict-output/.test(script)));
  assert.ok(
    scripts.some((script) => script.includes('.fill-in-answer')),
    'the notebook knows what to leave out',
  );
  const { sectionsOf } = await load<typeof import('../src/site/search/search-sections.ts')>(
    'src/site/search/search-sections.ts',
  );
  const found = sectionsOf(parse(page))?.sections.map(({ anchor, kind, text }) => `${kind} #${anchor}: ${text}`) ?? [];
  assert.ok(found.includes('quiz #counter: Which word lets the inner function count?'), found.join('\n'));
  assert.ok(found.some((section) => section.startsWith('code #') && section.includes('___ count')));
  assert.equal(
    found.find((section) => section.includes('nonlocal')),
    undefined,
  );
});

test('in the check: what is written, and what only running finds', async () => {
  const lesson = path.join(copy, 'site/lessons/01-gaps.mdx');
  const good = readFileSync(lesson, 'utf8');
  const checked = async (text: string): Promise<string> => {
    writeFileSync(lesson, text);
    const { stdout } = await node('scripts/check.ts', lesson).catch((error: { stdout: string }) => error);
    return stdout;
  };
  assert.match(await checked(good), /^✔ 1 block/m);
  assert.match(await checked(good.replace('"nonlocal"', '"del"')), /The program fails with `del` in its gap/);
  assert.match(await checked(good.replaceAll('___', '')), /There is no gap/);
  assert.match(await checked(good.replace('answer=', 'anwser=')), /`anwser` is not an attribute of `<FillIn>`/);
  assert.match(await checked(good.replace('role=gap', 'role=gab')), /Did you mean `gap`\?/);
  writeFileSync(lesson, good);
});

test('in the guide, and in the lesson’s totals', async () => {
  await node('scripts/guide.ts');
  assert.match(
    readFileSync(path.join(copy, 'content/CHECKING.md'), 'utf8'),
    /### `<FillIn>`\n\nA program with a gap[\s\S]*?- roles of its fences: `gap`\n/,
  );
  const { totalsOf } = await load<typeof import('../src/course/lesson-totals.ts')>('src/course/lesson-totals.ts');
  assert.deepEqual(totalsOf(path.join(copy, 'site/lessons/01-gaps.mdx')).exercises, ['counter']);
});
