/** An engine with the recorder, shared by all tests of a file, and the test programs. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import { assembleTrace } from '../../src/lesson/trace/assembly.ts';
import type { Trace } from '../../src/lesson/trace/trace.ts';
import { createEngine, type EngineResult, type Pyodide } from '../../src/runtime/engine.ts';
import type { Program, RecordOptions } from '../../src/runtime/protocol.ts';
import { createTracer, type TraceablePyodide } from '../../src/runtime/trace.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function bootTracer() {
  // A fixed seed, because a recording shows the order of sets of strings.
  const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: '0', HOME: '/home/pyodide' } });
  const folder = path.join(root, 'src/python');
  const sources = Object.fromEntries(
    globSync('*.py', { cwd: folder }).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
  let answer = (): string | null => null;
  const engine = createEngine(pyodide as unknown as Pyodide, sources, {
    askNow: () => answer(),
  });
  const tracer = createTracer(engine, pyodide as unknown as TraceablePyodide, sources);
  const { trace } = tracer;
  const recorded = async (program: Program, stdin: 'ask' | [], record: RecordOptions): Promise<Trace> => {
    const request = { type: 'run', run: 0, program, session: 'stepper', fresh: true, stdin, record } as const;
    return assembleTrace(await tracer.run(request), [program]);
  };
  /** Records a program that asks its reader, who answers with `line`. */
  const asking = (line: () => string, program: Program, record: RecordOptions): Promise<Trace> => {
    answer = line;
    return recorded(program, 'ask', record);
  };
  /** Records a program whose reader presses Stop after some milliseconds. */
  const stopping = (milliseconds: number, program: Program): Promise<Trace> => {
    setTimeout(() => engine.stop(), milliseconds);
    return recorded(program, [], {});
  };
  /** Runs a program in the same engine, with or without the recorder. */
  const run = (program: Program, recorded: boolean): Promise<EngineResult> =>
    engine.run({
      type: 'run',
      run: 0,
      program,
      session: 'stepper',
      fresh: true,
      stdin: [],
      ...(recorded && { record: {} }),
    });
  return { trace, run, asking, stopping };
}

export interface Fixture {
  readonly name: string;
  readonly programs: readonly [Program];
}

export function fixtures(): readonly Fixture[] {
  const folder = path.join(root, 'tests/fixtures/trace');
  return globSync('*.{py,pycon}', { cwd: folder })
    .sort()
    .map((name) => {
      const code = readFileSync(path.join(folder, name), 'utf8').trimEnd();
      return { name, programs: [{ id: name, kind: name.endsWith('.pycon') ? 'pycon' : 'python', code }] };
    });
}

/** The program with a number: `'07'`. */
export function fixture(number: string): Fixture {
  const found = fixtures().find(({ name }) => name.startsWith(`${number}-`));
  if (found === undefined) throw new Error(`tests/fixtures/trace has no program ${number}.`);
  return found;
}

/** All output of a run in order, and how it ended. */
export function shown({ output, outcome }: EngineResult): { readonly text: string; readonly outcome: string } {
  return { text: output.map(({ text }) => text).join(''), outcome: outcome.kind };
}
