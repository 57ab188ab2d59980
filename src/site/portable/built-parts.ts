/**
 * Virtual modules, `virtual:…`, which tell the page's scripts the names of the files that the build wrote.
 * The dev server gets them through Vite, the build through esbuild.
 */
import type { Plugin as EsbuildPlugin } from 'esbuild';
import { projectDirectory } from '../../course/places.ts';
import type { ClassicSearch } from '../search/pagefind-classic.ts';
import { SEARCH_FOLDER } from '../search/pagefind-classic.ts';

/** Module name → its text. */
export type BuiltParts = ReadonlyMap<string, string>;

export function searchPart(search: ClassicSearch | undefined): readonly [string, string] {
  const value = search && {
    script: search.script,
    entry: search.entry,
    fromDisk: search.fromDisk,
    folder: SEARCH_FOLDER,
  };
  return ['virtual:search', `export const search = ${JSON.stringify(value ?? null)};`];
}

export function builtPartsForEsbuild(parts: BuiltParts): EsbuildPlugin {
  return {
    name: 'built-parts',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^virtual:/ }, ({ path }) =>
        parts.has(path) ? { path, namespace: 'virtual' } : { errors: [{ text: `The build has no module ${path}.` }] },
      );
      esbuild.onLoad({ filter: /.*/, namespace: 'virtual' }, ({ path }) => ({
        contents: parts.get(path) ?? '',
        resolveDir: projectDirectory,
      }));
    },
  };
}

/** The same for the dev server, which writes no files. */
export function builtPartsForVite(parts: BuiltParts) {
  return {
    name: 'built-parts',
    apply: 'serve' as const,
    resolveId: (id: string) => (parts.has(id) ? `\0${id}` : undefined),
    load: (id: string) => parts.get(id.slice(1)),
  };
}
