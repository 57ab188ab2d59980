/** Where a site is read from and written to. The environment can point both elsewhere: tests and benchmarks build sites of their own. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDirectory = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const contentDirectory = path.resolve(projectDirectory, process.env.SITE_CONTENT ?? 'content');
export const outputDirectory = path.resolve(projectDirectory, process.env.SITE_OUTPUT ?? 'dist');

/** One cache per content folder: Astro's store of entries must not mix two sites. */
export const cacheDirectory = path.resolve(
  projectDirectory,
  '.cache',
  process.env.SITE_CONTENT === undefined
    ? 'astro'
    : `astro-${createHash('sha256').update(contentDirectory).digest('hex').slice(0, 8)}`,
);
