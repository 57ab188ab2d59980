/** The worker that holds Python: boots it, hands requests to the engine and what the engine says to the page. Bundled as a classic script. */
import later from 'virtual:python-later';
import sources from 'virtual:python-sources';
import { createEngine, type Engine } from '../engine.ts';
import { createTracer, TRACE_IMPORTS, type TraceablePyodide, type Tracer } from '../trace.ts';
import { bootPython } from './boot.ts';
import { createLibrary, type Library } from './library.ts';
import type { Boot, FromWorker, ToWorker } from './messages.ts';

/** Characters of one run that are sent to the page: a flood must not drown it. */
const OUTPUT_LIMIT = 200_000;

// Taken before the ways out are closed.
const runScript = (self as unknown as { importScripts(url: string): void }).importScripts.bind(self);
const say = (message: FromWorker): void => self.postMessage(message);

let engine: Engine;
let tracer: Tracer;
let library: Library;
let run = 0;
let stopUrl: string | undefined;
let answer: ((text: string | null) => void) | undefined;

async function boot(message: Boot): Promise<void> {
  const pyodide = await bootPython(message);
  library = createLibrary(pyodide, later, message.pieces, (pieces) => say({ type: 'want', pieces }));
  engine = createEngine(pyodide, sources, {
    outputLimit: OUTPUT_LIMIT,
    ask: (prompt) =>
      new Promise((resolve) => {
        answer = resolve;
        say({ type: 'ask', run, prompt });
      }),
    stopNow: revoked,
  });
  tracer = createTracer(engine, pyodide as unknown as TraceablePyodide, sources);
}

/** Where messages cannot come in, the page says stop by revoking an address: its empty script can no longer be run. */
function revoked(): boolean {
  if (stopUrl === undefined) return false;
  try {
    runScript(stopUrl);
    return false;
  } catch {
    return true;
  }
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'boot':
      try {
        await boot(data);
        say({ type: 'booted' });
      } catch (error) {
        say({ type: 'unbooted', reason: error instanceof Error ? error.message : String(error) });
      }
      break;
    case 'run': {
      const { stopUrl: url, ...request } = data;
      run = data.run;
      stopUrl = url;
      await library.provideFor(data.program.code);
      if (data.record !== undefined) await library.provideFor(TRACE_IMPORTS);
      const runner = data.record === undefined ? engine : tracer;
      const result = await runner.run(request, (chunk) => say({ type: 'chunk', run: data.run, chunk }));
      // The page has every chunk already.
      say({ type: 'done', run: data.run, result: { ...result, output: [] } });
      break;
    }
    case 'stop':
      engine.stop();
      break;
    case 'line':
      answer?.(data.text);
      answer = undefined;
      break;
    case 'piece':
      library.add(data.index, data.offset, data.bytes);
      break;
  }
};
