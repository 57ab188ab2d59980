/** Opens interpreters in threads of this process, from snapshots where it can. */
import { readParts } from './parts.ts';
import { readSnapshot } from './snapshot.ts';
import { startThread, type Thread } from './thread.ts';

export interface InterpreterOptions {
  /** Where snapshots are kept; null boots every interpreter plainly. */
  readonly cache: string | null | undefined;
  /** Bytes that one interpreter may use. */
  readonly memory: number;
}

/** Gives a function that opens one interpreter, ready to run; it rejects only if Python cannot boot at all. */
export async function createInterpreters({ cache, memory }: InterpreterOptions) {
  const parts = await readParts();
  const snapshots = new Map<number, Promise<Uint8Array | null>>();

  const snapshotFor = (hashSeed: number): Promise<Uint8Array | null> => {
    const known = snapshots.get(hashSeed);
    if (known !== undefined) return known;
    const snapshot = readSnapshot({ parts, hashSeed, memory, snapshot: null }, cache);
    snapshots.set(hashSeed, snapshot);
    return snapshot;
  };

  return async (hashSeed: number): Promise<Thread> => {
    const snapshot = await snapshotFor(hashSeed);
    const thread = startThread({ parts, hashSeed, memory, snapshot });
    try {
      await thread.ready;
      return thread;
    } catch (error) {
      if (snapshot === null) throw error;
      // A snapshot is a shortcut, never a condition.
      snapshots.set(hashSeed, Promise.resolve(null));
      const plain = startThread({ parts, hashSeed, memory, snapshot: null });
      await plain.ready;
      return plain;
    }
  };
}
