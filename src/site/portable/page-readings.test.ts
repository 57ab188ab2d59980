/** The thread that reads pages is no reason for a process to stay: a build that fails at any moment has to end. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const readings = pathToFileURL(path.resolve(import.meta.dirname, 'page-readings.ts')).href;

/** How a process ends that begins to read pages and then does no more than `rest`; null when it did not end by itself. */
function ending(rest: string): number | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'readings-'));
  const program = path.join(folder, 'program.mjs');
  // A program in a file: one that is given on the command line ends with its threads running.
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
const astro = pages.overheard({ render: async () => new Response('<html><body>A</body></html>', html) });
await astro.render(new Request('http://localhost/a.html'), {});
`;

test('a process that began to read pages and fails at once ends', () => {
  assert.equal(ending(''), 7);
});

test('a process that fails after its first page ends', () => {
  assert.equal(ending(RENDERED), 7);
});
