/** An engine on a stock Pyodide in this very thread, for tests and measurements; programs in it are not contained. */
import { loadPyodide } from 'pyodide';
import { createEngine, type Engine, type EngineResult, type Hooks, type Pyodide } from '../engine.ts';
import type { Chunk, RunRequest } from '../protocol.ts';
import { readSources } from './parts.ts';

type Choices = Partial<Pick<RunRequest, 'session' | 'fresh' | 'stdin' | 'answers'>> & {
  readonly kind?: 'python' | 'pycon';
  readonly emit?: (chunk: Chunk) => void;
};

export interface BareEngine {
  readonly engine: Engine;
  /** Runs a program, by default a script in a fresh session. */
  run(code: string, choices?: Choices): Promise<EngineResult>;
  /** The same; gives all output as one text. */
  outputOf(code: string, choices?: Choices): Promise<string>;
}

export async function bootBareEngine(hooks: Hooks = {}): Promise<BareEngine> {
  const pyodide = (await loadPyodide()) as unknown as Pyodide;
  const engine = createEngine(pyodide, readSources(), { stoppable: false, ...hooks });
  let count = 0;
  const run: BareEngine['run'] = (code, { kind = 'python', emit, ...choices } = {}) => {
    count += 1;
    const program = { kind, code, id: `block-${count}` };
    return engine.run({ type: 'run', run: count, session: 'main', fresh: true, stdin: [], ...choices, program }, emit);
  };
  const outputOf: BareEngine['outputOf'] = async (code, choices) => {
    const { output } = await run(code, choices);
    return output.map(({ text }) => text).join('');
  };
  return { engine, run, outputOf };
}
