/** Where the snapshot of Python's memory is kept on the device. It only ever saves time: every failure here means that there is none. */
import { createStore, del, get, set } from 'idb-keyval';

export interface SnapshotStore {
  /** Null when there is none of this version, or when the device takes long to say so. */
  read(): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Whether there is none, and one would be of use: a device where it failed again and again is left alone. */
  lacks(): Promise<boolean>;
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** What was read did not work. */
  refuse(): Promise<void>;
}

const database = createStore('enclosing-scope snapshots', 'snapshots');
/** Where reading takes long, starting plainly takes longer; but storage that never answers must not keep the reader waiting. */
const PATIENCE = 1500;

const FAILURES = 2;

interface Kept {
  readonly version: string;
  /** A blob is read in half the time of an array, but not every browser keeps blobs everywhere. Null after a failure. */
  readonly memory: Blob | Uint8Array<ArrayBuffer> | null;
  readonly failures: number;
}

/**
 * The hash of the snapshot that this page has kept. It stands in local storage, which no worker can reach: a program that breaks out
 * of Python may write to the database, and what it writes there is not taken for a snapshot. Also, opening the database takes
 * longer than looking here, and a first visit has nothing to open it for.
 */
function keptHash(site: string, version: string): string | undefined {
  try {
    const text = localStorage.getItem(`snapshot:${site}`);
    return text?.startsWith(`${version} `) ? text.slice(version.length + 1) : undefined;
  } catch {
    return undefined;
  }
}

function keepHash(site: string, version: string, hash: string): void {
  try {
    localStorage.setItem(`snapshot:${site}`, `${version} ${hash}`);
  } catch {
    // Then every start is a plain one.
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function forgetHash(site: string): void {
  try {
    localStorage.removeItem(`snapshot:${site}`);
  } catch {
    // Then nothing was kept.
  }
}

/** Whatever version it is of. */
async function whatIsKept(site: string): Promise<Kept | undefined> {
  return get<Kept>(site, database);
}

function patiently<Value>(answer: Promise<Value>, otherwise: Value): Promise<Value> {
  const late = new Promise<Value>((resolve) => setTimeout(resolve, PATIENCE, otherwise));
  return Promise.race([answer.catch(() => otherwise), late]);
}

/** Bytes that a snapshot takes on this device, whatever version it is of. */
export async function snapshotSize(site: string): Promise<number> {
  const memory = (await patiently(whatIsKept(site), undefined))?.memory ?? null;
  return memory instanceof Blob ? memory.size : (memory?.length ?? 0);
}

/** Python starts plainly from now on, until it has run again. */
export async function removeSnapshot(site: string): Promise<void> {
  forgetHash(site);
  await del(site, database).catch(() => undefined);
}

/** `site` tells copies of the site on one origin apart; a snapshot of another `version` is of no use. */
export function snapshotStore(site: string, version: string): SnapshotStore {
  const nothing: Kept = { version, memory: null, failures: 0 };
  const find = async (): Promise<Kept> => {
    const kept = await whatIsKept(site);
    return kept?.version === version ? kept : nothing;
  };
  /** Replaces what is kept, whatever version it is of. Gives whether that worked: there may be no room, or storage is forbidden. */
  const put = async (change: (kept: Kept) => Partial<Kept>): Promise<boolean> => {
    try {
      const kept = await find();
      await set(site, { ...kept, ...change(kept) } satisfies Kept, database);
      return true;
    } catch {
      return false;
    }
  };
  return {
    async read() {
      const hash = keptHash(site, version);
      if (hash === undefined) return null;
      const found = find().then(async ({ memory }) => {
        const bytes = memory instanceof Blob ? new Uint8Array(await memory.arrayBuffer()) : memory;
        if (bytes === null || (await sha256(bytes)) === hash) return bytes;
        await removeSnapshot(site);
        return null;
      });
      return patiently(found, null);
    },
    lacks: () =>
      find().then(
        ({ memory, failures }) => memory === null && failures < FAILURES,
        () => false,
      ),
    async write(bytes) {
      const hash = await sha256(bytes);
      const kept = (await put(() => ({ memory: new Blob([bytes]) }))) || (await put(() => ({ memory: bytes })));
      if (kept) keepHash(site, version, hash);
    },
    async refuse() {
      await put(({ failures }) => ({ memory: null, failures: failures + 1 }));
    },
  };
}
