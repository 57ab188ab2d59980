// Static pages as files (`lessons/slug.html`), so that links work on any host and from disk; src/site/portable/portable.ts does the rest.
import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { lessonReports } from './src/course/lesson-reports.ts';
import { cacheDirectory, outputDirectory } from './src/course/places.ts';
import { recordings } from './src/site/analysis/record.ts';
import { allowed } from './src/site/mdx/mdx-allowed.ts';
import { fences } from './src/site/mdx/mdx-fences.ts';
import { emptyCorners, parts } from './src/site/mdx/mdx-parts.ts';
import { portable } from './src/site/portable/portable.ts';

export default defineConfig({
  outDir: outputDirectory,
  cacheDir: cacheDirectory,
  // Underscores, Astro's default, are dropped by hosts that run Jekyll.
  build: { format: 'file', assets: 'assets', inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  // Fences become components that highlight them; Markdown's own highlighting stays out of it.
  markdown: {
    syntaxHighlight: false,
    processor: satteri({ mdastPlugins: [allowed, parts, fences], hastPlugins: [emptyCorners] }),
  },
  integrations: [mdx(), lessonReports(), recordings(), portable()],
  vite: {
    // Scripts are bundled anew as classic ones, which cannot be preloaded as modules.
    build: {
      modulePreload: false,
      // Fonts stand in their style sheet; everything else is a file of its own.
      assetsInlineLimit: (file) => file.endsWith('.woff2'),
      // One style sheet for the whole site: one request, cached from the first page on.
      cssCodeSplit: false,
      // Astro marks its modules with directives of its own, which the bundler does not know and need not keep.
      rolldownOptions: { onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log) },
    },
  },
});
