/**
 * The interpreter without what nothing on the site can reach: most of its eight thousand exports are there for packages
 * with C code to link against, and starting costs time for each of them, as compiling does for what stands behind them.
 */
import binaryen from 'binaryen';

const { Features } = binaryen;
/** What Pyodide is compiled with and every browser of the last years knows; nothing newer may get in by rewriting it. */
const FEATURES =
  Features.MutableGlobals |
  Features.NontrappingFPToInt |
  Features.SignExt |
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.SIMD128 |
  Features.Multivalue |
  Features.ReferenceTypes |
  Features.CallIndirectOverlong |
  Features.ExceptionHandling |
  Features.ExtendedConst;

export interface Interface {
  readonly imports: ReadonlySet<string>;
  readonly exports: ReadonlySet<string>;
}

export function interfaceOf(wasm: Uint8Array<ArrayBuffer>): Interface {
  const module = new WebAssembly.Module(wasm);
  return {
    imports: new Set(WebAssembly.Module.imports(module).map(({ name }) => name)),
    exports: new Set(WebAssembly.Module.exports(module).map(({ name }) => name)),
  };
}

/** Python's public C API stays, for `ctypes.pythonapi`; so does what Pyodide's JavaScript names. */
export function reducedInterpreter(wasm: Uint8Array<ArrayBuffer>, named: ReadonlySet<string>): Uint8Array<ArrayBuffer> {
  const compiled = new WebAssembly.Module(wasm);
  // Addresses that the interpreter itself asks for by name.
  const linked = new Set(WebAssembly.Module.imports(compiled).map(({ name }) => name));
  const module = binaryen.readBinary(wasm);
  try {
    module.setFeatures(FEATURES);
    for (const { name, kind } of WebAssembly.Module.exports(compiled)) {
      const wanted = linked.has(name) || named.has(name) || named.has(`_${name}`) || /^Py[A-Z]/.test(name);
      if (!wanted && (kind === 'function' || kind === 'global')) module.removeExport(name);
    }
    module.runPasses(['remove-unused-module-elements']);
    return new Uint8Array(module.emitBinary());
  } finally {
    module.dispose();
  }
}
