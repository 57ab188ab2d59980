/**
 * One worker from its start to its end. It starts as soon as its own program is here, and prepares while the rest is being
 * downloaded; from a kept snapshot when there is one, and plainly when that fails.
 */
import type { Interpreter, Loading, OnProgress } from './interpreter.ts';
import type { Boot, FromWorker, Start, ToWorker } from './messages.ts';

export interface WorkerWorld {
  load(onProgress: OnProgress): Loading;
  start(program: string): Worker;
  /** Memory of a Python that was started before on this device. */
  readonly snapshot?: {
    read(): Promise<Uint8Array<ArrayBuffer> | null>;
    /** What was read could not be used. */
    refuse(): Promise<void>;
  };
}

export interface LifeListener {
  progress(bytes: number, total: number): void;
  /** Everything is here; the interpreter starts. */
  starting(): void;
  ready(): void;
  message(data: FromWorker): void;
  /** It has ended by itself. */
  failed(reason: string): void;
}

export interface Life {
  readonly ready: boolean;
  say(message: ToWorker): void;
  /** Downloads the library up to that many parts and hands them to the worker; those that cannot be had are told as missing. */
  extend(pieces: number): void;
  end(): void;
}

/** A worker that says nothing for this long has died unheard, of memory as a rule. */
const BOOT_LIMIT = 60_000;

export function beginLife(world: WorkerWorld, listener: LifeListener): Life {
  let worker: Worker | undefined;
  let interpreter: Interpreter | undefined;
  let ready = false;
  let ended = false;
  let fromSnapshot = false;
  let limit: ReturnType<typeof setTimeout> | undefined;

  const say = (message: ToWorker, transfer: Transferable[] = []): void => worker?.postMessage(message, transfer);

  const end = (): void => {
    ended = true;
    clearTimeout(limit);
    worker?.terminate();
  };

  const fail = (reason: string): void => {
    if (ended) return;
    if (fromSnapshot && !ready) {
      // Damaged, or of a browser that has changed since: the plain start needs none.
      world.snapshot?.refuse();
      clearTimeout(limit);
      worker?.terminate();
      begin(false);
      return;
    }
    end();
    listener.failed(reason);
  };

  const hear = (data: FromWorker): void => {
    if (data.type === 'booted') {
      clearTimeout(limit);
      ready = true;
      listener.ready();
    } else if (data.type === 'unbooted') fail(`Python could not start: ${data.reason}`);
    else listener.message(data);
  };

  async function start(mayRestore: boolean): Promise<void> {
    const loading = world.load(listener.progress);
    loading.interpreter.catch(() => {});
    const kept = mayRestore ? world.snapshot?.read().catch(() => null) : undefined;
    const program = await loading.program;
    if (ended) return;
    const mine = world.start(program);
    worker = mine;
    mine.onerror = (event) => {
      // A KeyboardInterrupt that is raised between two programs surfaces here: nothing is broken by it.
      if (ended || worker !== mine || event.message.includes('KeyboardInterrupt')) return;
      fail(`Python's worker failed: ${event.message}`);
    };
    mine.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (!ended && worker === mine) hear(data);
    };
    const snapshot = (await kept) ?? null;
    if (ended || worker !== mine) return;
    fromSnapshot = snapshot !== null;
    say({ type: 'start', purpose: 'run', snapshot } satisfies Start, snapshot === null ? [] : [snapshot.buffer]);
    interpreter = await loading.interpreter;
    if (ended || worker !== mine) return;
    listener.starting();
    const { bytes: stdlib, pieces } = interpreter.stdlib();
    say({ type: 'boot', module: interpreter.module, stdlib, pieces } satisfies Boot);
    limit = setTimeout(
      () => fail(`Python did not start within ${BOOT_LIMIT / 1000} seconds; the device may be short of memory.`),
      BOOT_LIMIT,
    );
  }

  function begin(mayRestore: boolean): void {
    start(mayRestore).catch((error: unknown) => {
      fromSnapshot = false;
      fail(error instanceof Error ? error.message : String(error));
    });
  }

  begin(true);
  return {
    get ready() {
      return ready;
    },
    say,
    extend(pieces) {
      interpreter?.extend(pieces).then(
        (added) => {
          for (const piece of added) say({ type: 'piece', ...piece });
        },
        () => say({ type: 'piece', index: pieces - 1, offset: 0, bytes: null }),
      );
    },
    end,
  };
}
