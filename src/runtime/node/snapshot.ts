/** Snapshots of an interpreter with the engine ready, kept on disk: a start takes a fraction of the time. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { PRELOAD } from './boot.ts';
import { startInterpreter } from './interpreter.ts';
import { readSources } from './parts.ts';
import type { Startup } from './protocol.ts';

/** Bump when how snapshots are made changes. */
const FORMAT = 3;
/** Snapshots that stay on disk: some seeds of the present engine, and of the one before. */
const KEPT = 6;
const CACHE = path.resolve(import.meta.dirname, '../../../.cache/snapshots');

/** What decides a snapshot's content. */
function keyOf({ python, engine, hashSeed }: Omit<Startup, 'task'>): string {
  const decisive = JSON.stringify([FORMAT, python.version, hashSeed, readSources(engine), PRELOAD]);
  return createHash('sha256').update(decisive).digest('hex').slice(0, 32);
}

/**
 * The file of the snapshot for this start, made now if it is not there whole. Rejects when there can be none, and says why: a plain
 * start needs none.
 */
export async function snapshotFile(
  program: string,
  startup: Omit<Startup, 'task'>,
  folder: string = CACHE,
): Promise<string> {
  const file = path.join(folder, `${keyOf(startup)}.bin`);
  if (isWhole(file)) return file;
  mkdirSync(folder, { recursive: true });
  // Written whole or not at all: two checks may run at the same time.
  const draft = `${file}.${process.pid}`;
  try {
    await (await startInterpreter(program, { ...startup, task: { kind: 'snapshot', file: draft } })).end();
    writeFileSync(sumFile(file), sumOf(draft));
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  removeOld(folder);
  return file;
}

const sumFile = (file: string): string => `${file}.sum`;
const sumOf = (file: string): string => crc32(readFileSync(file)).toString(16);

function isWhole(file: string): boolean {
  try {
    return sumOf(file) === readFileSync(sumFile(file), 'utf8');
  } catch {
    return false;
  }
}

/** Each change of the engine leaves its snapshots behind, thirty megabytes each. */
function removeOld(folder: string): void {
  const files = readdirSync(folder).flatMap((name) => (name.endsWith('.bin') ? path.join(folder, name) : []));
  const newestFirst = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of newestFirst.slice(KEPT)) for (const file of [old, sumFile(old)]) rmSync(file, { force: true });
}
