/** The one test command: lint, types, unit tests, the course's outputs, the build, and the site in real browsers. Ends with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { ensureBrowsers } from './browsers.ts';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { only: { type: 'string' }, help: { type: 'boolean', default: false } },
});

let passed = 0;
let failed = 0;

function step(name: string, script: string, ...args: readonly string[]): boolean {
  process.stdout.write(`\n── ${name}\n`);
  const result = spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  const ok = result.status === 0;
  if (ok) passed += 1;
  else failed += 1;
  process.stdout.write(`${ok ? '✔' : '✖'} ${name}\n`);
  return ok;
}

async function tests(name: string, pattern: readonly string[], concurrency: number): Promise<void> {
  process.stdout.write(`\n── ${name}\n`);
  const files = globSync([...pattern], { cwd: root })
    .map((file) => path.join(root, file))
    .sort();
  if (files.length === 0) {
    process.stdout.write(`✖ no test file matches ${pattern.join(' ')}\n`);
    failed += 1;
    return;
  }
  const stream = run({ files, concurrency, isolation: 'process' });
  stream.on('test:pass', ({ details, skip, todo }) => {
    if (details.type === 'suite') return;
    // A skipped test proves nothing, so it may not look like one that passed.
    if (skip !== undefined || todo !== undefined) failed += 1;
    else passed += 1;
  });
  stream.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') failed += 1;
  });
  const report = stream.compose(new spec());
  report.pipe(process.stdout, { end: false });
  await new Promise<void>((resolve, reject) => {
    report.on('end', resolve);
    report.on('error', reject);
  });
}

const PARTS: Record<string, () => Promise<unknown> | unknown> = {
  lint: () => step('lint and format', 'scripts/lint.ts'),
  types: () => step('types', 'node_modules/astro/bin/astro.mjs', 'check', '--minimumFailingSeverity', 'warning'),
  unit: () => tests('unit tests', ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/*.test.ts'], 2),
  check: () => step('every output of the course', 'scripts/check.ts'),
  build: () => step('build', 'scripts/build.ts'),
  browser: async () => {
    if (ensureBrowsers()) await tests('the site in real browsers', ['tests/browser/*.test.ts'], 1);
    else failed += 1;
  },
};

if (values.help) {
  process.stdout.write(`npm test [-- --only ${Object.keys(PARTS).join('|')}]\n`);
  process.exit(0);
}
const wanted = values.only?.split(',') ?? Object.keys(PARTS);
for (const name of wanted) {
  const part = PARTS[name];
  if (part === undefined) {
    process.stderr.write(`There is no part "${name}". Choose from: ${Object.keys(PARTS).join(', ')}.\n`);
    process.exit(2);
  }
  await part();
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
