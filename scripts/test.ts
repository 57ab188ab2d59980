/** The one test command: lint, types, unit tests, the course's outputs, the build, and the site in real browsers. Ends with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { inspect, parseArgs } from 'node:util';
import { ensureBrowsers } from './browsers.ts';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { only: { type: 'string' }, help: { type: 'boolean', default: false } },
});

// By this name the test files of one run know each other, and build their sites once (tests/browser/fixture-site.ts).
process.env.TEST_RUN = randomUUID();

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

/** What WebKitGTK's driver says of itself when it has stopped answering (tests/browser/drivers/webkit.ts). */
const SILENT_DRIVER = 'the driver gives no answer any more';

interface Count {
  passed: number;
  failed: number;
  /** Failures because the browser's driver died, which says nothing about the site. */
  silent: number;
}

async function countOf(files: readonly string[], concurrency: number): Promise<ReadonlyMap<string, Count>> {
  const counts = new Map<string, Count>();
  const of = (file: string | undefined): Count => {
    const key = file ?? '';
    const count = counts.get(key) ?? { passed: 0, failed: 0, silent: 0 };
    counts.set(key, count);
    return count;
  };
  const stream = run({ files: [...files], concurrency, isolation: 'process' });
  stream.on('test:pass', ({ details, skip, todo, file }) => {
    if (details.type === 'suite') return;
    // A skipped test proves nothing, so it may not look like one that passed.
    if (skip !== undefined || todo !== undefined) of(file).failed += 1;
    else of(file).passed += 1;
  });
  stream.on('test:fail', ({ details, file }) => {
    const count = of(file);
    if (details.type === 'suite') return;
    count.failed += 1;
    if (inspect(details.error, { depth: 6 }).includes(SILENT_DRIVER)) count.silent += 1;
  });
  const report = stream.compose(new spec());
  report.pipe(process.stdout, { end: false });
  await new Promise<void>((resolve, reject) => {
    report.on('end', resolve);
    report.on('error', reject);
  });
  return counts;
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
  const counts = new Map(await countOf(files, concurrency));
  for (let round = 1; round <= 2; round += 1) {
    // A file with any other failure stays failed.
    const again = [...counts].filter(([, { failed, silent }]) => silent > 0 && silent === failed).map(([file]) => file);
    if (again.length === 0) break;
    process.stdout.write(
      `\nThe browser's driver stopped answering; once more: ${again.map((file) => path.relative(root, file)).join(', ')}\n`,
    );
    for (const [file, count] of await countOf(again, concurrency)) counts.set(file, count);
  }
  for (const count of counts.values()) {
    passed += count.passed;
    failed += count.failed;
  }
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
