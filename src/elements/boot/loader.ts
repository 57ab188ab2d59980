/**
 * The page's module system. Pages opened from disk can load only classic scripts, so the build turns every module into a
 * function registered here. Modules that a page needs at once are in the same file as this loader; the others are in classic
 * scripts that the first `import()` fetches. Each module is instantiated once.
 */
export {};

interface Exports {
  exports: object;
}
type Factory = (
  require: (id: string) => object,
  module: Exports,
  load: (id: string) => Promise<object>,
  share: (exports: object, getters: Readonly<Record<string, () => unknown>>) => void,
) => void;

/** Lazy module → the scripts (relative to the site's root) that hold it and what it imports. Written by the build. */
declare const LAZY: Readonly<Record<string, readonly string[]>>;

const factories = new Map<string, Factory>();
const modules = new Map<string, Exports>();
const scripts = new Map<string, Promise<void>>();

function require(id: string): object {
  const made = modules.get(id);
  if (made) return made.exports;
  const module: Exports = { exports: {} };
  modules.set(id, module);
  factories.get(id)?.(require, module, load, share);
  return module.exports;
}

/** Defines exports as getters, because an exported binding may change its value. */
function share(exports: object, getters: Readonly<Record<string, () => unknown>>): void {
  for (const [name, get] of Object.entries(getters)) Object.defineProperty(exports, name, { get, enumerable: true });
}

function script(file: string): Promise<void> {
  let loading = scripts.get(file);
  if (!loading) {
    loading = new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.src = new URL(file, new URL(document.documentElement.dataset.root ?? './', document.baseURI)).href;
      element.onload = () => resolve();
      element.onerror = () => {
        // The next call tries again.
        scripts.delete(file);
        element.remove();
        reject(new Error(`${element.src} could not be loaded`));
      };
      document.head.append(element);
    });
    scripts.set(file, loading);
  }
  return loading;
}

async function load(id: string): Promise<object> {
  const files = LAZY[id] ?? [];
  await Promise.all(files.map(script));
  if (!factories.has(id)) {
    // Something other than the script was served, such as a network's login page. The next call tries again.
    for (const file of files) scripts.delete(file);
    throw new Error(`${files.join(', ')} did not contain the scripts of this site`);
  }
  return require(id);
}

// @ts-expect-error The build registers modules under this one global name.
self.enclosingScope = (id: string, factory: Factory) => factories.set(id, factory);

// As microtasks, so that the modules that follow in this file are registered before this page's modules run.
for (const id of document.currentScript?.dataset.modules?.split(' ') ?? []) queueMicrotask(() => require(id));
