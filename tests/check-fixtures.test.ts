/** Drop `NAME.md` or `NAME.mdx` into tests/fixtures/check and it is a test: the rendered report is in `NAME.txt` beside it. `UPDATE=1` writes it. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { NO_CACHE } from '../src/check/cache.ts';
import { checkFiles } from '../src/check/check.ts';
import { colours } from '../src/check/reporters/colours.ts';
import { fileText, summaryText } from '../src/check/reporters/pretty.ts';
import { optionsFrom, python } from './check-harness.ts';

const folder = path.resolve(import.meta.dirname, 'fixtures/check');

for (const name of globSync('*.{md,mdx}', { cwd: folder }).sort()) {
  test(`the report on ${name}`, async () => {
    const file = path.join(folder, name);
    // A document says in its first line how it wants to be checked: <!-- options: --session page -->
    const args =
      /^(?:<!--|\{\/\*) options: (.*?) (?:-->|\*\/\})/.exec(readFileSync(file, 'utf8'))?.[1]?.split(' ') ?? [];
    const { report } = await checkFiles([file], { options: optionsFrom(args), python, cache: NO_CACHE });
    const plain = colours(false);
    const text =
      `${report.files.map((each) => fileText({ ...each, path: name }, plain)).join('')}${summaryText({ ...report, milliseconds: 0 }, plain)}`
        .replaceAll(report.files[0]?.path ?? '', name)
        .replace(/\(0\.00 s.*\)\n$/, '\n')
        // The addresses that Python printed this time.
        .replaceAll(/(\+ .*)\b0x[0-9a-f]+/g, '$10xADDRESS');
    const expected = file.replace(/\.mdx?$/, '.txt');
    if (process.env.UPDATE === '1') writeFileSync(expected, text);
    assert.ok(existsSync(expected), `${path.basename(expected)} is missing; UPDATE=1 writes it, for you to read.`);
    assert.equal(text, readFileSync(expected, 'utf8'));
  });
}
