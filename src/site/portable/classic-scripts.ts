/**
 * Turns all module scripts of the site into one classic script, plus classic scripts for the lazily imported modules.
 *
 * esbuild splits the modules into chunks, so that shared code exists once. Each chunk becomes a function that is registered
 * with src/elements/boot/loader.ts under a short id. Chunks that any page's script imports statically go into the one script,
 * with the loader; the others go into a few files that the loader fetches on demand.
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
  /** Key of a source → id of its module, for the `data-modules` of the pages that use it. */
  readonly modules: ReadonlyMap<string, string>;
  /** File → content, paths relative to the site's root. */
  readonly files: ReadonlyMap<string, string>;
}

const TARGET = 'es2022';
const LOADER = fileURLToPath(new URL('../../elements/boot/loader.ts', import.meta.url));
/** A nominal folder for the names in esbuild's result; nothing is written there. */
const OUT = path.resolve('/classic');

/** `sources` are the texts of the pages' scripts; the keys must be the same on every machine. */
export async function classicScripts(
  sources: ReadonlyMap<string, string>,
  parts: BuiltParts = new Map(),
): Promise<ClassicScripts> {
  const keys = [...sources.keys()].sort();
  const chunks = await chunksOf(keys, sources, parts);
  const ids = new Map([...chunks.keys()].map((name, index) => [name, index.toString(36)]));
  const idOf = (name: string): string => ids.get(name) ?? fail(`esbuild wrote no chunk ${name}`);
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

/** The chunks and all their static imports. */
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

/** Characters; a smaller chunk is not worth a request of its own. */
const SMALL = 2500;

/**
 * Maps each chunk that gets a file to the chunks in that file. `loads` are the sets of chunks that are loaded together; the
 * largest of each set always gets a file. A small chunk is put into files that are loaded with it, if necessary into several,
 * since the loader instantiates each module only once.
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

/** Names a file after one of its modules, without Astro's and esbuild's hashes, which are not of the file's content. */
function titleOf(chunks: readonly string[]): string {
  const titles = chunks.map((name) => /^[^.]+?(?=-[A-Z0-9]{8}\.|\.)/.exec(name)?.[0] ?? 'part');
  return titles.find((title) => title !== 'chunk') ?? 'chunk';
}

/** A chunk as a call to the loader's global function. */
async function registration(id: string, chunk: Chunk, idOf: (name: string) => string): Promise<string> {
  // Dynamic imports are replaced first, because the conversion would turn them into `require`.
  let text = chunk.text;
  for (const name of new Set(chunk.dynamic)) {
    text = replaceAll(text, `import("./${name}")`, `__load("${idOf(name)}")`, name);
  }
  if (/\bimport\s*\(/.test(text)) fail('a script imports something whose name is not known at build time');
  if (text.includes('import.meta')) fail('a script uses import.meta, which classic scripts do not have');
  const { code } = await transform(text, { format: 'cjs', target: TARGET });
  // `(0, chunk.name)()` avoids binding `this`, which no exported function uses.
  let body = withoutPreamble(code).replace(/\(0, (import_\w+\.\w+)\)\(/g, '$1(');
  for (const name of new Set(chunk.imports)) {
    body = replaceAll(body, `require("./${name}")`, `require("${idOf(name)}")`, name);
  }
  // Minified as a whole, because a chunk's top-level names can be shortened only inside the function.
  const whole = `enclosingScope("${id}", (require, module, __load, __export) => {\n${body}\n});`;
  return (await transform(whole, { target: TARGET, minify: true })).code;
}

/** Removes the helpers that esbuild puts into each chunk; the loader provides the only one that is needed. */
function withoutPreamble(code: string): string {
  const start = code.indexOf('var stdin_exports = {};');
  const end = 'module.exports = __toCommonJS(stdin_exports);';
  if (start < 0) return code;
  if (!code.includes(end) || code.includes('__toESM(')) fail('esbuild now writes exports in a different form');
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
    `The page's scripts could not be converted to classic scripts: ${why} (src/site/portable/classic-scripts.ts).`,
  );
}
