/** A snapshot only ever saves time: where there can be none, whoever checks hears why, and Python starts without. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { preparedPython } from '../pyodide/python-files.ts';
import { startInterpreter } from './interpreter.ts';
import { engineFolder } from './parts.ts';
import { interpreterPrograms } from './programs.ts';
import { snapshotFile } from './snapshot.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'snapshot-'));
after(() => rmSync(scratch, { recursive: true }));
const { process: program, thread } = interpreterPrograms();

test('memory that had to grow makes no snapshot: the reason is told, nothing half-made is left, and a plain start works', async () => {
  const engine = path.join(scratch, 'engine');
  const cache = path.join(scratch, 'cache');
  cpSync(engineFolder(), engine, { recursive: true });
  appendFileSync(path.join(engine, 'run.py'), '\n_grown = bytes(40_000_000)\n');
  const startup = { thread, python: await preparedPython(), engine, hashSeed: 1, memory: 256 * 1024 ** 2 };
  await assert.rejects(
    snapshotFile(program, startup, cache),
    /Python's memory grew from \d+ to some \d+ bytes.*Pyodide starts with less than it did, or PRELOAD/s,
  );
  assert.deepEqual(readdirSync(cache), []);
  const interpreter = await startInterpreter(program, { ...startup, task: { kind: 'run', snapshot: null } });
  const request = { type: 'run', run: 0, session: 'a', fresh: true, stdin: [] } as const;
  const { outcome } = await interpreter.run({ ...request, program: { kind: 'python', code: '1', id: 'a' } }, 60);
  await interpreter.end();
  assert.deepEqual(outcome, { kind: 'finished' });
});
