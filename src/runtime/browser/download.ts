/** Brings parts of Python onto the page, inflated or compiled, and says plainly why it could not. */
import type { Part } from '../parts.ts';
import { answerTo } from './ahead.ts';
import { bytesOf } from './base64.ts';
import { type Spoiled, type Unpacking, unpackBytes, unpackModule } from './unpack.ts';

/** Told of each piece that comes over the wire. */
export type OnBytes = (bytes: number) => void;

/** All reject with a `DownloadError`. */
export interface Download {
  bytes(part: Part, onBytes: OnBytes): Promise<ArrayBuffer>;
  module(part: Part, onBytes: OnBytes): Promise<WebAssembly.Module>;
}

/** Its message is a sentence for the reader. */
export class DownloadError extends Error {}

/** With no byte for this long, a download has failed: networks that swallow everything would leave the reader waiting. */
const STALL = 30_000;

/** Gives the first hex digits of the SHA-256, not fewer than the names of the parts carry. */
export type HashOf = (bytes: ArrayBuffer) => Promise<string>;

/** `folder` is the absolute address of the parts. */
export function downloadFrom(folder: string, hashOf: HashOf): Download {
  const bring = folder.startsWith('file:') ? fromDisk : fromServer;
  const from = async <Value>(part: Part, open: () => Unpacking<Value>, onBytes: OnBytes): Promise<Value> => {
    let unpacking = open();
    let sum = 0;
    const sink: Sink = {
      add(piece) {
        sum += piece.length;
        onBytes(piece.length);
        unpacking.add(piece);
      },
      restart() {
        onBytes(-sum);
        sum = 0;
        unpacking.drop();
        unpacking = open();
      },
    };
    try {
      await bring(folder, part, sink, hashOf);
    } catch (error) {
      unpacking.drop();
      throw error;
    }
    unpacking.close();
    const unpacked = await unpacking.value;
    if (unpacked.type === 'made') return unpacked.value;
    throw new DownloadError(faultOf(unpacked, part, sum));
  };
  return {
    bytes: (part, onBytes) => from(part, unpackBytes, onBytes),
    module: (part, onBytes) => from(part, unpackModule, onBytes),
  };
}

function faultOf({ damaged, fault }: Spoiled, { file, bytes }: Part, sum: number): string {
  if (!damaged) return `${file}.bin is of no use to this browser: ${fault}`;
  return sum < bytes ? `${file}.bin ended after ${sum} of ${bytes} bytes.` : `${file}.bin arrived damaged.`;
}

interface Sink {
  /** Takes the piece over. */
  add(piece: Uint8Array<ArrayBuffer>): void;
  /** What was added was wrong. */
  restart(): void;
}

async function fromServer(folder: string, part: Part, sink: Sink, hashOf: HashOf): Promise<void> {
  const answer = answerTo(`${folder}${part.file}.bin`);
  const soon = <Value>(coming: Promise<Value>): Promise<Value> => withinLimit(coming, answer.abort);
  try {
    const kept = await soon(answer.kept);
    if (kept !== undefined) {
      // Proven while it is unpacked.
      const hash = hashOf(kept);
      sink.add(new Uint8Array(kept));
      if ((await hash).startsWith(hashIn(part))) return;
      // The service worker mends what it keeps once it is asked for it.
      sink.restart();
    }
    const response = await soon(answer.response());
    if (!response.ok || response.body === null) {
      throw new DownloadError(`The server answered ${response.status} for ${part.file}.bin.`);
    }
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await soon(reader.read());
      if (done) break;
      sink.add(value);
    }
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    if (!navigator.onLine) throw new DownloadError('This device is offline.');
    throw new DownloadError(`The connection broke while ${part.file}.bin was loading.`);
  }
}

async function withinLimit<Value>(coming: Promise<Value>, giveUp: () => void): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DownloadError(`No data came for ${STALL / 1000} seconds.`));
      giveUp();
    }, STALL);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}

const hashIn = ({ file }: Part): string => file.slice(file.lastIndexOf('.') + 1);

/** Pages from disk may not fetch; scripts that carry the bytes as text are allowed. */
async function fromDisk(folder: string, { file }: Part, sink: Sink): Promise<void> {
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
  sink.add(bytesOf(text));
}
