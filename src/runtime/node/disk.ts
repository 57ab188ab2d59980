/** A quota for the in-memory files of programs: they lie outside of Python's memory and of the thread's heap, which have limits of their own. */

interface MemoryFiles {
  expandFileStorage(node: { readonly contents: { readonly length: number } }, capacity: number): void;
}

export interface FileSystem {
  readonly filesystems: { readonly MEMFS: MemoryFiles };
  readonly ErrnoError: new (errno: number) => Error;
}

/** `No space left on device`, as Emscripten numbers it. */
const ENOSPC = 51;

/** Limits what all files of an interpreter together may grow by, in bytes; space is not given back. */
export function limitDisk(fs: FileSystem, total: number): void {
  const files = fs.filesystems.MEMFS;
  const expand = files.expandFileStorage;
  let used = 0;
  files.expandFileStorage = (node, capacity) => {
    const before = node.contents.length;
    if (used + capacity - before > total) throw new fs.ErrnoError(ENOSPC);
    expand.call(files, node, capacity);
    used += node.contents.length - before;
  };
}
