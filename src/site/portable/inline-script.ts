/** The scripts that must run before the site's one script has loaded, minified and inlined into the page. */

import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** src/elements/boot/NAME.ts as an inline script. */
export function inlineScript(name: 'missing-files' | 'find-root'): string {
  const result = buildSync({
    entryPoints: [fileURLToPath(new URL(`../../elements/boot/${name}.ts`, import.meta.url))],
    bundle: true,
    format: 'iife',
    minify: true,
    target: 'es2022',
    write: false,
  });
  return (result.outputFiles[0]?.text ?? '').trim();
}
