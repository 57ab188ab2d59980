// Runs a script with the project's pinned Node, after installing what is missing.
// Plain JavaScript without dependencies, because a fresh clone has nothing but Node 20 or later, and npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamp = path.join(root, 'node_modules', '.installed');
const windows = process.platform === 'win32';
const node = path.join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** Fingerprint of the dependencies; other changes in package.json are ignored. */
function wanted() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const lock = path.join(root, 'package-lock.json');
  return createHash('sha256')
    .update(JSON.stringify([dependencies, devDependencies]))
    .update(existsSync(lock) ? readFileSync(lock) : '')
    .digest('hex');
}

function installed() {
  return existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

function install() {
  process.stderr.write('Installing what is missing (npm install) …\n');
  // Not `npm ci`, which rejects a lock file that lacks other platforms' optional packages.
  const result = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: windows,
  });
  if (result.status !== 0) {
    process.stderr.write(
      `npm install failed (${result.error?.message ?? `exit code ${result.status}`}). ` +
        'The message above says why; check the network and the free disk space, then run the same command again.\n',
    );
    process.exit(1);
  }
  if (!existsSync(node)) {
    process.stderr.write(
      'The pinned Node is missing, because npm did not run the install script of the package "node".\n' +
        'Allow it with `npm config set ignore-scripts false`, delete node_modules, and run the same command again.\n',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted());
}

const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  process.stderr.write('Usage: node scripts/setup.mjs SCRIPT [ARGUMENT…]\n');
  process.exit(2);
}
if (!installed()) install();

const bin = [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter);
const run = spawnSync(node, [path.resolve(root, script), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: bin },
});
process.exit(run.status ?? 1);
