/** Modules that exist only in a bundle: the build writes them. */
declare module 'virtual:python-parts' {
  import type { PythonParts } from '../parts.ts';

  export const parts: PythonParts;
}

declare module 'virtual:python-code' {
  /** File name → byte code in base64, of the engine's Python. */
  const code: Readonly<Record<string, string>>;
  export default code;
}

declare module 'virtual:python-later' {
  /** For each later part of the library, the modules it brings. */
  const modules: readonly (readonly string[])[];
  export default modules;
}
