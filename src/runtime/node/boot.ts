/** Boots Pyodide in a locked worker thread: plainly, or from a memory snapshot of an interpreter with the engine in it. */
import { createEngine, type Engine, installEngine, type Pyodide } from '../engine.ts';
import { createTracer, type TraceablePyodide, type Tracer } from '../trace.ts';
import { becomeBrowser, closeThread, limitMemory } from './lockdown.ts';
import type { Parts } from './parts.ts';

export interface BootOptions {
  readonly parts: Parts;
  readonly hashSeed: number;
  /** Boot from this; made by `takeSnapshot` with the same parts and seed. */
  readonly snapshot: Uint8Array | null;
  /** Bytes that Python may use. */
  readonly memory: number;
}

interface Settings {
  _makeSnapshot?: boolean;
  _loadSnapshot?: Uint8Array;
}

type Loaded = Pyodide & { makeMemorySnapshot(): Uint8Array };

async function load({ parts, hashSeed, memory }: BootOptions, settings: Settings): Promise<Loaded> {
  const { root, stdlib, wasm } = parts;
  becomeBrowser({ [`${root}pyodide.asm.wasm`]: new Uint8Array(), [`${root}python_stdlib.zip`]: stdlib }, root);
  limitMemory(memory);
  WebAssembly.instantiateStreaming = async (_response, imports) => ({
    module: wasm,
    instance: await WebAssembly.instantiate(wasm, imports),
  });
  const { loadPyodide } = (await import(`${root}pyodide.mjs`)) as {
    loadPyodide(options: object): Promise<Loaded>;
  };
  return loadPyodide({
    indexURL: root,
    lockFileContents: parts.lock,
    packageBaseUrl: root,
    jsglobals: Object.create(null),
    env: { HOME: '/home/pyodide', PYTHONHASHSEED: String(hashSeed) },
    stdout: () => {},
    stderr: () => {},
    ...settings,
  });
}

/** An engine in this thread, which is closed for good; and the recorder on it, which loads when it is first used. */
export async function boot(options: BootOptions): Promise<{ readonly engine: Engine; readonly tracer: Tracer }> {
  const { parts, snapshot } = options;
  const pyodide = await load(options, snapshot === null ? {} : { _loadSnapshot: snapshot });
  const engine = createEngine(pyodide, snapshot === null ? parts.sources : null, { stoppable: false });
  const tracer = createTracer(engine, pyodide as unknown as TraceablePyodide, parts.sources);
  closeThread();
  return { engine, tracer };
}

/** The memory of an interpreter in which the engine is ready. The thread is of no further use. */
export async function takeSnapshot(options: BootOptions): Promise<Uint8Array> {
  const pyodide = await load(options, { _makeSnapshot: true });
  installEngine(pyodide, options.parts.sources);
  return pyodide.makeMemorySnapshot();
}
