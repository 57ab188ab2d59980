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
import { projectDirectory } from '../../course/places.ts';
import { hashedName } from '../output.ts';
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
  const loads = new Map<string, readonly string[]>();
  for (const name of new Set([...chunks.values()].flatMap((chunk) => chunk.dynamic))) {
    loads.set(
      name,
      [...closure([name], chunks)].filter((part) => !main.has(part)),
    );
  }

  const files = new Map<string, string>();
  const fileOf = new Map<string, string>();
  for (const [name, inside] of contents([...loads.values()], (part) => texts.get(part)?.length ?? 0)) {
    const text = inside.map((part) => texts.get(part)).join('');
    const file = hashedName(`assets/${titleOf(inside)}.js`, text);
    files.set(file, text);
    fileOf.set(name, file);
  }
  const lazy = Object.fromEntries(
    [...loads].map(([name, needed]) => [idOf(name), needed.flatMap((part) => fileOf.get(part) ?? []).sort()]),
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

/** Characters: less is not worth a request. */
const SMALL = 2500;

/**
 * Chunk that is a file → the chunks in that file. `loads` are chunks that are loaded at one time, of which the largest is a
 * file in any case. What is small stands in a file that is loaded with it, in several if need be: the loader makes each
 * module once.
 */
function contents(
  loads: readonly (readonly string[])[],
  sizeOf: (name: string) => number,
): ReadonlyMap<string, readonly string[]> {
  const names = [...new Set(loads.flat())].sort((a, b) => sizeOf(b) - sizeOf(a) || (a < b ? -1 : 1));
  const largest = new Set(loads.map((load) => names.find((name) => load.includes(name))));
  const isFile = (name: string): boolean => sizeOf(name) >= SMALL || largest.has(name);
  const inside = new Map(names.filter(isFile).map((name) => [name, [name]]));
  for (const name of names.filter((each) => !isFile(each))) {
    let without = loads.filter((load) => load.includes(name));
    while (without.length > 0) {
      const helped = (file: string): number => without.filter((load) => load.includes(file)).length;
      const [best = ''] = [...inside.keys()].sort((a, b) => helped(b) - helped(a));
      inside.get(best)?.push(name);
      without = without.filter((load) => !load.includes(best));
    }
  }
  return inside;
}

/** A file is called after a module that somebody asks for. Astro's and esbuild's own hashes go: they are not of its text. */
function titleOf(chunks: readonly string[]): string {
  const titles = chunks.map((name) => /^[^.]+?(?=-[A-Z0-9]{8}\.|\.)/.exec(name)?.[0] ?? 'part');
  return titles.find((title) => title !== 'chunk') ?? 'chunk';
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
    `The page's scripts could not be made into classic ones: ${why} (src/site/portable/classic-scripts.ts).`,
  );
}
