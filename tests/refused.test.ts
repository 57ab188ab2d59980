/** Lessons run nothing on the machine that builds or checks them: anything that could run is refused before it is compiled. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { mdxToJs } from 'satteri';
import { readPage } from '../src/check/page.ts';
import { lessonProblems } from '../src/course/lesson-problems.ts';
import { notAllowed } from '../src/course/markdown/allowed.ts';
import { openText } from '../src/course/open-lesson.ts';
import { cacheOf, contentDirectory, projectDirectory } from '../src/course/places.ts';
import { formatProblem } from '../src/lesson/read/problem.ts';
import { allowed } from '../src/site/mdx/mdx-allowed.ts';

const fixtures = path.join(import.meta.dirname, 'fixtures/refused');
const page = path.join(contentDirectory, 'lessons/01-closures-in-one-sitting.mdx');
const FRONTMATTER =
  '---\ntitle: A\ndescription: B.\nminutes: 1\ngoals: [c]\nrequires: []\ntopics: []\nnext: []\n---\n\n';
const OTHERS = { slugs: ['closures-in-one-sitting'], files: ['01-closures-in-one-sitting.mdx'] };

interface Construct {
  readonly name: string;
  readonly source: string;
  readonly refusal: string;
}

const constructs: readonly Construct[] = readFileSync(path.join(fixtures, 'constructs.txt'), 'utf8')
  .split(/^=== /m)
  .slice(1)
  .map((text) => {
    const [, name = '', source = '', refusal = ''] = /^(.*)\n([\s\S]*?)--- refused\n([\s\S]*)$/.exec(text) ?? [];
    return { name, source, refusal: refusal.trim() };
  });

const compile = (source: string): Promise<unknown> =>
  mdxToJs(source, { mdastPlugins: [allowed], fileURL: pathToFileURL(page) }) as Promise<unknown>;

test('there are many constructs that must be refused, each once', () => {
  assert.ok(constructs.length >= 100, `${constructs.length}`);
  assert.equal(new Set(constructs.map(({ name }) => name)).size, constructs.length);
});

for (const { name, source, refusal } of constructs) {
  test(`refused with place and cure, and never compiled: ${name}`, async () => {
    // Line numbers start below the frontmatter.
    const told = lessonProblems(openText(`${FRONTMATTER}${source}`, 'a.mdx'), OTHERS).map((problem) => {
      const { line, column } = problem.position;
      return formatProblem({ ...problem, position: { line: line - FRONTMATTER.split('\n').length + 1, column } });
    });
    assert.equal(told.join('\n'), refusal);
    await assert.rejects(async () => compile(source));
  });
}

test('what is harmless is accepted, by the check and by the compiler', async () => {
  const source = readFileSync(path.join(fixtures, 'harmless.mdx'), 'utf8');
  const place = { folder: 'lessons', hasPicture: (picture: string) => picture === 'lessons/picture.png' };
  assert.deepEqual(notAllowed(openText(source, 'a.mdx').document, place), []);
  const told = lessonProblems(openText(source, 'a.mdx'), OTHERS).map(({ message }) => message);
  assert.deepEqual(told, ['There is no picture `./picture.png`.']);
  await compile(source.replace(/^---[\s\S]*?^---/m, '').replace('![a picture](./picture.png)', ''));
});

test('a document that is no page of the site may hold JavaScript, for nothing of it is compiled', () => {
  const source =
    "import Box from './Box.astro';\n\n<Box {...props} />\n\n<script>{'x'}</script> {1 + 1}\n\n```python\nprint(1)\n```\n";
  const { problems } = readPage('/somewhere/else/README.mdx', source, { session: 'block' });
  assert.deepEqual(problems, []);
});

test('a file outside of the content folder is never compiled', async () => {
  const outside = pathToFileURL(path.join(projectDirectory, 'README.mdx'));
  await assert.rejects(
    async () => mdxToJs('Text.\n', { mdastPlugins: [allowed], fileURL: outside }),
    /no page of the content/,
  );
});

test('frontmatter that names a layout is not compiled', async () => {
  const data: Record<string, unknown> = { astro: { frontmatter: { layout: './run.js' } } };
  await assert.rejects(
    async () => mdxToJs('Text.\n', { mdastPlugins: [allowed], fileURL: pathToFileURL(page), data }),
    /`layout` is not a key/,
  );
});

const bomb = `x0: &x0 [a, a]\n${Array.from({ length: 30 }, (_, n) => `x${n + 1}: &x${n + 1} [*x${n}, *x${n}]\n`).join('')}`;

for (const [name, yaml, refusal] of [
  ['aliases that multiply', bomb, 'a.mdx:10:10: The frontmatter refers to another place of itself.'],
  ['deep nesting', `deep: ${'['.repeat(20_000)}\n`, 'a.mdx:2:1: The frontmatter is nested too deeply to be read.'],
  [
    'deep nesting that is closed',
    `deep: ${'['.repeat(9000)}${']'.repeat(9000)}\n`,
    'a.mdx:2:1: The frontmatter is nested',
  ],
  ['lists in lists', `deep:\n  ${'- '.repeat(9000)}a\n`, 'a.mdx:2:1: The frontmatter is nested'],
  ['some nesting', `deep: ${'['.repeat(300)}${']'.repeat(300)}\n`, 'a.mdx:9:1: `deep` is not a key'],
] as const) {
  test(`frontmatter with ${name} is one problem of its file`, () => {
    const source = FRONTMATTER.replace('next: []\n', `next: []\n${yaml}`);
    const told = lessonProblems(openText(`${source}Text.\n`, 'a.mdx'), OTHERS).map(formatProblem);
    assert.equal(told.length, 1, told.join('\n').slice(0, 500));
    assert.match(told[0] ?? '', new RegExp(`^${refusal.replaceAll(/[.:]/g, '\\$&')}`));
  });
}

test('HTML, images and addresses in a goal are refused where it stands', () => {
  const goals = ['<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '![x](./x.png)', 'a *word* and `<b>`'];
  const source = FRONTMATTER.replace('goals: [c]', `goals:\n${goals.map((goal) => `  - '${goal}'`).join('\n')}`);
  assert.deepEqual(
    lessonProblems(openText(`${source}Text.\n`, 'a.mdx'), OTHERS).map(
      (problem) => formatProblem(problem).split('\n')[0],
    ),
    [
      'a.mdx:6:5: This text holds HTML.',
      'a.mdx:7:5: A link may not begin with `javascript:`.',
      'a.mdx:8:5: An image cannot stand in this text.',
    ],
  );
});

/** A small site to which a test adds files; `canary` is a file that nothing may write. */
function withSite(use: (content: string, canary: string, run: (...args: readonly string[]) => Ended) => void): void {
  const scratch = path.join(projectDirectory, '.cache');
  mkdirSync(scratch, { recursive: true });
  const content = mkdtempSync(path.join(scratch, 'hostile-'));
  const canary = path.join(content, 'canary.txt');
  mkdirSync(path.join(content, 'lessons'));
  writeFileSync(path.join(content, 'site.yaml'), 'name: A\ndescription: B.\n');
  writeFileSync(path.join(content, 'lessons/01-good.mdx'), `${FRONTMATTER}Text.\n`);
  const env = { ...process.env, SITE_CONTENT: content, SITE_OUTPUT: path.join(content, 'dist'), CANARY: 'sang-3f81' };
  const run = (...args: readonly string[]): Ended => {
    // A build that hangs is killed and has no exit status.
    const options = { cwd: projectDirectory, env, encoding: 'utf8', timeout: 180_000 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
    return { status, said: `${stdout}${stderr}` };
  };
  try {
    use(content, canary, run);
  } finally {
    rmSync(content, { recursive: true, force: true });
    rmSync(cacheOf(content), { recursive: true, force: true });
  }
}

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** Builds with Astro alone, without the report on lessons. */
const ASTRO_ALONE = `import { build } from '${import.meta.resolve('astro')}';
await build({ root: ${JSON.stringify(projectDirectory)}, logLevel: 'silent' }).catch((error) => {
  process.stderr.write(String(error.message));
  process.exitCode = 1;
});`;

function assertSilent(content: string, canary: string): void {
  assert.ok(!existsSync(canary), 'a lesson wrote a file');
  for (const file of globSync('dist/**/*', { cwd: content, withFileTypes: true })) {
    if (!file.isFile()) continue;
    assert.ok(
      !readFileSync(path.join(file.parentPath, file.name), 'utf8').includes('sang-3f81'),
      `${file.name} tells a secret`,
    );
  }
}

test('a hostile contribution is refused by check and build, which run nothing of it and end', () => {
  withSite((content, canary, run) => {
    const write = `writeFileSync(${JSON.stringify(canary)}, 'x')`;
    const lesson = (name: string, text: string): void =>
      writeFileSync(path.join(content, 'lessons', `${name}.mdx`), `${FRONTMATTER}${text}\n`);
    lesson('81-module', `import { writeFileSync } from 'node:fs';\n\nexport const x = ${write};`);
    lesson('82-expression', `Text {process.getBuiltinModule('node:fs').${write}} {process.env.CANARY}`);
    lesson('83-attribute', `<kbd title={process.env.CANARY}>A</kbd>`);
    lesson('84-picture', '![x](./run.js)');
    lesson('85-program', "import './run.js';");
    lesson('86-spread', `<kbd {...(process.getBuiltinModule('node:fs').${write}, {})}>A</kbd>`);
    writeFileSync(path.join(content, 'lessons/run.js'), `import { writeFileSync } from 'node:fs';\n${write};\n`);
    symlinkSync(path.join(projectDirectory, 'README.md'), path.join(content, 'lessons/87-linked.mdx'));
    const places = [
      '81-module.mdx:11:1: `import` at the start',
      '81-module.mdx:13:1: `export` at the start',
      '82-expression.mdx:11:6: Braces hold',
      '83-attribute.mdx:11:6: `title` is a JavaScript expression',
      '84-picture.mdx:11:1: `./run.js` is not a picture',
      '85-program.mdx:11:1: `import` at the start',
      '86-spread.mdx:11:6: `{...',
      '87-linked.mdx:1:1: This is a symbolic link',
    ];
    for (const command of ['check', 'build']) {
      const { status, said } = run(path.join(projectDirectory, `scripts/${command}.ts`));
      for (const place of places) assert.ok(said.includes(place), `${command}: ${place}\n${said}`);
      assert.equal(status, 1, said);
      assertSilent(content, canary);
    }
    // Without the report, Astro alone must refuse the lessons whose code would run.
    for (const file of globSync('lessons/8[4-7]-*.mdx', { cwd: content })) rmSync(path.join(content, file));
    const program = path.join(content, 'alone.mjs');
    writeFileSync(program, ASTRO_ALONE);
    const { status, said } = run(program);
    assert.equal(status, 1, said);
    assert.match(said, /8[1-3]-\w+\.mdx:11:\d+: /);
    assertSilent(content, canary);
  });
});

test('a lessons folder that is a link is refused by check and build, not read', () => {
  withSite((content, _, run) => {
    cpSync(path.join(content, 'lessons'), path.join(content, 'dist/elsewhere'), { recursive: true });
    rmSync(path.join(content, 'lessons'), { recursive: true });
    symlinkSync(path.join(content, 'dist/elsewhere'), path.join(content, 'lessons'));
    for (const command of ['check', 'build']) {
      const { status, said } = run(path.join(projectDirectory, `scripts/${command}.ts`));
      assert.match(said, /lessons:1:1: This is a symbolic link/);
      assert.equal(status, 1, said);
    }
  });
});

test('HTML in the glossary is refused where it stands, by check and build', () => {
  withSite((content, _, run) => {
    const text =
      '- term: closure\n  text: A function.\n- term: x\n  text: "<img src=x onerror=alert(1)> [y](javascript:z)"\n';
    writeFileSync(path.join(content, 'glossary.yaml'), text);
    for (const command of ['check', 'build']) {
      const { status, said } = run(path.join(projectDirectory, `scripts/${command}.ts`));
      assert.match(said, /glossary\.yaml:4:9: This text holds HTML/);
      assert.match(said, /glossary\.yaml:4:9: A link may not begin with `javascript:`/);
      assert.equal(status, 1, said);
    }
  });
});

test('a build ends when a page cannot be rendered', () => {
  withSite((content, _, run) => {
    // Every page reads this file when it is rendered.
    writeFileSync(path.join(content, 'site.yaml'), 'name: A\n');
    const { status, said } = run(path.join(projectDirectory, 'scripts/build.ts'));
    assert.match(said, /site\.yaml is wrong/);
    assert.equal(status, 1);
  });
});
