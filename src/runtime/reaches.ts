/**
 * What of the interpreter itself a program reaches for. Within one session it could change how the session's other programs run or
 * are judged, which nothing inside of one interpreter can prevent: so whoever judges them is told.
 */

const BY_TEXT: readonly (readonly [what: string, text: RegExp])[] = [
  ['sys.modules', /\bsys\s*\.\s*modules\b|\bfrom\s+sys\s+import\b[^\n]*\bmodules\b/],
  ['gc', /\bimport\s+(?:[\w., ]+,\s*)?gc\b|\bfrom\s+gc\s+import\b/],
  ['frames', /\b(?:_getframe|_current_frames|currentframe|f_back|tb_frame|gi_frame|cr_frame|ag_frame)\b/],
  ['ctypes', /\bctypes\b/],
  ['Pyodide', /\b_?pyodide(?:_\w+)?\b|\b(?:import|from)\s+js\b/],
  ['the engine', /\blesson_engine\b/],
];

/** Functions of JavaScript's that Python calls only for a program that deals with it, and those for calls of C. */
const BY_CALL: readonly (readonly [what: string, name: RegExp])[] = [
  ['JavaScript', /^(?:Jsv?[A-Z]|js2python|_?python2js|pyproxy|create_)/],
  ['C functions', /^(?:ffi_|_?dl)/],
];

const found = (table: readonly (readonly [string, RegExp])[], text: string): readonly string[] =>
  table.flatMap(([what, sign]) => (sign.test(text) ? [what] : []));

/** As far as its text tells. */
export const reachesOf = (code: string): readonly string[] => found(BY_TEXT, code);

/** By the function of JavaScript's that was called, see src/runtime/node/renewal.ts. */
export const reachesByCall = (name: string): readonly string[] => found(BY_CALL, name);
