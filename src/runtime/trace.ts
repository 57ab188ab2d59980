/** Records what a program does, step by step, on an engine: Node's at build, the browser worker's live. */
import type { Chunk } from '../lesson/result.ts';
import { assembleTrace } from '../lesson/trace/assembly.ts';
import type { Trace } from '../lesson/trace/trace.ts';
import { type Engine, type EngineResult, FOLDER, PACKAGE, type Pyodide, type Sources } from './engine.ts';
import type { Program, RecordOptions, RunRequest } from './protocol.ts';

export interface TraceRequest {
  /** The session, root first; only the last program is recorded, the others run before it. */
  readonly programs: readonly Program[];
  /** Lines that `input()` reads in the recorded program. */
  readonly stdin?: readonly string[];
  readonly options?: RecordOptions;
}

export interface Tracer {
  /** Runs one program as the engine does, and records it: the result holds the recording, see assembleTrace. */
  run(request: RunRequest, emit?: (chunk: Chunk) => void): Promise<EngineResult>;
  /** Runs the programs in a session of their own. Rejects when there is nothing to record, with a sentence that says why. */
  trace(request: TraceRequest): Promise<Trace>;
}

/** The parts of Emscripten's module that Pyodide exports and does not type. */
interface NativeModule {
  readonly _PyRefTracer_SetTracer?: (callback: number, data: number) => number;
  readonly addFunction?: (callback: (object: number, event: number) => number, signature: string) => number;
}

/** A Pyodide, with what its types leave out. */
export type TraceablePyodide = Pyodide & { toPy(value: unknown): unknown };

/** What the recorder imports, for a host that loads the standard library piece by piece. */
export const TRACE_IMPORTS = 'import ast, collections, contextlib, ctypes, functools, gc, json, opcode, types';

const SESSION = 'stepper';
const CREATED = 0;
const DESTROYED = 1;

/**
 * CPython's reference tracer as one JavaScript function: it only notes at which watched addresses a new object was made,
 * and which held ones are destroyed. It must not call Python.
 */
function watchLifetimes(pyodide: TraceablePyodide) {
  const native = (pyodide as unknown as { readonly _module: NativeModule })._module;
  const { _PyRefTracer_SetTracer: setTracer, addFunction } = native;
  if (setTracer === undefined || addFunction === undefined) {
    throw new Error(
      'This Pyodide does not export PyRefTracer_SetTracer and addFunction, so objects cannot be told apart over time. ' +
        'Use the Pyodide version that package.json pins.',
    );
  }
  const watched = new Set<number>();
  const held = new Set<number>();
  let reborn: number[] = [];
  const callback = addFunction((object, event) => {
    const address = object >>> 0;
    if (event === CREATED && watched.delete(address)) reborn.push(address);
    if (event === DESTROYED) held.delete(address);
    return 0;
  }, 'iiii');
  return {
    python: {
      watch: (address: number) => {
        watched.add(address);
      },
      reborn: () => {
        if (reborn.length === 0) return 0;
        // Emptied first: making the Python list creates objects.
        const found = reborn;
        reborn = [];
        return pyodide.toPy(found);
      },
      hold: (address: number) => {
        held.add(address);
      },
      release: (address: number) => {
        held.delete(address);
      },
      held: () => (held.size === 0 ? 0 : pyodide.toPy([...held])),
    },
    start: () => {
      watched.clear();
      held.clear();
      reborn = [];
      setTracer(callback, 0);
    },
    stop: () => {
      setTracer(0, 0);
    },
  };
}

/** Adds the recorder to an engine; `sources` are the files of src/python by name. It is loaded on the first recording. */
export function createTracer(engine: Engine, pyodide: TraceablePyodide, sources: Sources): Tracer {
  let lifetimes: ReturnType<typeof watchLifetimes> | undefined;

  /** The files are needed for the import only; a reader's listing of the file system should not meet them. */
  const prepare = () => {
    const folder = `${FOLDER}/${PACKAGE}`;
    const files = Object.entries(sources).filter(([name]) => name.startsWith('trace_'));
    pyodide.FS.mkdirTree(folder);
    for (const [name, data] of files) pyodide.FS.writeFile(`${folder}/${name}`, data);
    // What Python remembers of the folder is from before.
    const { path_importer_cache: remembered } = pyodide.pyimport('sys') as {
      path_importer_cache: { pop(folder: string, otherwise: null): unknown };
    };
    remembered.pop(folder, null);
    pyodide.pyimport(`${PACKAGE}.trace_recorder`);
    for (const [name] of files) pyodide.FS.unlink(`${folder}/${name}`);
    const watch = watchLifetimes(pyodide);
    (pyodide.pyimport(`${PACKAGE}.trace_identity`) as { connect(hooks: object): void }).connect(watch.python);
    return watch;
  };

  const run: Tracer['run'] = (request, emit) => {
    lifetimes ??= prepare();
    lifetimes.start();
    return engine.run({ ...request, record: request.record ?? {} }, emit).finally(lifetimes.stop);
  };

  return {
    run,
    async trace({ programs, stdin = [], options = {} }) {
      const recorded = programs.at(-1);
      if (recorded === undefined) throw new Error('Nothing was given to record: the session has no program.');
      const requestFor = (program: Program, index: number): RunRequest => ({
        type: 'run',
        run: index,
        program,
        session: SESSION,
        fresh: index === 0,
        stdin: program === recorded ? stdin : [],
      });
      for (const [index, program] of programs.slice(0, -1).entries()) {
        const { outcome } = await engine.run(requestFor(program, index));
        if (outcome.kind === 'crashed' || outcome.kind === 'stopped') {
          throw new Error(`The block "${program.id}", which runs before the recorded one, ended as ${outcome.kind}.`);
        }
      }
      const result = await run({ ...requestFor(recorded, programs.length - 1), record: options });
      if (result.outcome.kind === 'crashed') {
        throw new Error(`Python crashed while "${recorded.id}" was recorded: ${result.outcome.reason}.`);
      }
      return assembleTrace(result, programs);
    },
  };
}
