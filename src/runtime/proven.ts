/** Fetches files whose content is known beforehand by its hash. Nothing of one may be used before it is proven; one that came wrong is asked for again, past the browser's cache. */

export interface KnownFile {
  readonly url: string;
  /** As it is called in messages. */
  readonly name: string;
  /** First hex digits of its SHA-256. */
  readonly hash: string;
}

/** Takes pieces as they come: for work that is thrown away if they prove wrong. */
export interface Sink {
  add(piece: Uint8Array<ArrayBuffer>): void;
  /** All is there; whether it is right is not known yet. */
  close(): void;
  /** What was added was wrong: it comes again from the beginning. */
  restart(): void;
}

export interface Asking {
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** How to treat the browser's cache: at the first try, and when that came wrong. */
  readonly caches?: readonly RequestCache[];
  /** The answer to the first try, where it was asked for before. */
  readonly first?: () => Promise<Response>;
  /** Bytes so far. */
  readonly onBytes?: (bytes: number) => void;
  readonly sink?: Sink;
  readonly signal?: AbortSignal;
}

export interface Proven {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly response: Response;
}

/** What was answered is of no use; any other error says that there was no answer. */
export class FetchFault extends Error {
  readonly kind: 'refused' | 'broken' | 'stalled' | 'damaged';
  /** That came last. */
  readonly bytes: number;
  constructor(kind: FetchFault['kind'], message: string, bytes = 0) {
    super(message);
    this.kind = kind;
    this.bytes = bytes;
  }
}

/** With no byte for this long, a download has failed: networks that swallow everything would leave the reader waiting. */
const STALL = 30_000;

/** First 16 hex digits of the SHA-256. */
export async function hashOf(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Browsers hash only on pages that came safely; on any other the page itself may be anyone's, and no proof of its parts would help. */
export async function isProven(bytes: BufferSource, hash: string): Promise<boolean> {
  return !globalThis.crypto?.subtle || (await hashOf(bytes)).startsWith(hash);
}

export async function fetchProven(file: KnownFile, asking: Asking = {}): Promise<Proven> {
  const { caches = ['default', 'reload'], sink, onBytes = () => {} } = asking;
  const control = new AbortController();
  const { signal } = control;
  asking.signal?.addEventListener('abort', () => control.abort(asking.signal?.reason));
  const giveUp = (): void => control.abort();
  const ask = asking.fetch ?? ((url, init) => fetch(url, init));
  let length = 0;
  for (const [attempt, cache] of caches.entries()) {
    if (attempt > 0) sink?.restart();
    length = 0;
    const asked = (attempt === 0 ? asking.first?.() : undefined) ?? ask(file.url, { cache, signal });
    const response = await withinLimit(asked, giveUp);
    if (!response.ok) throw new FetchFault('refused', `The server answered ${response.status} for ${file.name}.`);
    const bytes = await received(response, giveUp, (piece) => {
      length += piece.length;
      onBytes(length);
      // The sink may take it over.
      sink?.add(piece.slice());
    }).catch((error: unknown) => {
      if (signal.aborted || error instanceof FetchFault) throw error;
      throw new FetchFault('broken', `The connection broke while ${file.name} was loading.`, length);
    });
    sink?.close();
    if (await isProven(bytes, file.hash)) return { bytes, response };
  }
  throw new FetchFault('damaged', `${file.name} arrived with other content than it should have.`, length);
}

async function received(
  response: Response,
  giveUp: () => void,
  onPiece: (piece: Uint8Array<ArrayBuffer>) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (;;) {
    const next = reader === undefined ? undefined : await withinLimit(reader.read(), giveUp);
    if (next?.value === undefined) break;
    pieces.push(next.value);
    onPiece(next.value);
  }
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Rejects when nothing comes for long. */
export async function withinLimit<Value>(coming: Promise<Value>, giveUp: () => void): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new FetchFault('stalled', `No data came for ${STALL / 1000} seconds.`));
      giveUp();
    }, STALL);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}
