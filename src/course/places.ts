/** Where a site is read from and written to. The environment can point both elsewhere: tests and benchmarks build sites of their own. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDirectory = projectAround(path.dirname(fileURLToPath(import.meta.url)));

/** Astro bundles what its pages import into a folder of its own inside the project, so this file's own place tells little. */
function projectAround(folder: string): string {
  if (existsSync(path.join(folder, 'astro.config.mjs'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder)
    throw new Error('No folder above this file holds astro.config.mjs: the project is incomplete.');
  return projectAround(parent);
}

export const contentDirectory = path.resolve(projectDirectory, process.env.SITE_CONTENT ?? 'content');
export const outputDirectory = path.resolve(projectDirectory, process.env.SITE_OUTPUT ?? 'dist');

/** One cache per content folder: Astro's store of entries must not mix two sites. */
export function cacheOf(content: string): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  return path.resolve(projectDirectory, '.cache', `astro-${hash}`);
}

export const cacheDirectory =
  process.env.SITE_CONTENT === undefined
    ? path.resolve(projectDirectory, '.cache', 'astro')
    : cacheOf(contentDirectory);
