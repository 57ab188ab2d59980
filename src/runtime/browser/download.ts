/** Brings parts of Python onto the page, proven, inflated or compiled, and says plainly why it could not. */
import { hashIn, type Part } from '../parts.ts';
import { FetchFault, fetchProven, isProven, type Sink, withinLimit } from '../proven.ts';
import { answerTo } from './ahead.ts';
import { bytesOf } from './base64.ts';
import { type Unpacking, unpackBytes, unpackModule } from './unpack.ts';

/** Told of each piece that comes over the wire. */
export type OnBytes = (bytes: number) => void;

/** All reject with a `DownloadError`. */
export interface Download {
  bytes(part: Part, onBytes: OnBytes): Promise<ArrayBuffer>;
  module(part: Part, onBytes: OnBytes): Promise<WebAssembly.Module>;
}

/** Its message is a sentence for the reader. */
export class DownloadError extends Error {}

/** `folder` is the absolute address of the parts. */
export function downloadFrom(folder: string): Download {
  const bring = folder.startsWith('file:') ? fromDisk : fromServer;
  /** Inflating and compiling go on while the bytes are proven: what is made of them is given only when both have ended well. */
  const from = async <Value>(part: Part, open: () => Unpacking<Value>, onBytes: OnBytes): Promise<Value> => {
    let unpacking = open();
    let sum = 0;
    const sink: Sink = {
      add(piece) {
        sum += piece.length;
        onBytes(piece.length);
        unpacking.add(piece);
      },
      close: () => unpacking.close(),
      restart() {
        onBytes(-sum);
        sum = 0;
        unpacking.drop();
        unpacking = open();
      },
    };
    try {
      await bring(folder, part, sink);
    } catch (error) {
      unpacking.drop();
      throw new DownloadError(reasonOf(error, part));
    }
    const unpacked = await unpacking.value;
    if (unpacked.type === 'made') return unpacked.value;
    throw new DownloadError(`${part.file}.bin is of no use to this browser: ${unpacked.fault}`);
  };
  return {
    bytes: (part, onBytes) => from(part, unpackBytes, onBytes),
    module: (part, onBytes) => from(part, unpackModule, onBytes),
  };
}

function reasonOf(error: unknown, { file, bytes }: Part): string {
  if (error instanceof DownloadError) return error.message;
  if (!navigator.onLine) return 'This device is offline.';
  if (!(error instanceof FetchFault)) return `The server cannot be reached for ${file}.bin.`;
  if (error.kind !== 'damaged') return error.message;
  return error.bytes < bytes
    ? `${file}.bin ended after ${error.bytes} of ${bytes} bytes.`
    : `${file}.bin arrived damaged.`;
}

async function fromServer(folder: string, part: Part, sink: Sink): Promise<void> {
  const [name, hash] = [`${part.file}.bin`, hashIn(part)];
  const answer = answerTo(`${folder}${name}`);
  const kept = await withinLimit(answer.kept, answer.abort);
  if (kept !== undefined) {
    sink.add(new Uint8Array(kept.slice()));
    sink.close();
    if (await isProven(kept, hash)) return;
    // The service worker mends what it keeps once it is asked for it.
    sink.restart();
  }
  try {
    await fetchProven({ url: `${folder}${name}`, name, hash }, { first: answer.response, sink });
  } catch (error) {
    answer.abort();
    throw error;
  }
}

/** Pages from disk may not fetch; scripts that carry the bytes as text are allowed. */
async function fromDisk(folder: string, part: Part, sink: Sink): Promise<void> {
  const { file } = part;
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${folder}${file}.js`;
    script.onload = () => resolve();
    script.onerror = () =>
      reject(new DownloadError(`${file}.js is missing. Was the whole folder copied, or the whole zip extracted?`));
    document.head.append(script);
    script.addEventListener('load', () => script.remove());
    script.addEventListener('error', () => script.remove());
  });
  const texts = (self as { pythonParts?: Record<string, string> }).pythonParts ?? {};
  const text = texts[file] ?? '';
  delete texts[file];
  const bytes = bytesOf(text);
  const proven = isProven(bytes.slice(), hashIn(part));
  sink.add(bytes);
  sink.close();
  if (!(await proven))
    throw new DownloadError(`${file}.js is damaged. Was the whole folder copied, or the whole zip extracted?`);
}
