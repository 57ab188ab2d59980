/**
 * Makes a used interpreter new again by putting its memory back as it was: a tenth of the time that a new one takes, and
 * just as clean, or it is not done.
 *
 * What a program can change is the memory of its WebAssembly instance and, through the functions that the instance
 * imports, the state of JavaScript. The memory is put back byte by byte, and with it every object, every module, the
 * allocator and the hash seed. Of JavaScript's functions only those run unwatched that keep nothing there
 * (`KEEPS_NOTHING`), or that leave only what is put back as well: the folder, streams, references. The first call of any
 * other one, for whatever reason, marks the interpreter as used up. A program that writes a file, opens a socket, waits,
 * meets a JavaScript object or calls a C function has made such a call.
 */

import type { News } from './protocol.ts';

interface Stream {
  readonly node: { readonly mode: number };
  readonly tty?: unknown;
  position: number;
}

export interface Files {
  readonly streams: (Stream | null | undefined)[];
  readonly nextInode: number;
  cwd(): string;
  chdir(path: string): void;
  isFile(mode: number): boolean;
  isDir(mode: number): boolean;
}

/** Functions that only answer, from their arguments, Python's memory, the clock, or files as they stand. */
const KEEPS_NOTHING: ReadonlySet<string> = new Set(
  // Values that cross the border; a new proxy for an object, or of one, needs functions that are not here.
  (
    'JsvError_Check JsvNoValue_Check JsvArray_New JsvArray_Push JsvArray_Get JsvFunction_Check JsvPromise_Check ' +
    'JsvGenerator_Check JsvAsyncGenerator_Check JsvNum_fromInt JsvNum_fromDouble JsvUTF8ToString pyproxy_Check ' +
    'js2python_js js2python_immutable_js proxy_cache_get destroy_proxies _python2js_ascii _python2js_ucs1 ' +
    '_python2js_ucs2 _python2js_ucs4 ' +
    // Set by each run before it is used.
    'set_suspender ' +
    'clock_time_get clock_res_get emscripten_get_now emscripten_date_now random_get _tzset_js _localtime_js _gmtime_js ' +
    '_mktime_js _timegm_js environ_sizes_get environ_get _emscripten_get_progname _PyEM_TrampolineCall_JS ' +
    'emscripten_get_heap_max emscripten_resize_heap ' +
    '__syscall_fstat64 __syscall_stat64 __syscall_lstat64 __syscall_newfstatat __syscall_getdents64 __syscall_getcwd ' +
    '__syscall_chdir __syscall_faccessat __syscall_readlinkat fd_close fd_seek fd_fdstat_get'
  ).split(' '),
);

/** O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND. */
const WRITES = 0o1 | 0o2 | 0o100 | 0o200 | 0o1000 | 0o2000;
const STANDARD_STREAMS = 3;
/** Memory that has grown further is given back by taking a new interpreter. */
const MOST_GROWTH = 64 * 1024 ** 2;

/** What of the instance holds its state, or hands it out. */
const NEEDED = ['memory', '__stack_pointer', '__indirect_function_table', '_hiwire_get', '_hiwire_set'];

type Imported = (...values: never[]) => unknown;
type Exports = Readonly<Record<string, unknown>>;

export interface Renewal {
  /** The instance's imports, watched from now on. */
  watched(module: WebAssembly.Module, imports: WebAssembly.Imports): WebAssembly.Imports;
  /** The object of functions that the engine gives to Python: those may be called. */
  allow(hooks: object): void;
  /** The state to come back to. */
  remember(exports: Exports, files: Files): void;
  /** From now on only a new interpreter is clean. */
  useUp(by: string): void;
  /** Puts everything back; false when that is not possible. */
  renew(): boolean;
}

/** `tell` hears of the first call that leaves a mark before it is made: nobody can take that back. */
export function createRenewal(tell: (news: News) => void): Renewal {
  let usedUp = false;
  let remembered = false;
  let files: Files | null = null;
  let allowed: object | null = null;
  const functions = new Set<unknown>();
  let back: (() => boolean) | null = null;

  const useUp = (by: string): void => {
    if (usedUp) return;
    usedUp = true;
    if (remembered) tell({ type: 'used', by });
  };

  /** Functions that keep nothing as long as they are called like this. */
  const GUARDS: Readonly<Record<string, (...values: never[]) => boolean>> = {
    JsProxy_GetAttr_js: (object: unknown) => object === allowed,
    JsvFunction_CallBound: (called: unknown) => functions.has(called),
    __syscall_openat: (_folder: number, _path: number, flags: number) => (flags & WRITES) === 0,
    fd_write: (stream: number) => stream === 1 || stream === 2,
    fd_read: (stream: number) => {
      const node = files?.streams[stream]?.node;
      // A device or a pipe may remember what was read from it.
      return stream >= STANDARD_STREAMS && node !== undefined && (files?.isFile(node.mode) ?? false);
    },
  };

  function watch(name: string, original: Imported): Imported {
    if (KEEPS_NOTHING.has(name)) return original;
    const guard = GUARDS[name];
    if (guard !== undefined) {
      return (...values) => {
        if (!guard(...values)) useUp(name);
        return original(...values);
      };
    }
    return (...values) => {
      useUp(name);
      return original(...values);
    };
  }

  return {
    useUp,
    allow(hooks) {
      allowed = hooks;
      for (const hook of Object.values(hooks)) functions.add(hook);
    },
    watched(module, imports) {
      const all: Record<string, Record<string, WebAssembly.ImportValue>> = {};
      for (const { module: space, name } of WebAssembly.Module.imports(module)) {
        const value = imports[space]?.[name];
        if (value === undefined) continue;
        const copy = all[space] ?? {};
        all[space] = copy;
        // Globals are addresses, and what suspends Python is reached through functions that are watched.
        copy[name] = typeof value === 'function' ? (watch(name, value as Imported) as typeof value) : value;
      }
      return all;
    },
    remember(exports, theFiles) {
      files = theFiles;
      const missing = NEEDED.filter((name) => !(name in exports));
      if (missing.length > 0) {
        const text = `This Pyodide does not export ${missing.join(', ')}: each block starts a Python of its own, which takes longer. See src/runtime/node/renewal.ts.`;
        tell({ type: 'note', text });
      } else {
        const putMemory = memoryOf(exports);
        const putReferences = referencesOf(exports);
        const putFiles = filesOf(theFiles);
        back = () => putFiles() && putMemory() && putReferences();
      }
      usedUp = false;
      remembered = true;
    },
    renew() {
      return !usedUp && back !== null && back();
    },
  };
}

/** Memory, and what of the instance's own state lies outside of it. */
function memoryOf(exports: Exports): () => boolean {
  const memory = exports.memory as WebAssembly.Memory;
  const stack = exports.__stack_pointer as WebAssembly.Global;
  const table = exports.__indirect_function_table as WebAssembly.Table;
  const bytes = new Uint8Array(memory.buffer).slice();
  const pointer: unknown = stack.value;
  const { length } = table;
  return () => {
    const now = new Uint8Array(memory.buffer);
    if (stack.value !== pointer || table.length !== length || now.length > bytes.length + MOST_GROWTH) return false;
    now.set(bytes);
    now.fill(0, bytes.length);
    return true;
  };
}

/** JavaScript values that Python holds, by number. Which numbers are free stands in Python's memory. */
function referencesOf(exports: Exports): () => boolean {
  const get = exports._hiwire_get as (index: number) => unknown;
  const set = exports._hiwire_set as (index: number, value: unknown) => number;
  const values: unknown[] = [];
  try {
    for (;;) values.push(get(values.length));
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  }
  return () => {
    for (const [index, value] of values.entries()) if (get(index) !== value) set(index, value);
    return true;
  };
}

/** Files can only have been read: what is left of that are open streams, positions and the folder. */
function filesOf(files: Files): () => boolean {
  const folder = files.cwd();
  const { nextInode } = files;
  const standard = files.streams.map((stream) => (stream ? { stream, position: stream.position } : null));
  return () => {
    if (files.nextInode !== nextInode) return false;
    if (standard.some((one, index) => one !== null && files.streams[index] !== one.stream)) return false;
    files.streams.length = standard.length;
    for (const [index, one] of standard.entries()) {
      if (one === null) files.streams[index] = null;
      else one.stream.position = one.position;
    }
    if (files.cwd() !== folder) files.chdir(folder);
    return true;
  };
}
