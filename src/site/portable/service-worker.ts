/** Builds the service worker, with the list of the site's files for offline reading. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Precache, PrecacheFile } from '../../service-worker/precache.ts';
import type { Output } from '../output.ts';

export const SERVICE_WORKER = 'sw.js';

/** Files that hosted pages never request: those for pages from disk, for hosts, and for search engines and feed readers. */
const NOT_KEPT =
  /^(sw\.js|_headers|robots\.txt|sitemap\.xml|feed\.xml|cards\/.*|py\/.*\.js|search-from-disk\.js|.*\.zip)$/;

export function precacheOf(output: Output): Precache {
  const files = output
    .files()
    .filter((file) => !NOT_KEPT.test(file))
    .map((file): PrecacheFile => {
      const content = output.bytes(file);
      return [file, createHash('sha256').update(content).digest('hex').slice(0, 16), content.length];
    });
  const python = files.filter(([file]) => file.startsWith('py/'));
  const site = files.filter(([file]) => !file.startsWith('py/'));
  const version = createHash('sha256')
    .update(JSON.stringify([site, python]))
    .digest('hex')
    .slice(0, 12);
  return { version, site, python };
}

export async function serviceWorker(precache: Precache): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../service-worker/worker.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    minify: true,
    target: 'es2022',
    write: false,
    define: { PRECACHE: JSON.stringify(precache) },
  });
  return outputFiles.map(({ text }) => text).join('');
}
