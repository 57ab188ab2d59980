/** A reproducible zip: entries in the given order, one fixed date, nothing from the machine that made it. */
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

/** Asynchronous, so that several files are compressed at a time in Node's thread pool. */
const deflated = promisify(deflateRaw);

const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
const VERSION = 20;
/** The earliest date that a zip can store, 1 January 1980. */
const DATE = 0x0021;

export async function zip(files: readonly (readonly [name: string, content: Uint8Array])[]): Promise<Buffer> {
  const compressed = await Promise.all(files.map(([, content]) => deflated(content, { level: 9, memLevel: 9 })));
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, [name, content]] of files.entries()) {
    const path = Buffer.from(name, 'utf8');
    const body = compressed[index] ?? Buffer.alloc(0);
    // The fields common to both headers of an entry, starting with the version.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(UTF8_NAMES, 2);
    common.writeUInt16LE(DEFLATED, 4);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, path, body);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), uint16(VERSION), common, tail, path);
    offset += 4 + common.length + path.length + body.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length / 5, 8);
  end.writeUInt16LE(directory.length / 5, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, entries, end]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
