/** The thread that reads pages must not keep the process alive: a build that fails at any moment has to end. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const readings = pathToFileURL(path.resolve(import.meta.dirname, 'page-readings.ts')).href;

/** The exit code of a process that starts reading pages and then runs `rest`; null when it did not end by itself. */
function ending(rest: string): number | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'readings-'));
  const program = path.join(folder, 'program.mjs');
  // In a file, because a program given on the command line ends even while its threads run.
  writeFileSync(
    program,
    `import { readPages } from '${readings}';\nconst pages = readPages();\n${rest}\nprocess.exitCode = 7;\n`,
  );
  try {
    return spawnSync(process.execPath, [program], { timeout: 20_000 }).status;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const RENDERED = `
const html = { headers: { 'content-type': 'text/html' } };
const astro = pages.observed({ render: async () => new Response('<html><body>A</body></html>', html) });
await astro.render(new Request('http://localhost/a.html'), {});
`;

test('a process that began to read pages and fails at once ends', () => {
  assert.equal(ending(''), 7);
});

test('a process that fails after its first page ends', () => {
  assert.equal(ending(RENDERED), 7);
});
