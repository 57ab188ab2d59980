/** The worker's code as one plain script, made once and kept: each thread would else strip the types of a dozen files anew, a third of the time of a boot. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');
const SOURCE = path.join(import.meta.dirname, 'worker.ts');

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of globSync('src/{lesson,runtime,runtime/node}/*.ts', { cwd: root }).sort()) {
    if (!name.endsWith('.test.ts')) hash.update(name).update(readFileSync(path.join(root, name)));
  }
  return hash.digest('hex').slice(0, 20);
}

let file: URL | null = null;

/** Where a thread finds its code; the source itself when nothing can be written. */
export function workerFile(): URL {
  file ??= made() ?? pathToFileURL(SOURCE);
  return file;
}

function made(): URL | null {
  try {
    const target = path.join(root, '.cache', 'worker', `${fingerprint()}.mjs`);
    if (!existsSync(target)) {
      mkdirSync(path.dirname(target), { recursive: true });
      const draft = `${target}.${process.pid}`;
      buildSync({
        entryPoints: [SOURCE],
        outfile: draft,
        bundle: true,
        format: 'esm',
        platform: 'node',
        logLevel: 'silent',
      });
      renameSync(draft, target);
    }
    return pathToFileURL(target);
  } catch {
    return null;
  }
}
