/** Brings a part of Python onto the page and inflates it, counting the bytes as they come, and says plainly why it could not. */
import type { Part } from '../parts.ts';
import { answerTo } from './ahead.ts';
import { bytesOf } from './base64.ts';

export type OnBytes = (bytes: number) => void;

/** Opens a part: the stream gives its inflated bytes, `onBytes` is told of each piece that comes over the wire. */
export type Download = (part: Part, onBytes: OnBytes) => ReadableStream<Uint8Array<ArrayBuffer>>;

/** Its message is a sentence for the reader. */
export class DownloadError extends Error {}

/** With no byte for this long, a download has failed: networks that swallow everything would leave the reader waiting. */
const STALL = 30_000;

/** `folder` is the absolute address of the parts. */
export function downloadFrom(folder: string): Download {
  const bring = folder.startsWith('file:') ? bringFromDisk : bringFromServer;
  return (part, onBytes) => {
    const inflating = new DecompressionStream('deflate-raw');
    const writer = inflating.writable.getWriter();
    /** What went wrong, in our words. */
    const counted = async (): Promise<unknown> => {
      let sum = 0;
      try {
        await bring(folder, part, async (piece) => {
          sum += piece.length;
          onBytes(piece.length);
          await writer.write(piece).catch(() => {
            throw new DownloadError(`${part.file}.bin arrived damaged.`);
          });
        });
        if (sum !== part.bytes) {
          throw new DownloadError(`${part.file}.bin ended after ${sum} of ${part.bytes} bytes.`);
        }
        await writer.close().catch(() => {
          throw new DownloadError(`${part.file}.bin arrived damaged.`);
        });
        return undefined;
      } catch (error) {
        await writer.abort(error).catch(() => {});
        return error;
      }
    };
    return explained(inflating.readable, counted());
  };
}

/** The same bytes. What inflates them fails in the engine's own words, before ours are there. */
function explained(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  failure: Promise<unknown>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error((await failure) ?? error);
      }
    },
  });
}

type Sink = (piece: Uint8Array<ArrayBuffer>) => Promise<void>;

async function bringFromServer(folder: string, part: Part, sink: Sink): Promise<void> {
  const url = `${folder}${part.file}.bin`;
  const answer = answerTo(url);
  let stalled = false;
  const giveUp = (): void => {
    stalled = true;
    answer.abort();
  };
  let timer = setTimeout(giveUp, STALL);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, STALL);
  };
  try {
    const response = await answer.response;
    if (!response.ok || response.body === null) {
      throw new DownloadError(`The server answered ${response.status} for ${part.file}.bin.`);
    }
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      // What takes the bytes may have to wait for other parts: that is no fault of the network.
      clearTimeout(timer);
      await sink(value);
      alive();
    }
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    if (stalled) throw new DownloadError(`No data came for ${STALL / 1000} seconds.`);
    if (!navigator.onLine) throw new DownloadError('This device is offline.');
    throw new DownloadError(`The connection broke while ${part.file}.bin was loading.`);
  } finally {
    clearTimeout(timer);
  }
}

/** Pages from disk may not fetch; scripts that carry the bytes as text are allowed. */
async function bringFromDisk(folder: string, part: Part, sink: Sink): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${folder}${part.file}.js`;
    script.onload = () => resolve();
    script.onerror = () =>
      reject(new DownloadError(`${part.file}.js is missing. Was the whole folder copied, or the whole zip extracted?`));
    document.head.append(script);
    script.addEventListener('load', () => script.remove());
    script.addEventListener('error', () => script.remove());
  });
  const texts = (self as { pythonParts?: Record<string, string> }).pythonParts ?? {};
  const text = texts[part.file] ?? '';
  delete texts[part.file];
  await sink(bytesOf(text));
}
