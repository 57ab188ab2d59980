/** Stores a snapshot of Python on the device when it is idle and has room, so that the next visit starts from it. */
import type { Python } from '../../runtime/browser/client.ts';
import type { WorkerWorld } from '../../runtime/browser/life.ts';
import type { SnapshotStore } from '../../runtime/browser/snapshot-store.ts';
import { takeSnapshot } from '../../runtime/browser/snapshot-taker.ts';

/** Bytes that must be free. A snapshot takes about 15 MB, and must never cause the reader's own data to be evicted. */
const ROOM = 300_000_000;
/** Milliseconds after the last run, so that running several blocks in a row is not slowed down. */
const REST = 1000;

interface Device extends Navigator {
  readonly connection?: { readonly saveData?: boolean };
  /** In gigabytes, in browsers that report it. */
  readonly deviceMemory?: number;
}

async function canSpare(): Promise<boolean> {
  const { connection, deviceMemory = 4, storage } = navigator as Device;
  if (connection?.saveData || deviceMemory < 4) return false;
  // Pages from disk and older browsers cannot tell; storing then fails if it does not fit.
  const { quota = ROOM, usage = 0 } = (await storage?.estimate?.().catch((): StorageEstimate => ({}))) ?? {};
  return quota - usage >= ROOM;
}

/** Resolves when both Python and the browser have been idle for a while. */
async function rest(python: Python): Promise<void> {
  let quiet = false;
  const unsubscribe = python.subscribe(() => {
    quiet = false;
  });
  try {
    while (!quiet || document.hidden || python.state.status !== 'ready') {
      quiet = true;
      await new Promise((resolve) => setTimeout(resolve, REST));
      await new Promise<unknown>((resolve) => (self.requestIdleCallback ?? ((done) => setTimeout(done)))(resolve));
    }
  } finally {
    unsubscribe();
  }
}

export async function keepSnapshot(python: Python, world: WorkerWorld, store: SnapshotStore): Promise<void> {
  if (!(await canSpare()) || !(await store.lacks())) return;
  await rest(python);
  // Another tab may have stored one meanwhile.
  if (!(await store.lacks())) return;
  const snapshot = await takeSnapshot(world).catch(() => null);
  if (snapshot !== null) await store.write(snapshot);
}
