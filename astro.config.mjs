// Static pages as files (`lessons/slug.html`), so that links work on any host and from disk; src/build/portable.ts does the rest.
import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { cacheDirectory, outputDirectory } from './src/build/places.ts';
import { portable } from './src/build/portable.ts';

export default defineConfig({
  outDir: outputDirectory,
  cacheDir: cacheDirectory,
  // Underscores, Astro's default, are dropped by hosts that run Jekyll.
  build: { format: 'file', assets: 'assets', inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  integrations: [mdx({ syntaxHighlight: false }), portable()],
  vite: {
    // Scripts are bundled anew as classic ones, which cannot be preloaded as modules.
    build: {
      modulePreload: false,
      assetsInlineLimit: 0,
      // Astro marks its modules with directives of its own, which the bundler does not know and need not keep.
      rolldownOptions: { onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log) },
    },
  },
});
