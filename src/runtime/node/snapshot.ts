/** Snapshots of an interpreter with the engine ready, kept on disk: a boot takes a tenth of the time. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { type BootOptions, PRELOAD } from './boot.ts';
import { shared } from './parts.ts';
import { snapshotInThread } from './thread.ts';

/** A snapshot's heap must not have grown: a restored memory of another size does not fit the module. */
const HEAP = 31_457_280;
/** Bump when how snapshots are made changes. */
const FORMAT = 2;
/** Snapshots that stay on disk: some seeds of the present engine, and of the one before. */
const KEPT = 6;
const CACHE = path.resolve(import.meta.dirname, '../../../.cache/snapshots');

/** What decides a snapshot's content. */
function keyOf({ parts, hashSeed }: BootOptions): string {
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, parts.version, hashSeed, parts.sources, PRELOAD]));
  return hash.update(parts.stdlib).digest('hex').slice(0, 32);
}

/**
 * The snapshot for these parts and this seed, from disk or made now; null when there can be none, for whatever reason:
 * the caller then boots plainly.
 */
export async function readSnapshot(options: BootOptions, folder: string | null = CACHE): Promise<Uint8Array | null> {
  if (folder === null) return null;
  const file = path.join(folder, `${keyOf(options)}.bin`);
  const kept = readKept(file);
  if (kept !== null) return kept;
  try {
    const bytes = await snapshotInThread(options);
    if (bytes.length > HEAP + 65536) return null;
    keep(file, bytes);
    return shared(bytes);
  } catch {
    return null;
  }
}

/** The file's snapshot, when it is there and whole: a checksum stands behind it. */
function readKept(file: string): Uint8Array | null {
  try {
    const bytes = readFileSync(file);
    const snapshot = bytes.subarray(0, -4);
    return crc32(snapshot) === bytes.readUInt32LE(bytes.length - 4) ? shared(snapshot) : null;
  } catch {
    return null;
  }
}

/** Written whole or not at all: two checks may run at the same time. */
function keep(file: string, bytes: Uint8Array): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32LE(crc32(bytes));
    writeFileSync(draft, Buffer.concat([bytes, checksum]));
    renameSync(draft, file);
    removeOld(path.dirname(file));
  } catch {
    // A read-only disk: the next process makes its own.
  }
}

/** Each change of the engine leaves its snapshots behind, thirty megabytes each. */
function removeOld(folder: string): void {
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  const newestFirst = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of newestFirst.slice(KEPT)) rmSync(old, { force: true });
}
