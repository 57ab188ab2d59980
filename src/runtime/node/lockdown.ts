/**
 * Makes a worker thread a place without a host: contributors' programs run in it, and nothing there can reach the
 * machine. Two steps. Before Pyodide loads, everything of Node disappears, so that Pyodide takes the thread for a
 * browser's worker and never gets hold of files, processes or sockets. After it has loaded, text can no longer become
 * code, and nothing more can be imported.
 *
 * `ctypes` gives a program every byte of Python's memory and so, with patience, every JavaScript object that Pyodide
 * holds. That is why nothing is hidden here; what is dangerous does not exist.
 */
import { registerHooks } from 'node:module';

/** Globals of Node, and the web's ways to the outside. What Pyodide and the engine use stays: timers, text, crypto, … */
const OUTSIDE = [
  'process',
  'require',
  'module',
  'exports',
  'global',
  'setImmediate',
  'clearImmediate',
  'BroadcastChannel',
  'EventSource',
  'WebSocket',
  'WebSocketStream',
  'XMLHttpRequest',
  'navigator',
  'localStorage',
  'sessionStorage',
  'Storage',
  'Worker',
  'FormData',
  'Headers',
  'Request',
  'Response',
  'prompt',
] as const;

/** Bytes by URL: all that this thread can ever fetch, and only until it is closed. */
export type Shelf = Readonly<Record<string, Uint8Array>>;

type Globals = Record<string, unknown>;

/** Step one: the thread of a browser that offers nothing but the files on the shelf. */
export function becomeBrowser(shelf: Shelf, root: string): void {
  const globals = globalThis as unknown as Globals;
  for (const name of OUTSIDE) delete globals[name];
  const scope = function WorkerGlobalScope(): void {};
  Object.defineProperty(scope, Symbol.hasInstance, { value: (value: unknown) => value === globalThis });
  Object.assign(globals, {
    WorkerGlobalScope: scope,
    self: globalThis,
    location: new URL(root),
    // Pyodide tells a classic worker, which it refuses, by this call not failing.
    importScripts: () => {
      throw new TypeError('importScripts is not available here');
    },
    fetch: async (url: string | URL) => {
      const bytes = shelf[String(url)];
      if (bytes === undefined) throw new TypeError(`${url} cannot be fetched: programs have no network`);
      // All that Pyodide asks of a response; shared bytes must be copied to be a file.
      return { ok: true, arrayBuffer: async () => new Uint8Array(bytes).buffer };
    },
  });
}

/** Limits how far Python's memory can grow: beyond, Python raises MemoryError. The build declares four gigabytes. */
export function limitMemory(bytes: number): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * 65536 > bytes) throw new RangeError('Python has no more memory');
    return grow.call(this, pages);
  };
}

/** Step two: no text becomes code, nothing is imported or fetched, nothing is printed on the host's terminal. */
export function closeThread(): void {
  const refuse = (what: string) =>
    function refused(): never {
      throw new TypeError(`${what} is not available to programs`);
    };
  const globals = globalThis as unknown as Globals;
  // Node's own code looks this up as a global, so it stays; but it must not show what the process has freed.
  Object.assign(Buffer, { allocUnsafe: Buffer.alloc, allocUnsafeSlow: Buffer.alloc });
  const functions = [
    Function,
    async function sample() {}.constructor,
    function* sample() {}.constructor,
    async function* sample() {}.constructor,
  ];
  for (const kind of functions) {
    Object.defineProperty(kind.prototype, 'constructor', {
      value: refuse('Function'),
      writable: false,
      configurable: false,
    });
  }
  const silent = (): void => {};
  // Pyodide calls `Function.prototype.apply` by this name.
  const NoFunction = refuse('Function');
  NoFunction.prototype = Function.prototype;
  Object.assign(globals, {
    eval: refuse('eval'),
    Function: NoFunction,
    fetch: refuse('fetch'),
    console: Object.fromEntries(
      ['log', 'warn', 'error', 'info', 'debug', 'trace', 'assert'].map((name) => [name, silent]),
    ),
  });
  // Pyodide's own glue holds `import('node:net')` for sockets; it is reached through its API object.
  registerHooks({
    resolve(specifier) {
      throw new Error(`${specifier} cannot be imported: programs are alone here`);
    },
  });
}
