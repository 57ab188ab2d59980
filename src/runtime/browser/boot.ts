/** Starts Pyodide inside a classic worker from what the page has downloaded, without a single request of its own. */
import type { PyodideAPI } from 'pyodide';
import type { Boot } from './messages.ts';
import type { Snapshot } from './snapshot-pages.ts';

/** Put on the global object by Pyodide's own JavaScript, which stands in front of this program. */
interface PyodideGlobals {
  loadPyodide(options: Record<string, unknown>): Promise<PyodideAPI>;
  createPyodideModule: unknown;
  pyodideLock: unknown;
}

/** Any address will do, for nothing is ever asked of it. */
const NOWHERE = 'https://python.invalid/';

/** Ways from JavaScript to the network and to what this site keeps on the device: a shared link may carry anyone's code. */
const WAYS_OUT = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'Worker',
  'SharedWorker',
  'BroadcastChannel',
  'importScripts',
  'indexedDB',
  'caches',
  'cookieStore',
  'Notification',
  'RTCPeerConnection',
];

/** How the memory of an interpreter comes to be what it is. */
export interface MemoryWatch {
  /** As the module itself writes it. */
  instantiated(memory: Uint8Array<ArrayBuffer>): void;
  /** All is ready for Python to run. */
  beforeMain(): void;
}

export type BootOptions =
  | { readonly kind: 'plain' }
  | { readonly kind: 'restore'; readonly snapshot: Snapshot }
  /** Allows `makeMemorySnapshot`. */
  | { readonly kind: 'snapshot'; readonly watch: MemoryWatch };

/** Begins at once; what is still being downloaded is waited for where it is needed. */
export async function bootPython(
  parts: Promise<Pick<Boot, 'module' | 'stdlib'>>,
  options: BootOptions,
): Promise<PyodideAPI> {
  const { loadPyodide, createPyodideModule, pyodideLock } = self as unknown as PyodideGlobals;
  // Pyodide asks for two files by address: the library is answered here, the interpreter is compiled already.
  const scope = self as unknown as Record<string, unknown>;
  scope.fetch = async (address: unknown) =>
    String(address) === `${NOWHERE}python_stdlib.zip`
      ? { ok: true, arrayBuffer: async () => (await parts).stdlib.buffer }
      : new Response(null);
  WebAssembly.instantiateStreaming = async (_source, imports) => {
    const { module } = await parts;
    const instance = new WebAssembly.Instance(module, imports);
    if (options.kind === 'snapshot') {
      options.watch.instantiated(new Uint8Array((instance.exports.memory as WebAssembly.Memory).buffer));
    }
    return { module, instance };
  };
  const pyodide = await loadPyodide({
    indexURL: NOWHERE,
    createPyodideModule,
    lockFileContents: pyodideLock,
    // The `js` module of the reader's program: no way from there to the page's origin.
    jsglobals: {},
    ...memoryOptions(options),
  });
  closeWaysOut();
  return pyodide;
}

/** What Pyodide can do and does not type; `_beforeMain` is this site's own, see src/runtime/pyodide/changes.ts. */
function memoryOptions(options: BootOptions): Record<string, unknown> {
  switch (options.kind) {
    case 'plain':
      return {};
    case 'restore':
      return { _loadSnapshot: options.snapshot.head, _beforeMain: options.snapshot.restore };
    case 'snapshot':
      return { _makeSnapshot: true, _beforeMain: options.watch.beforeMain };
  }
}

function closeWaysOut(): void {
  for (let owner: object | null = self; owner !== null; owner = Object.getPrototypeOf(owner)) {
    for (const name of WAYS_OUT) Reflect.deleteProperty(owner, name);
  }
  // Private file systems and persistence hang on the navigator.
  for (const name of ['storage', 'serviceWorker', 'locks', 'credentials']) {
    Reflect.deleteProperty(Object.getPrototypeOf(navigator), name);
  }
}
