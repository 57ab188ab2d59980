/** Records what a program does, step by step, on an engine: Node's at build, the browser worker's live. */
import type { Chunk } from '../lesson/result.ts';
import type { Step, Trace } from '../lesson/trace.ts';
import { type Engine, FOLDER, PACKAGE, type Pyodide } from './engine.ts';
import type { Program, RecordOptions } from './protocol.ts';

export interface TraceRequest {
  /** The session, root first; only the last program is recorded, the others run before it. */
  readonly programs: readonly Program[];
  /** Lines that `input()` reads in the recorded program. */
  readonly stdin?: readonly string[];
  readonly options?: RecordOptions;
}

export interface Tracer {
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

const SESSION = 'stepper';
const OUTPUT_KEPT = 20_000;
const CREATED = 0;
const ADDRESS = / at 0x[0-9a-f]{4,}/g;

/**
 * CPython's reference tracer as one JavaScript function: it only notes at which watched addresses a new object was made.
 * It must not call Python.
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
  let reborn: number[] = [];
  const callback = addFunction((object, event) => {
    const address = object >>> 0;
    if (event === CREATED && watched.delete(address)) reborn.push(address);
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
    },
    start: () => {
      watched.clear();
      reborn = [];
      setTracer(callback, 0);
    },
    stop: () => {
      setTracer(0, 0);
    },
  };
}

/** Adds the recorder to an engine; `sources` are the files of src/python by name. It is loaded on the first recording. */
export function createTracer(
  engine: Engine,
  pyodide: TraceablePyodide,
  sources: Readonly<Record<string, string>>,
): Tracer {
  let lifetimes: ReturnType<typeof watchLifetimes> | undefined;

  /** The files are needed for the import only; a reader's listing of the file system should not meet them. */
  const prepare = () => {
    const folder = `${FOLDER}/${PACKAGE}`;
    const files = Object.entries(sources).filter(([name]) => name.startsWith('trace_'));
    pyodide.FS.mkdirTree(folder);
    for (const [name, text] of files) pyodide.FS.writeFile(`${folder}/${name}`, text);
    (pyodide.pyimport('importlib') as { invalidate_caches(): void }).invalidate_caches();
    pyodide.pyimport(`${PACKAGE}.trace_recorder`);
    for (const [name] of files) pyodide.FS.unlink(`${folder}/${name}`);
    const watch = watchLifetimes(pyodide);
    (pyodide.pyimport(`${PACKAGE}.trace_identity`) as { connect(hooks: object): void }).connect(watch.python);
    return watch;
  };

  return {
    async trace({ programs, stdin = [], options = {} }) {
      lifetimes ??= prepare();
      const recorded = programs.at(-1);
      if (recorded === undefined) throw new Error('Nothing was given to record: the session has no program.');
      for (const [index, program] of programs.slice(0, -1).entries()) {
        const { outcome } = await engine.run({
          type: 'run',
          run: index,
          program,
          session: SESSION,
          fresh: index === 0,
          stdin: [],
        });
        if (outcome.kind === 'crashed' || outcome.kind === 'stopped') {
          throw new Error(`The block "${program.id}", which runs before the recorded one, ended as ${outcome.kind}.`);
        }
      }
      lifetimes.start();
      const result = await engine
        .run({
          type: 'run',
          run: programs.length,
          program: recorded,
          session: SESSION,
          fresh: programs.length === 1,
          stdin,
          record: options,
        })
        .finally(lifetimes.stop);
      if (result.outcome.kind === 'crashed') {
        throw new Error(`Python crashed while "${recorded.id}" was recorded: ${result.outcome.reason}.`);
      }
      if (result.recording === undefined) throw new Error(`"${recorded.id}" could not be recorded.`);
      return complete(result.recording as Trace, result.output, result.outcome.kind, programs);
    },
  };
}

/** Puts into Python's part of a trace what only JavaScript knows: output, outcome, the programs' texts. */
function complete(
  recording: Trace,
  output: readonly Chunk[],
  outcome: Trace['end']['outcome'],
  programs: readonly Program[],
): Trace {
  const steps = recording.steps.map((step) => ({ ...step }) as { -readonly [K in keyof Step]: Step[K] });
  let kept = 0;
  let dropped = 0;
  for (const { stream, text, statement = 0 } of output) {
    const step = steps[Math.min(statement, steps.length - 1)];
    const shown = text.slice(0, OUTPUT_KEPT - kept);
    kept += shown.length;
    dropped += text.length - shown.length;
    if (step !== undefined && shown !== '') step.o = [...(step.o ?? []), [stream === 'stdout' ? 0 : 1, shown]];
  }
  const trace: Trace = {
    ...recording,
    kind: programs.at(-1)?.kind ?? 'python',
    end: { ...recording.end, outcome, ...(dropped > 0 && { dropped }) },
    steps,
    sources: sourcesOf(recording, programs),
  };
  // Addresses differ from run to run and mean nothing to a reader.
  return JSON.parse(JSON.stringify(trace).replaceAll(ADDRESS, ' at 0x…'));
}

/** Earlier programs of a session travel along only when the recorded one steps into them. */
function sourcesOf(trace: Trace, programs: readonly Program[]): readonly string[] {
  const entered = new Set([programs.length - 1]);
  for (const step of trace.steps) {
    for (const { c } of Object.values(step.fr ?? {})) if (c !== undefined) entered.add(trace.codes[c]?.block ?? -1);
  }
  return programs.map(({ code }, block) => (entered.has(block) ? code : ''));
}
