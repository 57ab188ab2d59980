/** Bundles the program of the worker that holds Python into one classic script, with the Python sources as text inside. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Every file of the folder that is part of the product: tests stay out. */
async function pythonSources(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.py') && !name.startsWith('test_')).sort();
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')]));
  return Object.fromEntries(texts);
}

function sources(root: string, laterModules: readonly (readonly string[])[]): Plugin {
  const modules: Record<string, () => Promise<string>> = {
    'virtual:python-sources': async () => JSON.stringify(await pythonSources(path.join(root, 'src/python'))),
    'virtual:python-later': async () => JSON.stringify(laterModules),
  };
  return {
    name: 'python-sources',
    setup(bundle) {
      bundle.onResolve({ filter: /^virtual:/ }, ({ path: id }) => ({ path: id, namespace: 'python' }));
      bundle.onLoad({ filter: /.*/, namespace: 'python' }, async ({ path: id }) => {
        const contents = await modules[id]?.();
        return contents === undefined ? undefined : { contents, loader: 'json' };
      });
    },
  };
}

/** `laterModules`: for each part of the library that is not there at the start, the modules that it brings. */
export async function workerProgram(root: string, laterModules: readonly (readonly string[])[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/runtime/browser/worker.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
    loader: { '.py': 'text' },
    plugins: [sources(root, laterModules)],
    logLevel: 'silent',
  });
  return outputFiles.map((file) => file.text).join('');
}
