/** The programs of an interpreter's process as plain scripts, made once and kept: each process would else strip the types of a dozen files anew, a third of the time of a start. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

export interface Programs {
  /** File of the process's first thread. */
  readonly process: string;
  /** Address of the program of Python's thread. */
  readonly thread: string;
}

const root = path.resolve(import.meta.dirname, '../../..');
const NAMES = ['process', 'thread'] as const;

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of globSync('src/{lesson/**,runtime,runtime/node,runtime/pyodide}/*.ts', { cwd: root }).sort()) {
    if (!name.endsWith('.test.ts')) hash.update(name).update(readFileSync(path.join(root, name)));
  }
  return hash.digest('hex').slice(0, 20);
}

/** The sources themselves when nothing can be written. */
export function interpreterPrograms(): Programs {
  const folder = made() ?? import.meta.dirname;
  const [process = '', thread = ''] = NAMES.map((name) =>
    path.join(folder, `${name}.${folder === import.meta.dirname ? 'ts' : 'mjs'}`),
  );
  return { process, thread: pathToFileURL(thread).href };
}

function made(): string | null {
  try {
    const folder = path.join(root, '.cache', 'interpreter', fingerprint());
    if (existsSync(folder)) return folder;
    const draft = `${folder}.${process.pid}`;
    mkdirSync(path.dirname(folder), { recursive: true });
    buildSync({
      entryPoints: NAMES.map((name) => path.join(import.meta.dirname, `${name}.ts`)),
      outdir: draft,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
    });
    try {
      renameSync(draft, folder);
    } catch (error) {
      // Another check has made it meanwhile.
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
    return folder;
  } catch {
    return null;
  }
}
