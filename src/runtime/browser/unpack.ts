/**
 * Inflates and compiles the files of Python in a worker of its own: on the page's thread it would keep the reader waiting,
 * and with the reader all that the page and Python's worker have to tell each other meanwhile.
 */

export type Unpacked<Value> = { readonly type: 'made'; readonly value: Value } | Spoiled;

export interface Spoiled {
  readonly type: 'spoiled';
  readonly fault: string;
  /** The bytes are not what was deflated; else the browser could do nothing with them. */
  readonly damaged: boolean;
}

export interface Unpacking<Value> {
  /** The next deflated bytes. */
  add(piece: Uint8Array<ArrayBuffer>): void;
  /** All bytes are here. */
  close(): void;
  /** No more will come: what has come is dropped, and `value` may never settle. */
  drop(): void;
  readonly value: Promise<Unpacked<Value>>;
}

export interface Unpacker {
  bytes(): Unpacking<ArrayBuffer>;
  module(): Unpacking<WebAssembly.Module>;
}

type Made = ArrayBuffer | WebAssembly.Module;
type Order =
  | { readonly id: number; readonly type: 'bytes' | 'module' | 'close' | 'drop' }
  | { readonly id: number; readonly type: 'piece'; readonly piece: Uint8Array<ArrayBuffer> };
type News = Unpacked<Made> & { readonly id: number };

/** The worker's whole program: it goes there as text, so it may name nothing outside itself. */
function unpack(): void {
  const writers = new Map<number, WritableStreamDefaultWriter<BufferSource>>();
  const open = (id: number, type: 'bytes' | 'module'): void => {
    const inflating = new DecompressionStream('deflate-raw');
    writers.set(id, inflating.writable.getWriter());
    const inflated = new Response(inflating.readable, { headers: { 'content-type': 'application/wasm' } });
    const making: Promise<Made> = type === 'module' ? WebAssembly.compileStreaming(inflated) : inflated.arrayBuffer();
    const say = (news: News, transfer: Transferable[] = []): void => self.postMessage(news, { transfer });
    making.then(
      (value) => say({ id, type: 'made', value }, value instanceof ArrayBuffer ? [value] : []),
      // Engines name a stream that breaks off as they like; what compiles and what allots memory speak for themselves.
      (error) => {
        const damaged = !(error instanceof WebAssembly.CompileError || error instanceof RangeError);
        say({ id, type: 'spoiled', fault: String(error), damaged });
      },
    );
  };
  self.onmessage = ({ data }: MessageEvent<Order>) => {
    const { id, type } = data;
    if (type === 'bytes' || type === 'module') return open(id, type);
    const writer = writers.get(id);
    const done = type === 'piece' ? writer?.write(data.piece) : type === 'close' ? writer?.close() : writer?.abort();
    // What is wrong with a stream is told where it is read.
    done?.catch(() => {});
  };
}

/** Its worker lives while there is something to unpack. */
export function createUnpacker(): Unpacker {
  const open = new Map<number, (made: Unpacked<Made>) => void>();
  let worker: Worker | undefined;
  let ids = 0;

  const finish = (id: number, made?: Unpacked<Made>): void => {
    const settle = open.get(id);
    open.delete(id);
    if (made) settle?.(made);
    if (open.size > 0) return;
    worker?.terminate();
    worker = undefined;
  };

  function start(): Worker {
    const started = new Worker(URL.createObjectURL(new Blob([`(${unpack})()`], { type: 'text/javascript' })));
    started.onmessage = ({ data }: MessageEvent<News>) => finish(data.id, data);
    started.onerror = ({ message }) => {
      for (const id of open.keys()) finish(id, { type: 'spoiled', fault: message, damaged: false });
    };
    return started;
  }

  function begin<Value extends Made>(type: 'bytes' | 'module'): Unpacking<Value> {
    worker ??= start();
    ids += 1;
    const id = ids;
    const value = new Promise<Unpacked<Value>>((settle) => {
      open.set(id, settle as (made: Unpacked<Made>) => void);
    });
    const say = (order: Order): void => {
      if (open.has(id)) worker?.postMessage(order);
    };
    say({ id, type });
    return {
      value,
      add: (piece) => say({ id, type: 'piece', piece }),
      close: () => say({ id, type: 'close' }),
      drop() {
        say({ id, type: 'drop' });
        finish(id);
      },
    };
  }

  return { bytes: () => begin('bytes'), module: () => begin('module') };
}

/** On the page's thread: for what is small, and wanted at once. */
export function unpackHere(): Unpacking<ArrayBuffer> {
  const inflating = new DecompressionStream('deflate-raw');
  const writer = inflating.writable.getWriter();
  const quietly = (done: Promise<void>): void => void done.catch(() => {});
  return {
    value: new Response(inflating.readable).arrayBuffer().then(
      (value) => ({ type: 'made', value }),
      (error) => ({ type: 'spoiled', fault: String(error), damaged: !(error instanceof RangeError) }),
    ),
    add: (piece) => quietly(writer.write(piece)),
    close: () => quietly(writer.close()),
    drop: () => quietly(writer.abort()),
  };
}
