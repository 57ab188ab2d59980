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
  // Not Astro's default `_astro`, because hosts that run Jekyll drop folders that start with an underscore.
  build: { format: 'file', assets: 'assets', inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  // Fences become components, which highlight the code themselves.
  markdown: {
    syntaxHighlight: false,
    processor: satteri({ mdastPlugins: [allowed, parts, fences], hastPlugins: [emptyCorners] }),
  },
  integrations: [mdx(), lessonReports(), recordings(), portable()],
  vite: {
    // The pages' scripts become classic scripts, which cannot be preloaded as modules.
    build: {
      modulePreload: false,
      // Fonts are embedded in their style sheet; everything else stays a separate file.
      assetsInlineLimit: (file) => file.endsWith('.woff2'),
      // One style sheet for the whole site, cached after the first page.
      cssCodeSplit: false,
      // Hides the bundler's warning about Astro's own module directives.
      rolldownOptions: { onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log) },
    },
  },
});
