/** The worker that holds Python: boots it, hands requests to the engine and what the engine says to the page. Bundled as a classic script. */
import code from 'virtual:python-code';
import later from 'virtual:python-later';
import { createEngine, type Engine, installEngine } from '../engine.ts';
import { createTracer, TRACE_IMPORTS, type TraceablePyodide, type Tracer } from '../trace.ts';
import { bytesOf } from './base64.ts';
import { bootPython, type MemoryWatch } from './boot.ts';
import { createLibrary, LATER, type Library } from './library.ts';
import type { Boot, FromWorker, Start, ToWorker } from './messages.ts';
import { differing, pack, unpack } from './snapshot-pages.ts';

/** Characters of one run that are sent to the page: a flood must not drown it. */
const OUTPUT_LIMIT = 200_000;

// Taken before the ways out are closed.
const { XMLHttpRequest } = self;
const say = (message: FromWorker): void => self.postMessage(message);

let engine: Engine;
let tracer: Tracer;
let library: Library;
let run = 0;
let stopUrl: string | undefined;
let answer: ((text: string | null) => void) | undefined;

let arrived: (parts: Boot) => void = () => {};
const parts = new Promise<Boot>((resolve) => {
  arrived = resolve;
});

const sources = Object.fromEntries(Object.entries(code).map(([name, text]) => [name, bytesOf(text)]));

async function boot({ snapshot }: Start): Promise<void> {
  const pyodide = await bootPython(
    parts,
    snapshot === null ? { kind: 'plain' } : { kind: 'restore', snapshot: unpack(snapshot) },
  );
  if (snapshot === null) installEngine(pyodide, sources, [LATER]);
  const { pieces } = await parts;
  library = createLibrary(pyodide, later, pieces, (wanted) => say({ type: 'want', pieces: wanted }));
  engine = createEngine(pyodide, null, {
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

/** The memory of a Python in which the engine is ready. This worker is of no further use. */
async function takeSnapshot(): Promise<Uint8Array<ArrayBuffer>> {
  let memory = new Uint8Array();
  let written = memory;
  let touched: readonly number[] = [];
  const watch: MemoryWatch = {
    instantiated(now) {
      memory = now;
      written = new Uint8Array(now);
    },
    beforeMain() {
      touched = differing(written, memory);
    },
  };
  const pyodide = await bootPython(parts, { kind: 'snapshot', watch });
  installEngine(pyodide, sources, [LATER]);
  const snapshot = pyodide.makeMemorySnapshot() as Uint8Array;
  // Views of memory that has grown are empty.
  if (memory.length === 0) throw new Error('memory has grown, which the module does not start with');
  // What is touched before Python runs is not the same in each start, and is kept even if it has become what it was.
  const pages = [...new Set([...touched, ...differing(written, memory)])];
  return pack(snapshot.subarray(0, -memory.length), memory, pages);
}

/** Where messages cannot come in, the page says stop by revoking the address of an empty blob: it can no longer be read. */
function revoked(): boolean {
  if (stopUrl === undefined) return false;
  try {
    const request = new XMLHttpRequest();
    request.open('GET', stopUrl, false);
    request.send();
    return false;
  } catch {
    return true;
  }
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'start':
      try {
        if (data.purpose === 'snapshot') {
          const bytes = await takeSnapshot();
          self.postMessage({ type: 'snapshot', bytes } satisfies FromWorker, { transfer: [bytes.buffer] });
        } else {
          await boot(data);
          say({ type: 'booted' });
        }
      } catch (error) {
        say({ type: 'unbooted', reason: error instanceof Error ? error.message : String(error) });
      }
      break;
    case 'boot':
      arrived(data);
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
