/** Boots Pyodide in a locked worker thread: plainly, or from a memory snapshot of an interpreter with the engine in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { createEngine, type Engine, installEngine, type Pyodide } from '../engine.ts';
import { createTracer, type TraceablePyodide, type Tracer } from '../trace.ts';
import { circumstancesOf, shiftClock } from './circumstances.ts';
import { type FileSystem, limitDisk } from './disk.ts';
import { becomeBrowser, closeThread, limitMemory } from './lockdown.ts';
import { readParts, readSources } from './parts.ts';
import type { News, Startup } from './protocol.ts';
import { createRenewal, type Files, type Renewal } from './renewal.ts';

/**
 * What lessons often import, held ready in the snapshot: each session starts without what earlier ones have imported, so that
 * `import statistics` would cost tens of milliseconds in each.
 */
export const PRELOAD: readonly string[] = (
  'abc array calendar collections contextlib contextvars copy ctypes dataclasses datetime decimal dis enum fractions ' +
  'functools heapq inspect io itertools json logging math operator pickle pprint queue random re statistics string ' +
  'textwrap threading timeit types typing uuid weakref'
).split(' ');

interface Settings {
  _makeSnapshot?: boolean;
  _loadSnapshot?: Uint8Array;
}

type Loaded = Pyodide & { readonly FS: FileSystem & Files; makeMemorySnapshot(): Uint8Array };

interface Instantiated {
  readonly pyodide: Loaded;
  readonly exports: WebAssembly.Exports;
  /** Of Python's memory, as its module declares it. */
  readonly bytesAtStart: number;
}

/** Bytes that the files of one page may take. */
const DISK = 256 * 1024 ** 2;
/** Bytes that a snapshot takes beside Python's memory. */
const MOST_HEAD = 65_536;

/** Any address will do, for nothing is ever asked of it. */
const NOWHERE = 'https://python.invalid/';

/** What Pyodide's scripts define. */
interface PyodideGlobals {
  loadPyodide(options: object): Promise<Loaded>;
  readonly createPyodideModule: unknown;
  readonly pyodideLock: unknown;
}

async function load(
  { python, hashSeed, memory }: Startup,
  settings: Settings,
  renewal: Renewal,
): Promise<Instantiated> {
  const { glue, wasm, library } = readParts(python);
  const module = new WebAssembly.Module(wasm);
  becomeBrowser(
    { [`${NOWHERE}pyodide.asm.wasm`]: new Uint8Array(), [`${NOWHERE}python_stdlib.zip`]: library },
    NOWHERE,
  );
  limitMemory(memory);
  const { environment, clock } = circumstancesOf(hashSeed);
  shiftClock(clock);
  let exports: WebAssembly.Exports = {};
  let bytesAtStart = 0;
  WebAssembly.instantiateStreaming = async (_response, imports = {}) => {
    const instance = await WebAssembly.instantiate(module, renewal.watched(module, imports));
    exports = instance.exports;
    bytesAtStart = (exports.memory as WebAssembly.Memory).buffer.byteLength;
    return { module, instance };
  };
  // In the same way in which a browser runs the worker's script.
  runInThisContext(glue, { filename: `${NOWHERE}pyodide.js` });
  const { loadPyodide, createPyodideModule, pyodideLock } = globalThis as unknown as PyodideGlobals;
  const pyodide = await loadPyodide({
    indexURL: NOWHERE,
    createPyodideModule,
    lockFileContents: pyodideLock,
    jsglobals: Object.create(null),
    env: { ...environment, HOME: '/home/pyodide', PYTHONHASHSEED: String(hashSeed) },
    stdout: () => {},
    stderr: () => {},
    ...settings,
  });
  return { pyodide, exports, bytesAtStart };
}

export interface Booted {
  readonly engine: Engine;
  /** Loads when it is first used. */
  readonly tracer: Pick<Tracer, 'trace'>;
  /** Makes the interpreter new again; false when only another one would be as clean. */
  readonly renew: () => boolean;
}

/** An engine in this thread, which is closed for good. `tell` hears of a program that leaves Python, before it does. */
export async function boot(startup: Startup, tell: (news: News) => void): Promise<Booted> {
  const { task, engine: folder } = startup;
  const sources = readSources(folder);
  const snapshot = task.kind === 'run' && task.snapshot !== null ? readFileSync(task.snapshot) : null;
  const renewal = createRenewal(tell);
  const { pyodide, exports } = await load(startup, snapshot === null ? {} : { _loadSnapshot: snapshot }, renewal);
  const engine = createEngine(pyodide, snapshot === null ? sources : null, {
    stoppable: false,
    atOnce: true,
    statement: (number) => tell({ type: 'statement', number }),
    connected: renewal.allow,
  });
  const tracer = createTracer(engine, pyodide as unknown as TraceablePyodide, sources);
  limitDisk(pyodide.FS, DISK);
  closeThread();
  renewal.remember(exports, pyodide.FS);
  return {
    engine,
    tracer: {
      trace(request) {
        renewal.useUp('the recorder');
        return tracer.trace(request);
      },
    },
    renew: renewal.renew,
  };
}

/** Writes the memory of an interpreter in which the engine is ready. The thread is of no further use. */
export async function writeSnapshot(startup: Startup, file: string): Promise<void> {
  const { pyodide, bytesAtStart } = await load(
    startup,
    { _makeSnapshot: true },
    createRenewal(() => {}),
  );
  installEngine(pyodide, readSources(startup.engine), PRELOAD);
  const bytes = pyodide.makeMemorySnapshot();
  if (bytes.length - bytesAtStart > MOST_HEAD) {
    throw new Error(
      `Python's memory grew from ${bytesAtStart} to some ${bytes.length} bytes while it was made ready, and grown memory ` +
        'cannot be restored. Pyodide starts with less than it did, or PRELOAD in src/runtime/node/boot.ts names too much.',
    );
  }
  writeFileSync(file, bytes);
}
