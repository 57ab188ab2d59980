/** Tells the page's script which files Python consists of, and serves them while authors write; the build writes them. */
import path from 'node:path';
import type { AstroIntegration } from 'astro';
import { type BuiltPython, buildPython, PYTHON_FOLDER } from './python-parts.ts';

type SetupHook = NonNullable<AstroIntegration['hooks']['astro:config:setup']>;
type VitePlugins = NonNullable<NonNullable<Parameters<SetupHook>[0]['config']['vite']>['plugins']>;
type VitePlugin = Exclude<VitePlugins[number], false | null | undefined | readonly unknown[] | PromiseLike<unknown>>;

const ID = 'virtual:python-parts';

/** The module that the page's script imports, see src/runtime/parts.ts. */
export function pythonPart({ parts }: BuiltPython): readonly [string, string] {
  return [ID, `export const parts = ${JSON.stringify(parts)};`];
}

/** In development: the same parts under the same addresses, made anew when their sources change. */
export function pythonForVite(): VitePlugin {
  const sources = [path.join('src', 'runtime'), path.join('src', 'python')];
  let building: Promise<BuiltPython> | undefined;
  const built = (): Promise<BuiltPython> => {
    building ??= buildPython();
    return building;
  };
  return {
    name: 'python-parts',
    apply: 'serve',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: async (id) => (id === `\0${ID}` ? pythonPart(await built())[1] : undefined),
    configureServer(server) {
      server.watcher.on('change', (file) => {
        const changed = path.relative(server.config.root, file);
        if (!sources.some((folder) => changed.startsWith(folder))) return;
        building = undefined;
        const module = server.moduleGraph.getModuleById(`\0${ID}`);
        if (module) server.moduleGraph.invalidateModule(module);
      });
      server.middlewares.use(async (request, response, next) => {
        const file = new RegExp(`/${PYTHON_FOLDER}([\\w.]+)\\.bin$`).exec(request.url ?? '')?.[1];
        const bytes = file === undefined ? undefined : (await built()).files.get(file);
        if (bytes === undefined) return next();
        response.setHeader('content-type', 'application/octet-stream');
        response.end(bytes);
      });
    },
  };
}
