/** Starts interpreters: from snapshots where it can, and says why where it cannot. */
import { preparedPython } from '../pyodide/python-files.ts';
import { type Interpreter, startInterpreter } from './interpreter.ts';
import { engineFolder } from './parts.ts';
import { interpreterPrograms } from './programs.ts';
import { snapshotFile } from './snapshot.ts';

/** Gives a function that starts one interpreter; it rejects only if Python cannot start at all. */
export async function interpreterStarter(memory: number, cache: string | null | undefined) {
  const programs = interpreterPrograms();
  const files = { thread: programs.thread, python: await preparedPython(), engine: engineFolder(), memory };
  const snapshots = new Map<number, Promise<string | null>>();
  const noted = new Set<string>();
  const note = (text: string): void => {
    if (!noted.has(text)) process.emitWarning(text);
    noted.add(text);
  };
  const without = (error: Error): null => {
    note(`Python starts without a snapshot, which takes longer: ${error.message}`);
    return null;
  };
  return async (hashSeed: number): Promise<Interpreter> => {
    const common = { ...files, hashSeed };
    const start = (snapshot: string | null): Promise<Interpreter> =>
      startInterpreter(programs.process, { ...common, task: { kind: 'run', snapshot } }, note);
    // Made once: others who need it wait for it.
    const known =
      snapshots.get(hashSeed) ?? (cache === null ? null : snapshotFile(programs.process, common, cache).catch(without));
    snapshots.set(hashSeed, Promise.resolve(known));
    const snapshot = await known;
    try {
      return await start(snapshot);
    } catch (error) {
      if (snapshot === null) throw error;
      snapshots.set(hashSeed, Promise.resolve(without(error as Error)));
      return start(null);
    }
  };
}
