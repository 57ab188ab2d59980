/** Keeps a snapshot of Python on the device, so that the next visit starts from it: when the reader reads, and the device can spare it. */
import type { Python } from '../../runtime/browser/client.ts';
import type { WorkerWorld } from '../../runtime/browser/life.ts';
import type { SnapshotStore } from '../../runtime/browser/snapshot-store.ts';
import { takeSnapshot } from '../../runtime/browser/snapshot-taker.ts';

/** Bytes that must be free: a snapshot takes some fifteen million, and nothing of the reader's shall ever go for it. */
const ROOM = 300_000_000;
/** After the last program has ended: a reader who runs one block after another is not disturbed. */
const REST = 1000;

interface Device extends Navigator {
  readonly connection?: { readonly saveData?: boolean };
  /** In gigabytes, where the browser tells. */
  readonly deviceMemory?: number;
}

async function canSpare(): Promise<boolean> {
  const { connection, deviceMemory = 4, storage } = navigator as Device;
  if (connection?.saveData || deviceMemory < 4) return false;
  // Pages from disk and older browsers cannot say; the device refuses what does not fit.
  const { quota = ROOM, usage = 0 } = (await storage?.estimate?.().catch((): StorageEstimate => ({}))) ?? {};
  return quota - usage >= ROOM;
}

/** Resolves when Python has had nothing to do for a while, and the browser neither. */
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
  // Another tab may have been quicker.
  if (!(await store.lacks())) return;
  const snapshot = await takeSnapshot(world).catch(() => null);
  if (snapshot !== null) await store.write(snapshot);
}
