/** Settings of a project and of a document. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { lookFor } from '../src/check/files.ts';
import { projectSettings, SETTINGS_FILE } from '../src/check/settings.ts';
import { checkText, problems, scriptPage, statuses } from './check-harness.ts';

const two = `${scriptPage('x = 1\nprint(x)')}${scriptPage('print(x)', '1\n')}`;

test('a document says in its frontmatter how it wants to be checked, and the command line counts more', async () => {
  const text = `---\ntitle: A\ncheck:\n  session: page\n  unstated: allow\n---\n\n${two}`;
  assert.deepEqual(statuses(await checkText(text)), ['block-1 passed', 'block-2 passed']);
  const asked = await checkText(text, { args: ['--session', 'block', '--unstated', 'forbid'] });
  assert.deepEqual(statuses(asked), ['block-1 failed', 'block-2 failed']);
  const slips = await checkText(
    `---\ntitle: A\ncheck:\n  sesion: page\n  unstated: maybe\n---\n\n${scriptPage('print(1)', '1\n')}`,
  );
  assert.deepEqual(problems(slips), [
    '3:1 `sesion` is not a setting of the check.',
    '3:1 `maybe` is not a value of the setting `unstated`.',
  ]);
});

test('languages get another meaning', async () => {
  const text = `---\ncheck:\n  languages: { console: pycon, transcript: shown }\n---\n\n\`\`\`console\n>>> 1\n2\n\`\`\`\n\n\`\`\`transcript\n>>> 1\n2\n\`\`\`\n`;
  assert.deepEqual(statuses(await checkText(text)), ['block-1 failed']);
});

test('a project has one file of settings, read strictly; it says which documents count', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
  mkdirSync(path.join(folder, 'docs/archive'), { recursive: true });
  for (const name of ['README.md', 'docs/a.md', 'docs/archive/b.md']) writeFileSync(path.join(folder, name), '# x\n');
  writeFileSync(
    path.join(folder, SETTINGS_FILE),
    'session: page\nunstated: allow\ninclude: ["docs/**"]\nexclude: ["docs/archive/**"]\n',
  );
  const { settings, mistakes, folder: found } = projectSettings(path.join(folder, 'docs'));
  assert.deepEqual([settings.session, settings.unstated, mistakes, found], ['page', 'anything', [], folder]);
  const look = (...paths: string[]) =>
    lookFor({ paths: paths.map((name) => path.join(folder, name)), shard: null }, { ...settings, folder });
  assert.deepEqual(
    look('').files.map((file) => path.relative(folder, file)),
    ['docs/a.md'],
  );
  assert.deepEqual(
    look('').passedOver.map(({ reason }) => reason),
    ['left out by the settings', 'left out by the settings'],
  );
  assert.equal(look('README.md').files.length, 1, 'a file that is named itself is checked');
  writeFileSync(path.join(folder, SETTINGS_FILE), 'sesion: page\nexclude: docs\nlanguages: { sh: bash }\n');
  assert.deepEqual(
    projectSettings(folder).mistakes.map(({ message }) => message),
    [
      '`sesion` is not a setting of the check.',
      'The setting `exclude` is a list of patterns.',
      '`bash` is not a value of the setting `languages.sh`.',
    ],
  );
  writeFileSync(path.join(folder, SETTINGS_FILE), 'a: [\n');
  assert.match(projectSettings(folder).mistakes[0]?.message ?? '', /not valid YAML/);
});
