/** The form in which a memory snapshot is kept: only the pages that are not as the module itself writes them. */

const PAGE = 16_384;
/** Bump when what is kept, or how, changes without any part of Python changing. */
const FORMAT = 0x4553_0003;
/** Words at the beginning: format, bytes of the head, number of pages; then the number of each page. */
const FIELDS = 3;

type Bytes = Uint8Array<ArrayBuffer>;

export interface Snapshot {
  /** What Pyodide has to know beside the memory. */
  readonly head: Bytes;
  /** Writes the kept pages over the memory of an interpreter that has not run yet. */
  restore(memory: Uint8Array): void;
}

const words = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
const align = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** The numbers of the pages in which two memories of one length differ. */
export function differing(one: Uint8Array, other: Uint8Array): readonly number[] {
  const [before, after] = [words(one), words(other)];
  const differs = (page: number): boolean => {
    for (let at = (page * PAGE) >> 2; at < ((page + 1) * PAGE) >> 2; at += 1) if (before[at] !== after[at]) return true;
    return false;
  };
  return Array.from({ length: one.length / PAGE }, (_, page) => page).filter(differs);
}

/** `pages` are the numbers of those to keep. */
export function pack(head: Uint8Array, memory: Uint8Array, pages: readonly number[]): Bytes {
  const headAt = align((FIELDS + pages.length) * 4);
  const pagesAt = align(headAt + head.length);
  const packed = new Uint8Array(pagesAt + pages.length * PAGE);
  packed.set(head, headAt);
  for (const [place, page] of pages.entries()) {
    packed.set(memory.subarray(page * PAGE, (page + 1) * PAGE), pagesAt + place * PAGE);
  }
  const data = words(packed);
  data.set(pages, FIELDS);
  data.set([FORMAT, head.length, pages.length]);
  return packed;
}

/** Throws when it is of another format, or cut off. Whether its bytes are the right ones is for its keeper to prove. */
export function unpack(packed: Bytes): Snapshot {
  const data = words(packed);
  const [format, length = 0, count = 0] = data;
  const headAt = align((FIELDS + count) * 4);
  const pagesAt = align(headAt + length);
  if (format !== FORMAT || packed.length !== pagesAt + count * PAGE) {
    throw new Error('the kept snapshot is damaged');
  }
  return {
    head: packed.subarray(headAt, headAt + length),
    restore(memory) {
      for (let place = 0; place < count; place += 1) {
        const at = pagesAt + place * PAGE;
        memory.set(packed.subarray(at, at + PAGE), (data[FIELDS + place] as number) * PAGE);
      }
    },
  };
}
