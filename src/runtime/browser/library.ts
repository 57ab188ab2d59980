/** The standard library inside the worker: knows what is in it already, and asks the page for the rest when a program needs it. */
import type { PyodideAPI } from 'pyodide';
import { PACKAGE } from '../engine.ts';

export interface Library {
  /** Makes what the program plainly imports ready before it runs, which works in every browser. */
  provideFor(code: string): Promise<void>;
  /** A piece came; null when it could not be downloaded. */
  add(index: number, offset: number, bytes: Uint8Array | null): void;
}

/** The module of the engine that completes imports, see later.py: part of what is loaded before a snapshot is taken. */
export const LATER = `${PACKAGE}.later`;

interface Later {
  install(modules: unknown, pieces: number, bring: (wanted: number) => Promise<boolean>): void;
  grown(pieces: number): void;
}

const ARCHIVE = '/lib/python314.zip';

/** `modules[i]` names what piece `i + 1` brings. */
export function createLibrary(
  pyodide: PyodideAPI,
  modules: readonly (readonly string[])[],
  piecesAtStart: number,
  want: (pieces: number) => void,
): Library {
  const pieceOf = new Map(modules.flatMap((names, at) => names.map((name) => [name, at + 1] as const)));
  let pieces = piecesAtStart;
  const waiting: { readonly pieces: number; readonly settle: (there: boolean) => void }[] = [];
  const python = pyodide.pyimport(LATER) as unknown as Later;

  const bring = (wanted: number): Promise<boolean> =>
    new Promise((settle) => {
      if (pieces >= wanted) return settle(true);
      waiting.push({ pieces: wanted, settle });
      want(wanted);
    });
  python.install(pyodide.toPy(modules), piecesAtStart, bring);

  return {
    async provideFor(code) {
      const needed = Math.max(0, ...importedNames(code).map((name) => pieceOf.get(name) ?? 0)) + 1;
      if (needed > pieces) await bring(needed);
    },
    add(index, offset, bytes) {
      if (bytes !== null && index === pieces) {
        const file = pyodide.FS.open(ARCHIVE, 'r+');
        pyodide.FS.write(file, bytes, 0, bytes.length, offset);
        pyodide.FS.close(file);
        pieces += 1;
        python.grown(pieces);
      }
      for (const wait of [...waiting]) {
        if (wait.pieces > pieces && bytes !== null) continue;
        waiting.splice(waiting.indexOf(wait), 1);
        wait.settle(wait.pieces <= pieces);
      }
    },
  };
}

/** Modules that import statements name; imports that are computed are found when they happen. */
function importedNames(code: string): readonly string[] {
  const statements = code.matchAll(
    /^[ \t]*(?:>>> |\.\.\. )?[ \t]*(?:import[ \t]+([\w., \t]+)|from[ \t]+([\w.]+)[ \t]+import\b[ \t(]*([\w, \t]*))/gm,
  );
  return [...statements].flatMap(([, plain, parent, children]) => {
    const names = (plain ?? parent ?? '').split(',').map((name) => name.trim().replace(/\s+as\s.*/, ''));
    const inner = parent ? (children ?? '').split(',').map((name) => `${parent}.${name.trim().split(/\s/)[0]}`) : [];
    // `import a.b.c` needs `a` and `a.b` as well.
    return [...names, ...inner].flatMap((name) => name.split('.').map((_, at, all) => all.slice(0, at + 1).join('.')));
  });
}
