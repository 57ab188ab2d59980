/** Modules that exist only in a bundle: the build writes them. */
declare module 'virtual:python-parts' {
  import type { PythonParts } from '../parts.ts';

  export const parts: PythonParts;
}

declare module 'virtual:python-sources' {
  /** File name → text, of the engine's Python. */
  const sources: Readonly<Record<string, string>>;
  export default sources;
}

declare module 'virtual:python-later' {
  /** For each later part of the library, the modules it brings. */
  const modules: readonly (readonly string[])[];
  export default modules;
}

declare module '*.py' {
  const text: string;
  export default text;
}
