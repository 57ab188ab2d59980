/**
 * Keeps Vite from bundling the modules that Astro's `<script>`s import; classic-scripts.ts bundles them from source.
 * Vite would wrap each lazy import in its preloader, which needs module scripts, which pages from disk cannot load.
 */
import path from 'node:path';
import type { AstroIntegration } from 'astro';

type VitePlugin = NonNullable<
  NonNullable<Parameters<HookOf<'astro:config:setup'>>[0]['config']['vite']>['plugins']
>[number];
type HookOf<Name extends keyof AstroIntegration['hooks']> = NonNullable<AstroIntegration['hooks'][Name]>;

const ASTRO_SCRIPT = /\.astro\?astro&type=script/;

export function scriptSources(): VitePlugin {
  return {
    name: 'script-sources',
    enforce: 'pre',
    apply: 'build',
    resolveId(id, importer) {
      if (importer === undefined || !ASTRO_SCRIPT.test(importer)) return undefined;
      const file = id.startsWith('.') ? path.resolve(path.dirname(importer.split('?')[0] ?? ''), id) : id;
      return { id: file, external: 'absolute' };
    },
  };
}
