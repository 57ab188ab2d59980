/** The form in which a memory snapshot is kept: half of it is zeros, which are left out, and a sum says whether it is whole. */

const PAGE = 65_536;
/** Bump when what is kept, or how, changes without any part of Python changing. */
const FORMAT = 0x4553_0001;
/** Words of the first page: format, length, sum, number of pages; then the number of each page. */
const FIELDS = 4;

type Bytes = Uint8Array<ArrayBuffer>;

const words = (bytes: Bytes): Uint32Array => new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);

/** Cheap, and different when anything was lost, changed or moved: the device's errors are meant, not an enemy. */
function sumOf(data: Uint32Array): number {
  let sum = 0;
  for (let at = FIELDS; at < data.length; at += 1) sum = (Math.imul(sum, 31) + (data[at] as number)) | 0;
  return sum >>> 0;
}

export function pack(memory: Bytes): Bytes {
  const used: number[] = [];
  for (let page = 0; page * PAGE < memory.length; page += 1) {
    if (memory.subarray(page * PAGE, (page + 1) * PAGE).some((byte) => byte !== 0)) used.push(page);
  }
  if (FIELDS + used.length > PAGE >> 2) throw new Error(`A snapshot of ${memory.length} bytes has too many pages`);
  const packed = new Uint8Array((1 + used.length) * PAGE);
  for (const [place, page] of used.entries()) {
    packed.set(memory.subarray(page * PAGE, (page + 1) * PAGE), (1 + place) * PAGE);
  }
  const data = words(packed);
  data.set(used, FIELDS);
  data.set([FORMAT, memory.length, sumOf(data), used.length]);
  return packed;
}

/** The memory; throws when it is not what `pack` made. */
export function unpack(packed: Bytes): Bytes {
  const data = words(packed);
  const [format, length = 0, sum, count = 0] = data;
  if (format !== FORMAT || packed.length !== (1 + count) * PAGE || sumOf(data) !== sum) {
    throw new Error('the kept snapshot is damaged');
  }
  const memory = new Uint8Array(length);
  for (let place = 0; place < count; place += 1) {
    const at = (data[FIELDS + place] as number) * PAGE;
    memory.set(packed.subarray((1 + place) * PAGE, (1 + place) * PAGE + Math.min(PAGE, length - at)), at);
  }
  return memory;
}
