/** Collects what a program writes: bytes of two streams become text chunks in the order they were written. */
import type { Chunk, Stream } from './protocol.ts';

/** Chunks are joined for this long, so that a flood costs few messages and a single line comes at once. */
const JOIN_MS = 16;
const JOIN_CHARACTERS = 8192;
/** How the interpreter begins its last words. They name the engine's frames, and the outcome says what has happened. */
const DUMP = 'Stack (most recent call first):';

export interface Output {
  write(stream: Stream, bytes: Uint8Array): void;
  /** Names the statement that writes from now on. */
  statement(number: number | undefined): void;
  /** Drops what is written from now on, or stops dropping it. */
  mute(silent: boolean): void;
  /** Emits what waits to be joined. */
  flush(): void;
  /** The unfinished last line of stdout: the prompt that a reader is looking at. */
  lastLine(): string;
  /** Emits the rest, and gives all chunks; neighbours of one stream and statement are one chunk. */
  end(crashed: boolean): { readonly chunks: readonly Chunk[]; readonly dropped: number };
}

/** `atOnce`: nothing is joined, for a host that may have to end the interpreter without asking it for more. */
export function createOutput(emit: (chunk: Chunk) => void, limit: number, atOnce = false): Output {
  // A byte-order mark that a program prints is part of what it prints.
  const decoder = (): TextDecoder => new TextDecoder('utf-8', { ignoreBOM: true });
  const decoders = { stdout: decoder(), stderr: decoder() };
  const chunks: Chunk[] = [];
  let pending: { stream: Stream; text: string; statement: number | undefined } | null = null;
  let statement: number | undefined;
  let silent = false;
  let kept = 0;
  let dropped = 0;
  let line = '';
  let emitted = Number.NEGATIVE_INFINITY;

  const chunk = (stream: Stream, text: string, at: number | undefined): Chunk =>
    at === undefined ? { stream, text } : { stream, text, statement: at };

  function flush(): void {
    if (pending === null) return;
    const { stream, text, statement: at } = pending;
    pending = null;
    emitted = performance.now();
    emit(chunk(stream, text, at));
    const last = chunks.at(-1);
    if (last !== undefined && last.stream === stream && last.statement === at) {
      chunks[chunks.length - 1] = chunk(stream, last.text + text, at);
    } else chunks.push(chunk(stream, text, at));
  }

  function add(stream: Stream, text: string): void {
    if (text === '' || silent) return;
    if (stream === 'stdout') line = text.includes('\n') ? text.slice(text.lastIndexOf('\n') + 1) : line + text;
    const room = limit - kept;
    if (text.length > room) dropped += text.length - room;
    const taken = text.length > room ? text.slice(0, room) : text;
    if (taken === '') return;
    kept += taken.length;
    if (pending !== null && (pending.stream !== stream || pending.statement !== statement)) flush();
    if (pending === null) pending = { stream, text: taken, statement };
    else pending.text += taken;
    // `print` writes its text and its newline one after the other; a partial line waits for the next flush.
    const due = atOnce || (pending.text.endsWith('\n') && performance.now() - emitted > JOIN_MS);
    if (pending.text.startsWith(DUMP)) return;
    if (due || pending.text.length > JOIN_CHARACTERS) flush();
  }

  const finishCharacters = (): void => {
    for (const stream of ['stdout', 'stderr'] as const) add(stream, decoders[stream].decode());
  };

  return {
    write(stream, bytes) {
      // Half a gigabyte in one write must not become a string first: a character takes four bytes at most.
      const most = (limit - kept) * 4 + 8;
      if (bytes.length > most) dropped += bytes.length - most;
      // The bytes lie in Python's memory, which the program goes on to use: decode now.
      add(stream, decoders[stream].decode(bytes.subarray(0, most), { stream: true }));
    },
    statement(number) {
      finishCharacters();
      statement = number;
    },
    mute(on) {
      silent = on;
    },
    flush,
    lastLine: () => line.slice(-1000),
    end(crashed) {
      silent = false;
      finishCharacters();
      if (crashed && pending?.text.startsWith(DUMP)) pending = null;
      flush();
      return { chunks, dropped };
    },
  };
}
