/** Inflates what comes of Python's files, piece by piece, and compiles the interpreter. */

/** Spoiled: the browser can do nothing with the bytes, or they are damaged. */
export type Unpacked<Value> =
  | { readonly type: 'made'; readonly value: Value }
  | { readonly type: 'spoiled'; readonly fault: string };

export interface Unpacking<Value> {
  /** Takes over the next deflated bytes. */
  add(piece: Uint8Array<ArrayBuffer>): void;
  /** All bytes are here. */
  close(): void;
  /** No more will come: what has come is dropped, and `value` may never settle. */
  drop(): void;
  readonly value: Promise<Unpacked<Value>>;
}

/** On the page's thread: a worker would take longer to start than this takes. */
export function unpackBytes(): Unpacking<ArrayBuffer> {
  const inflating = new DecompressionStream('deflate-raw');
  const writer = inflating.writable.getWriter();
  const quietly = (done: Promise<void>): void => void done.catch(() => {});
  return {
    value: new Response(inflating.readable).arrayBuffer().then(
      (value) => ({ type: 'made', value }),
      (error) => ({ type: 'spoiled', fault: String(error) }),
    ),
    add: (piece) => quietly(writer.write(piece)),
    close: () => quietly(writer.close()),
    drop: () => quietly(writer.abort()),
  };
}

type Order = { readonly type: 'piece'; readonly piece: Uint8Array<ArrayBuffer> } | { readonly type: 'close' };

/** The worker's whole program: it goes there as text, so it may name nothing outside itself. */
function compile(): void {
  const inflating = new DecompressionStream('deflate-raw');
  const writer = inflating.writable.getWriter();
  const say = (news: Unpacked<WebAssembly.Module>): void => self.postMessage(news);
  const make = async (): Promise<void> => {
    try {
      const bytes = await new Response(inflating.readable).arrayBuffer();
      // Not `compileStreaming`: Firefox lets that wait for bytes and for the other threads on one of those that compile. Where
      // there are only two, it was slower than to compile here, and now and then it never ended.
      say({ type: 'made', value: new WebAssembly.Module(bytes) });
    } catch (error) {
      say({ type: 'spoiled', fault: String(error) });
    }
  };
  self.onmessage = ({ data }: MessageEvent<Order>) => {
    const done = data.type === 'piece' ? writer.write(data.piece) : writer.close();
    // What is wrong with a stream is told where it is read.
    done.catch(() => {});
  };
  void make();
}

/** Milliseconds from the last byte on. A worker that says nothing for this long has died unheard, of memory as a rule. */
const LIMIT = 60_000;

/**
 * In a worker of its own: on the page's thread it would keep the reader waiting, and with the reader all that the page and
 * Python's worker have to tell each other meanwhile.
 */
export function unpackModule(): Unpacking<WebAssembly.Module> {
  const address = URL.createObjectURL(new Blob([`(${compile})()`], { type: 'text/javascript' }));
  const worker = new Worker(address);
  const say = (order: Order, transfer: Transferable[] = []): void => worker.postMessage(order, transfer);
  let limit: ReturnType<typeof setTimeout> | undefined;
  let settle: (unpacked: Unpacked<WebAssembly.Module>) => void = () => {};
  const value = new Promise<Unpacked<WebAssembly.Module>>((resolve) => {
    settle = resolve;
  });
  const fail = (fault: string): void => settle({ type: 'spoiled', fault });
  worker.onmessage = ({ data }: MessageEvent<Unpacked<WebAssembly.Module>>) => settle(data);
  worker.onerror = ({ message }) => fail(message);
  worker.onmessageerror = () => fail('the page cannot take what was made of it.');
  const end = (): void => {
    clearTimeout(limit);
    worker.terminate();
    URL.revokeObjectURL(address);
  };
  value.then(end);
  return {
    value,
    add: (piece) => say({ type: 'piece', piece }, [piece.buffer]),
    close() {
      say({ type: 'close' });
      limit = setTimeout(() => fail(`it was not unpacked within ${LIMIT / 1000} seconds.`), LIMIT);
    },
    drop: end,
  };
}
