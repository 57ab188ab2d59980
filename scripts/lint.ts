/**
 * Lints and formats all languages of the project: Biome (TypeScript, CSS, JSON), Prettier (Astro, Markdown),
 * remark-lint (MDX), Ruff (Python). `--write` fixes what can be fixed automatically.
 *
 * MDX is linted but never formatted: Prettier breaks a paragraph where a line begins with a component, and
 * remark indents the children of components, which moves the outputs inside fences.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import { remark } from 'remark';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import recommended from 'remark-preset-lint-recommended';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const write = values.write;

/** Tracked and new files that Git does not ignore, without fixtures, which contain deliberate mistakes. */
function filesWith(...endings: readonly string[]): readonly string[] {
  const patterns = endings.map((ending) => `*${ending}`);
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...patterns], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.stdout
    .split('\0')
    .filter((file) => file !== '' && !file.startsWith('tests/fixtures/') && existsSync(path.join(root, file)))
    .sort();
}

function biome(): boolean {
  const args = ['biome', 'check', '--error-on-warnings', ...(write ? ['--write'] : []), '.'];
  return spawnSync('npx', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

async function prettierOn(files: readonly string[]): Promise<boolean> {
  let clean = true;
  for (const file of files) {
    const full = path.join(root, file);
    const source = readFileSync(full, 'utf8');
    const options = { ...(await prettier.resolveConfig(full)), filepath: full };
    try {
      const formatted = await prettier.format(source, options);
      if (formatted === source) continue;
      if (write) writeFileSync(full, formatted);
      else {
        clean = false;
        console.error(`${file}: not formatted. Run \`npm run format\`.`);
      }
    } catch (error) {
      clean = false;
      console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return clean;
}

async function remarkOn(files: readonly string[]): Promise<boolean> {
  const linter = remark().use(remarkFrontmatter).use(remarkGfm).use(remarkMdx).use(recommended);
  let clean = true;
  for (const file of files) {
    const linted = await linter.process({ path: file, value: readFileSync(path.join(root, file), 'utf8') });
    for (const message of linted.messages) {
      clean = false;
      console.error(`${file}:${message.line}:${message.column}: ${message.reason}`);
    }
  }
  return clean;
}

interface RuffDiagnostic {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number; readonly column: number };
}

function ruffOn(files: readonly string[]): boolean {
  // Loaded with `require`, because the package is CommonJS.
  const { Workspace } = createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs');
  const workspace = new Workspace(
    {
      'line-length': 100,
      'indent-width': 4,
      lint: { select: ['E', 'F', 'W', 'I', 'B', 'UP', 'SIM', 'RUF'], ignore: ['E501'] },
    },
    1,
  );
  let clean = true;
  for (const file of files) {
    const full = path.join(root, file);
    const source = readFileSync(full, 'utf8');
    for (const { code, message, start_location: at } of workspace.check(source) as RuffDiagnostic[]) {
      clean = false;
      console.error(`${file}:${at.row}:${at.column}: ${code ?? 'syntax'} ${message}`);
    }
    const formatted: string = workspace.format(source);
    if (formatted === source) continue;
    if (write) writeFileSync(full, formatted);
    else {
      clean = false;
      console.error(`${file}: not formatted. Run \`npm run format\`.`);
    }
  }
  return clean;
}

const results = [
  biome(),
  await prettierOn(filesWith('.astro', '.md')),
  await remarkOn(filesWith('.mdx')),
  ruffOn(filesWith('.py')),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
