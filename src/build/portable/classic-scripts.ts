/**
 * All module scripts of the site → one classic script, plus one classic script for each part that is imported lazily.
 *
 * esbuild splits the modules into chunks, so that what two parts share exists once; each chunk then becomes a function
 * that src/elements/boot/loader.ts knows by a short id. Chunks reachable by static imports from any page's script stand
 * in the one script, with the loader; the others are files that the loader fetches on demand, few rather than small.
 */

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, transform } from 'esbuild';
import { hashedName } from '../output.ts';
import { projectDirectory } from '../places.ts';
import { type BuiltParts, builtPartsForEsbuild } from './built-parts.ts';

export interface ClassicScripts {
  /** The one script that pages load. */
  readonly main: string;
  /** Key of a source → id of its module, for the `data-modules` of the pages that want it. */
  readonly modules: ReadonlyMap<string, string>;
  /** File → content, paths relative to the site's root. */
  readonly files: ReadonlyMap<string, string>;
}

const TARGET = 'es2022';
const LOADER = fileURLToPath(new URL('../../elements/boot/loader.ts', import.meta.url));
/** Never exists: only names inside esbuild's result. */
const OUT = path.resolve('/classic');

/** `sources` are the texts of the pages' scripts, by any key that is the same on every machine. */
export async function classicScripts(
  sources: ReadonlyMap<string, string>,
  parts: BuiltParts = new Map(),
): Promise<ClassicScripts> {
  const keys = [...sources.keys()].sort();
  const chunks = await chunksOf(keys, sources, parts);
  const ids = new Map([...chunks.keys()].map((name, index) => [name, index.toString(36)]));
  const idOf = (name: string): string => ids.get(name) ?? fail(`esbuild names no chunk ${name}`);
  const main = closure(
    keys.map((_, index) => `entry-${index}.js`),
    chunks,
  );

  const texts = new Map<string, string>();
  for (const [name, chunk] of chunks) texts.set(name, await registration(idOf(name), chunk, idOf));
  const loads = new Map<string, Load>();
  for (const name of new Set([...chunks.values()].flatMap((chunk) => chunk.dynamic))) {
    const needed = [...closure([name], chunks)].filter((part) => !main.has(part));
    loads.set(name, loadOf(needed, texts));
  }

  const files = new Map<string, string>();
  const fileOf = new Map<string, string>();
  for (const [name, text] of filled([...loads.values()], texts)) {
    // Astro's and esbuild's own hashes go: they are not of this text.
    const file = hashedName(`assets/${/^[^.]+?(?=-[A-Z0-9]{8}\.|\.)/.exec(name)?.[0] ?? 'part'}.js`, text);
    files.set(file, text);
    fileOf.set(name, file);
  }
  const lazy = Object.fromEntries(
    [...loads].map(([name, { large }]) => [idOf(name), large.flatMap((part) => fileOf.get(part) ?? []).sort()]),
  );
  const loader = await build({
    entryPoints: [LOADER],
    bundle: true,
    format: 'iife',
    minify: true,
    target: TARGET,
    write: false,
    define: { LAZY: JSON.stringify(lazy) },
  });
  const text = (loader.outputFiles[0]?.text ?? '') + [...main].map((name) => texts.get(name)).join('');
  const file = hashedName('assets/site.js', text);
  files.set(file, text);
  return { main: file, files, modules: new Map(keys.map((key, index) => [key, idOf(`entry-${index}.js`)])) };
}

interface Chunk {
  readonly text: string;
  readonly imports: readonly string[];
  readonly dynamic: readonly string[];
}

async function chunksOf(
  keys: readonly string[],
  sources: ReadonlyMap<string, string>,
  parts: BuiltParts,
): Promise<ReadonlyMap<string, Chunk>> {
  const result = await build({
    entryPoints: keys.map((key, index) => ({ in: `entry:${key}`, out: `entry-${index}` })),
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: TARGET,
    write: false,
    metafile: true,
    outdir: OUT,
    chunkNames: '[name]-[hash]',
    logLevel: 'silent',
    plugins: [
      builtPartsForEsbuild(parts),
      {
        name: 'entries',
        setup(esbuild) {
          esbuild.onResolve({ filter: /^entry:/ }, ({ path: name }) => ({ path: name, namespace: 'entry' }));
          esbuild.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path: name }) => ({
            contents: sources.get(name.slice('entry:'.length)) ?? fail(`there is no script ${name}`),
            resolveDir: projectDirectory,
          }));
        },
      },
    ],
  });
  const chunks = new Map<string, Chunk>();
  for (const [file, output] of Object.entries(result.metafile.outputs).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = result.outputFiles.find((candidate) => path.resolve(file) === candidate.path)?.text;
    if (text === undefined || !file.endsWith('.js')) fail(`esbuild wrote ${file}, which is not a script`);
    chunks.set(path.basename(file), { text: text ?? '', ...importsOf(output) });
  }
  return chunks;
}

function importsOf({ imports }: Metafile['outputs'][string]): Pick<Chunk, 'imports' | 'dynamic'> {
  const external = imports.find((entry) => entry.external);
  if (external) fail(`a script imports ${external.path}, which is not part of the site`);
  const names = (kind: string) =>
    imports.filter((entry) => entry.kind === kind).map((entry) => path.basename(entry.path));
  return { imports: names('import-statement'), dynamic: names('dynamic-import') };
}

/** The chunks and all that they import statically. */
function closure(names: readonly string[], chunks: ReadonlyMap<string, Chunk>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const imported of chunks.get(name)?.imports ?? []) visit(imported);
  };
  names.forEach(visit);
  return found;
}

/** Characters. */
const SMALL = 3000;

/** Chunks that are loaded at one time. */
interface Load {
  /** Those that are files, the largest first. */
  readonly large: readonly string[];
  /** Not worth a request of their own: they stand in the file of the largest. */
  readonly small: readonly string[];
}

function loadOf(needed: readonly string[], texts: ReadonlyMap<string, string>): Load {
  const size = (name: string): number => texts.get(name)?.length ?? 0;
  const sorted = needed.toSorted((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
  const isLarge = (name: string, at: number): boolean => at === 0 || size(name) >= SMALL;
  return { large: sorted.filter(isLarge), small: sorted.filter((name, at) => !isLarge(name, at)) };
}

/** The texts of the files. What is small stands in several if need be: the loader makes each module once. */
function filled(loads: readonly Load[], texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const added = new Map<string, Set<string>>();
  for (const { large, small } of loads) {
    for (const [at, name] of large.entries()) {
      const here = added.get(name) ?? new Set();
      if (at === 0) for (const one of small) here.add(one);
      added.set(name, here);
    }
  }
  return new Map([...added].map(([name, here]) => [name, [...here, name].map((one) => texts.get(one)).join('')]));
}

/** A chunk as a call of the loader's one global function. */
async function registration(id: string, chunk: Chunk, idOf: (name: string) => string): Promise<string> {
  // Dynamic imports get their new form before the change of format, which would turn them into `require`.
  let text = chunk.text;
  for (const name of new Set(chunk.dynamic)) {
    text = replaceAll(text, `import("./${name}")`, `__load("${idOf(name)}")`, name);
  }
  if (/\bimport\s*\(/.test(text)) fail('a script imports something whose name is not known at build time');
  if (text.includes('import.meta')) fail('a script uses import.meta, which classic scripts do not have');
  const { code } = await transform(text, { format: 'cjs', target: TARGET });
  // `(0, chunk.name)()` keeps the chunk from being `this`, for which no exported function asks.
  let body = withoutPreamble(code).replace(/\(0, (import_\w+\.\w+)\)\(/g, '$1(');
  for (const name of new Set(chunk.imports)) {
    body = replaceAll(body, `require("./${name}")`, `require("${idOf(name)}")`, name);
  }
  // Only inside its function are a chunk's own names free to be shortened.
  const whole = `enclosingScope("${id}", (require, module, __load, __export) => {\n${body}\n});`;
  return (await transform(whole, { target: TARGET, minify: true })).code;
}

/** esbuild puts the same helpers into each chunk; the loader has the only one that is needed, and gives it to all. */
function withoutPreamble(code: string): string {
  const start = code.indexOf('var stdin_exports = {};');
  const end = 'module.exports = __toCommonJS(stdin_exports);';
  if (start < 0) return code;
  if (!code.includes(end) || code.includes('__toESM(')) fail('esbuild writes exports in another way now');
  return code
    .slice(start)
    .replace('var stdin_exports = {};', '')
    .replace('__export(stdin_exports,', '__export(module.exports,')
    .replace(end, '');
}

function replaceAll(text: string, from: string, to: string, name: string): string {
  if (!text.includes(from)) fail(`esbuild no longer writes the import of ${name} as ${from}`);
  return text.replaceAll(from, to);
}

function fail(why: string): never {
  throw new Error(
    `The page's scripts could not be made into classic ones: ${why} (src/build/portable/classic-scripts.ts).`,
  );
}
