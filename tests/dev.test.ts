/** `npm run dev` reports all mistakes at once, with their place and cure, and keeps running. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { cacheOf, projectDirectory } from '../src/course/places.ts';

/** A server that never says what it should ends its test. */
const LIMIT = 180_000;

const BLOCK = '```python expects=ValueError\nint("x")\n```\n';
const RIGHT =
  '---\ntitle: A\ndescription: B.\nminutes: 1\ngoals: [c]\nrequires: []\ntopics: []\nnext: []\n---\n\n## D\n\nE.\n';

test('a new lesson gets a page of its own, and whoever calls for it wrongly is told how', () => {
  const content = mkdtempSync(path.join(tmpdir(), 'new-'));
  mkdirSync(path.join(content, 'lessons'));
  const make = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.join(projectDirectory, 'scripts/new-lesson.ts'), ...args],
      {
        env: { ...process.env, SITE_CONTENT: content },
        encoding: 'utf8',
      },
    );
    return `${status} ${stderr}`;
  };
  try {
    assert.equal(make('Partial & friends'), '0 ');
    assert.match(make('Partial friends'), /^2 .*01-partial-friends\.mdx already has the address that this title gives/);
    assert.match(make('Other', '--num', '7'), /^2 Unknown option '--num'\.\nUsage: [^\n]*\n$/);
    assert.match(make('…'), /^2 No letter of "…" can be used in an address/);
    assert.deepEqual(readdirSync(path.join(content, 'lessons')), ['01-partial-friends.mdx']);
  } finally {
    rmSync(content, { recursive: true, force: true });
  }
});

test('a build that refuses a lesson ends, also when nothing of Python’s analysis is kept yet', () => {
  const scratch = path.join(projectDirectory, '.cache');
  mkdirSync(scratch, { recursive: true });
  const content = mkdtempSync(path.join(scratch, 'refused-'));
  cpSync(path.join(projectDirectory, 'tests/fixtures/run-site'), content, { recursive: true });
  writeFileSync(path.join(content, 'lessons', '80-new.mdx'), RIGHT.replace('title', 'titel'));
  try {
    const { status, stderr } = spawnSync(process.execPath, [path.join(projectDirectory, 'scripts/build.ts')], {
      env: { ...process.env, SITE_CONTENT: content, SITE_OUTPUT: path.join(content, 'dist') },
      encoding: 'utf8',
      // A build that hangs would otherwise never end.
      timeout: 120_000,
    });
    assert.match(stderr, /80-new\.mdx:2:1: `titel` is not a key/);
    assert.equal(status, 1);
  } finally {
    rmSync(content, { recursive: true, force: true });
    rmSync(cacheOf(content), { recursive: true, force: true });
  }
});

test('a wrong frontmatter is named with everything else that is wrong, and the site is served once it is right', {
  timeout: LIMIT,
}, async () => {
  const scratch = path.join(projectDirectory, '.cache');
  mkdirSync(scratch, { recursive: true });
  const content = mkdtempSync(path.join(scratch, 'dev-'));
  cpSync(path.join(projectDirectory, 'tests/fixtures/run-site'), content, { recursive: true });
  const lesson = path.join(content, 'lessons', '80-new.mdx');
  writeFileSync(lesson, `---\ntitel: A\n---\n\n${BLOCK}`);
  const server = spawn(process.execPath, [path.join(projectDirectory, 'scripts/dev.ts')], {
    cwd: projectDirectory,
    env: { ...process.env, SITE_CONTENT: content },
  });
  let said = '';
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (said.includes(text)) resolve();
      };
      for (const stream of [server.stdout, server.stderr]) {
        stream.on('data', (chunk) => {
          said += chunk;
          look();
        });
      }
      server.on('exit', () => reject(new Error(`The server ended without saying “${text}”:\n${said}`)));
      look();
    });
  try {
    await says('will be served once');
    assert.match(said, /80-new\.mdx:2:1: `titel` is not a key/);
    assert.match(said, /Did you mean `title`\?/);
    assert.match(said, /80-new\.mdx:5:11: `expects` is not a fence attribute/);
    said = '';
    writeFileSync(lesson, RIGHT);
    await says('Local');
  } finally {
    server.removeAllListeners('exit');
    server.kill();
    rmSync(content, { recursive: true });
  }
});

test('the server names what a lesson may not hold, and does not run it when its page is asked for', {
  timeout: LIMIT,
}, async () => {
  const scratch = path.join(projectDirectory, '.cache');
  mkdirSync(scratch, { recursive: true });
  const content = mkdtempSync(path.join(scratch, 'dev-'));
  const canary = path.join(content, 'canary.txt');
  mkdirSync(path.join(content, 'lessons'));
  writeFileSync(path.join(content, 'site.yaml'), 'name: A\ndescription: B.\n');
  const module = `import { writeFileSync } from 'node:fs';\n\nexport const x = writeFileSync(${JSON.stringify(canary)}, 'x');`;
  writeFileSync(path.join(content, 'lessons/80-new.mdx'), `${RIGHT}\n${module}\n`);
  const server = spawn(process.execPath, [path.join(projectDirectory, 'scripts/dev.ts')], {
    cwd: projectDirectory,
    env: { ...process.env, SITE_CONTENT: content, NO_COLOR: '1' },
  });
  try {
    let said = '';
    const address = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        said += String(chunk);
        const [found] = /http:\/\/localhost:\d+\//.exec(said) ?? [];
        if (found !== undefined && said.includes('In the lessons')) resolve(found);
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.on('exit', () => reject(new Error(`The server ended:\n${said}`)));
    });
    assert.match(said, /80-new\.mdx:15:1: `import` at the start of a line is JavaScript/);
    assert.match(said, /80-new\.mdx:17:1: `export` at the start of a line is JavaScript/);
    let answer = '';
    // At first Astro may not have read the content yet, and says only that.
    while (!answer.includes('MDXError')) {
      const response = await fetch(`${address}lessons/new.html`);
      assert.equal(response.status, 500);
      answer = await response.text();
      assert.ok(!existsSync(canary), 'the lesson wrote a file');
    }
  } finally {
    server.removeAllListeners('exit');
    server.kill();
    rmSync(content, { recursive: true });
    rmSync(cacheOf(content), { recursive: true, force: true });
  }
});
