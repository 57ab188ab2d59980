/** Boots Pyodide in a locked worker thread: plainly, or from a memory snapshot of an interpreter with the engine in it. */
import { createEngine, type Engine, installEngine, type Pyodide } from '../engine.ts';
import { createTracer, type TraceablePyodide, type Tracer } from '../trace.ts';
import { type FileSystem, limitDisk } from './disk.ts';
import { noteLastWords } from './last-words.ts';
import { becomeBrowser, closeThread, limitMemory } from './lockdown.ts';
import type { Parts } from './parts.ts';
import { createRenewal, type Files, type Renewal } from './renewal.ts';

/**
 * What lessons often import, held ready in the snapshot: the stock library has no compiled files, so that
 * `import statistics` would cost tens of milliseconds on each page.
 */
export const PRELOAD: readonly string[] = (
  'abc array calendar collections contextlib contextvars copy ctypes dataclasses datetime decimal dis enum fractions ' +
  'functools heapq inspect io itertools json logging math operator pickle pprint queue random re statistics string ' +
  'textwrap threading timeit types typing uuid weakref'
).split(' ');

export interface BootOptions {
  readonly parts: Parts;
  readonly hashSeed: number;
  /** Boot from this; made by `takeSnapshot` with the same parts and seed. */
  readonly snapshot: Uint8Array | null;
  /** Bytes that Python may use. */
  readonly memory: number;
  /** Where output is noted that has not been sent yet. */
  readonly lastWords?: SharedArrayBuffer;
}

interface Settings {
  _makeSnapshot?: boolean;
  _loadSnapshot?: Uint8Array;
}

type Loaded = Pyodide & { readonly FS: FileSystem & Files; makeMemorySnapshot(): Uint8Array };

interface Instantiated {
  readonly pyodide: Loaded;
  readonly exports: WebAssembly.Exports;
}

/** Bytes that the files of one page may take. */
const DISK = 256 * 1024 ** 2;

async function load(
  { parts, hashSeed, memory }: BootOptions,
  settings: Settings,
  renewal: Renewal,
): Promise<Instantiated> {
  const { root, stdlib, wasm } = parts;
  becomeBrowser({ [`${root}pyodide.asm.wasm`]: new Uint8Array(), [`${root}python_stdlib.zip`]: stdlib }, root);
  limitMemory(memory);
  let exports: WebAssembly.Exports = {};
  WebAssembly.instantiateStreaming = async (_response, imports = {}) => {
    const instance = await WebAssembly.instantiate(wasm, renewal.watched(wasm, imports));
    exports = instance.exports;
    return { module: wasm, instance };
  };
  const { loadPyodide } = (await import(`${root}pyodide.mjs`)) as {
    loadPyodide(options: object): Promise<Loaded>;
  };
  const pyodide = await loadPyodide({
    indexURL: root,
    lockFileContents: parts.lock,
    packageBaseUrl: root,
    jsglobals: Object.create(null),
    env: { HOME: '/home/pyodide', PYTHONHASHSEED: String(hashSeed) },
    stdout: () => {},
    stderr: () => {},
    ...settings,
  });
  return { pyodide, exports };
}

export interface Booted {
  readonly engine: Engine;
  /** Loads when it is first used. */
  readonly tracer: Pick<Tracer, 'trace'>;
  /** Makes the interpreter new again; false when only another one would be as clean. */
  readonly renew: () => boolean;
}

/** An engine in this thread, which is closed for good. */
export async function boot(options: BootOptions): Promise<Booted> {
  const { parts, snapshot, lastWords } = options;
  const renewal = createRenewal();
  const { pyodide, exports } = await load(options, snapshot === null ? {} : { _loadSnapshot: snapshot }, renewal);
  const engine = createEngine(pyodide, snapshot === null ? parts.sources : null, {
    stoppable: false,
    connected: renewal.allow,
    ...(lastWords && { waiting: noteLastWords(lastWords) }),
  });
  const tracer = createTracer(engine, pyodide as unknown as TraceablePyodide, parts.sources);
  limitDisk(pyodide.FS, DISK);
  closeThread();
  renewal.remember(exports, pyodide.FS);
  return {
    engine,
    tracer: {
      trace(request) {
        renewal.useUp();
        return tracer.trace(request);
      },
    },
    renew: renewal.renew,
  };
}

/** The memory of an interpreter in which the engine is ready. The thread is of no further use. */
export async function takeSnapshot(options: BootOptions): Promise<Uint8Array> {
  const { pyodide } = await load(options, { _makeSnapshot: true }, createRenewal());
  installEngine(pyodide, options.parts.sources, PRELOAD);
  return pyodide.makeMemorySnapshot();
}
