/**
 * Recordings of the blocks that can be stepped through, made before the pages. They are cached under a hash of the session's
 * programs, the recorder and the Pyodide version, so a changed block never gets an old recording.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../course/places.ts';
import type { Trace } from '../../lesson/trace/trace.ts';
import type { Program } from '../../runtime/protocol.ts';

/** A session whose last program is recorded, and the lines that its `input()` reads. */
export interface Recordable {
  readonly programs: readonly Program[];
  readonly stdin: readonly string[];
}

const FOLDER = path.join(projectDirectory, '.cache', 'recordings');

let recorder: string | undefined;

/** Hashes everything that determines a recording, apart from its programs. */
function recorderVersion(): string {
  if (recorder !== undefined) return recorder;
  const folder = path.join(projectDirectory, 'src', 'python');
  const manifest = path.join(projectDirectory, 'node_modules', 'pyodide', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const hash = createHash('sha256').update(version);
  const files = readdirSync(folder).filter((name) => name.endsWith('.py'));
  for (const name of files.sort()) hash.update(readFileSync(path.join(folder, name)));
  hash.update(readFileSync(path.join(projectDirectory, 'src', 'runtime', 'trace.ts')));
  recorder = hash.digest('hex');
  return recorder;
}

export function recordingFile({ programs, stdin }: Recordable): string {
  const key = JSON.stringify([recorderVersion(), programs.map(({ kind, code }) => [kind, code]), stdin]);
  return path.join(FOLDER, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
}

/** Written atomically, because two builds may run at the same time. */
export function keepRecording(recordable: Recordable, trace: Trace): void {
  const file = recordingFile(recordable);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(trace));
  renameSync(`${file}.${process.pid}`, file);
}

/** The recording of a session's last program. On the dev server a block may have changed; its recording is then made now. */
export function recordingOf(recordable: Recordable): Trace {
  const file = recordingFile(recordable);
  if (!existsSync(file)) recordInProcess(recordable);
  const trace = JSON.parse(readFileSync(file, 'utf8')) as Trace;
  assertFresh(recordable, trace, file);
  return trace;
}

/** Throws unless the recording is of the code that the page shows. */
export function assertFresh({ programs }: Recordable, trace: Trace, file: string): void {
  const shown = programs.at(-1);
  if (shown !== undefined && trace.sources.at(-1) === shown.code) return;
  throw new Error(
    `The recording of "${shown?.id}" is stale: it was made from other code than the block has now.\n` +
      `Delete ${path.relative(projectDirectory, file)} and build again.`,
  );
}

/** Runs a separate process, because Python needs a thread, which Astro's bundled page code cannot start. */
function recordInProcess(recordable: Recordable): void {
  const script = path.join(projectDirectory, 'src', 'site', 'analysis', 'record-one.ts');
  const { status, stderr } = spawnSync(process.execPath, [script], {
    cwd: projectDirectory,
    input: JSON.stringify(recordable),
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(stderr.trim() || 'The recorder ended without a message. Run `npm run build` to see why.');
}
