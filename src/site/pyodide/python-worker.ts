/** Bundles the program of the worker that holds Python into one classic script, with the engine's byte code inside. */
import path from 'node:path';
import { build, type Plugin } from 'esbuild';

export interface WorkerData {
  /** The engine's files, see engine-code.ts. */
  readonly code: Readonly<Record<string, string>>;
  /** For each part of the library that is not there at the start, the modules that it brings. */
  readonly later: readonly (readonly string[])[];
}

function virtualModules(data: WorkerData): Plugin {
  const modules: Record<string, unknown> = { 'virtual:python-code': data.code, 'virtual:python-later': data.later };
  return {
    name: 'virtual-modules',
    setup(bundle) {
      bundle.onResolve({ filter: /^virtual:/ }, ({ path: id }) => ({ path: id, namespace: 'python' }));
      bundle.onLoad({ filter: /.*/, namespace: 'python' }, ({ path: id }) =>
        id in modules ? { contents: JSON.stringify(modules[id]), loader: 'json' } : undefined,
      );
    },
  };
}

export async function workerProgram(root: string, data: WorkerData): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/runtime/browser/worker.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
    plugins: [virtualModules(data)],
    logLevel: 'silent',
  });
  return outputFiles.map((file) => file.text).join('');
}
