/**
 * The test command: lint, types, unit tests, the course's outputs, the build, and the site in real browsers; with names, only
 * the tests that they select. Ends with `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { inspect, parseArgs } from 'node:util';
import { ensureBrowsers } from './browsers.ts';
import { BROWSER, chosenTests, quickFiles, testFiles, UNIT } from './test-choice.ts';

const root = path.resolve(import.meta.dirname, '..');
const USAGE = `npm test [-- NAME…] [-- --quick] [-- --install-browsers]

  NAME                a step (lint, types, unit, check, build, browser), a test file, a folder, or words of a test's name
  --quick             lint, types, the quick unit tests and the outputs of the course; no build, no browser
  --install-browsers  installs missing browsers from Debian's packages; without it, and without CI set, they are only named
`;

const { values, positionals } = options();

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        'install-browsers': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

const mayInstall = values['install-browsers'] || Boolean(process.env.CI);

// Identifies the run, so that its test files share the sites they build (tests/browser/fixture-site.ts).
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

/** The error when WebKitGTK's driver has stopped answering (tests/browser/drivers/webkit.ts). */
const SILENT_DRIVER = 'the driver no longer answers';

interface Count {
  passed: number;
  failed: number;
  /** Failures of the browser's driver, which say nothing about the site. */
  silent: number;
}

async function countOf(
  files: readonly string[],
  concurrency: number,
  words: string | undefined,
): Promise<ReadonlyMap<string, Count>> {
  const counts = new Map<string, Count>();
  const of = (file: string | undefined): Count => {
    const key = file ?? '';
    const count = counts.get(key) ?? { passed: 0, failed: 0, silent: 0 };
    counts.set(key, count);
    return count;
  };
  const stream = run({
    files: files.map((file) => path.join(root, file)),
    concurrency,
    isolation: 'process',
    ...(words !== undefined && { testNamePatterns: [words] }),
  });
  stream.on('test:pass', ({ details, skip, todo, file }) => {
    if (details.type === 'suite') return;
    // A skipped test proves nothing, so it counts as failed.
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

async function tests(name: string, files: readonly string[], concurrency: number, words?: string): Promise<void> {
  process.stdout.write(`\n── ${name}\n`);
  const counts = new Map(await countOf(files, concurrency, words));
  for (let round = 1; round <= 2; round += 1) {
    // Only files whose every failure was the driver's are run again.
    const again = [...counts]
      .filter(([, { failed, silent }]) => silent > 0 && silent === failed)
      .map(([file]) => path.relative(root, file));
    if (again.length === 0) break;
    process.stdout.write(`\nThe browser's driver stopped answering. Running again: ${again.join(', ')}\n`);
    for (const [file, count] of await countOf(again, concurrency, words)) counts.set(file, count);
  }
  for (const count of counts.values()) {
    passed += count.passed;
    failed += count.failed;
  }
}

const STEPS: Readonly<Record<string, () => Promise<unknown> | unknown>> = {
  lint: () => step('lint and format', 'scripts/lint.ts'),
  types: () => step('types', 'node_modules/astro/bin/astro.mjs', 'check', '--minimumFailingSeverity', 'warning'),
  unit: () => tests('unit tests', testFiles(root, UNIT), 2),
  check: () => step('every output of the course', 'scripts/check.ts'),
  build: () => step('build', 'scripts/build.ts'),
  browser: () => inBrowsers(testFiles(root, BROWSER)),
};

async function inBrowsers(files: readonly string[], words?: string): Promise<void> {
  if (ensureBrowsers(mayInstall)) await tests('the site in real browsers', files, 1, words);
  else failed += 1;
}

/** Runs the tests that the names select, or reports a name that selects nothing. */
async function runNamed(names: readonly string[]): Promise<void> {
  const choices = names.map((name) => ({ name, choice: STEPS[name] ?? chosenTests(root, name) }));
  const unknown = choices.find(({ choice }) => choice === undefined);
  if (unknown) {
    process.stderr.write(`No step, test file, folder or test is called "${unknown.name}".\n\n${USAGE}`);
    process.exit(2);
  }
  for (const { choice } of choices) {
    if (typeof choice === 'function') await choice();
    else if (choice) {
      const inPage = (file: string): boolean => file.startsWith('tests/browser/');
      const unit = choice.files.filter((file) => !inPage(file));
      const browser = choice.files.filter(inPage);
      if (unit.length > 0) await tests('unit tests', unit, 2, choice.words);
      if (browser.length > 0) await inBrowsers(browser, choice.words);
    }
  }
}

if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (positionals.length > 0) await runNamed(positionals);
else if (values.quick) {
  for (const name of ['lint', 'types', 'check'] as const) await STEPS[name]?.();
  await tests('quick unit tests', quickFiles(root), 2);
} else for (const each of Object.values(STEPS)) await each();
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
