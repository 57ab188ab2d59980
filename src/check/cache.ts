/** Remembers what programs gave, by everything that decides it: the code of the whole session, its input, the engine and Python's build. Judging is cheap and always done anew. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Result } from '../lesson/result.ts';

export interface ResultCache {
  /** What the programs of one page gave. */
  page(file: string): PageCache;
}

export interface PageCache {
  get(key: string): Result | undefined;
  set(key: string, result: Result): void;
  /** Writes what was used in this check, and drops the rest unless `keepOthers`. */
  save(keepOthers: boolean): void;
}

export const NO_CACHE: ResultCache = {
  page: () => ({ get: () => undefined, set: () => {}, save: () => {} }),
};

export function digest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);
}

/** A run that was cut short depends on how busy the machine was: it is never remembered. */
function isLasting({ outcome }: Result): boolean {
  return outcome.kind === 'finished' || outcome.kind === 'raised' || outcome.kind === 'exited';
}

/** A cache in `folder`, for results of exactly this `engine`; those of others are removed. */
export function openCache(folder: string, engine: string): ResultCache {
  const home = path.join(folder, engine);
  let cleaned = false;
  return {
    page(file) {
      const store = path.join(home, `${digest(path.resolve(file))}.json`);
      const known = read(store);
      const used = new Map<string, Result>();
      let changed = false;
      return {
        get(key) {
          const result = known.get(key);
          if (result !== undefined) used.set(key, result);
          return result;
        },
        set(key, result) {
          if (!isLasting(result)) return;
          used.set(key, result);
          changed = true;
        },
        save(keepOthers) {
          if (!changed && (keepOthers || used.size === known.size)) return;
          if (!cleaned) removeOthers(folder, engine);
          cleaned = true;
          write(store, keepOthers ? new Map([...known, ...used]) : used);
        },
      };
    },
  };
}

function read(file: string): ReadonlyMap<string, Result> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Result>));
  } catch {
    // Not there yet, or written by a check that was killed: the programs simply run again.
    return new Map();
  }
}

function write(file: string, results: ReadonlyMap<string, Result>): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(Object.fromEntries(results)));
    renameSync(draft, file);
  } catch {
    // A read-only disk: the next check runs everything again.
  }
}

function removeOthers(folder: string, engine: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (name !== engine) rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  } catch {
    // The folder is not there yet.
  }
}

/** A cache that also remembers in memory: of a page that is checked again and again only what changed runs, even when nothing is kept on disk. */
export function remembering(cache: ResultCache): ResultCache {
  const pages = new Map<string, Map<string, Result>>();
  return {
    page(file): PageCache {
      const below = cache.page(file);
      const known = pages.get(file) ?? new Map<string, Result>();
      pages.set(file, known);
      return {
        get: (key) => known.get(key) ?? below.get(key),
        set(key, result) {
          if (isLasting(result)) known.set(key, result);
          below.set(key, result);
        },
        save: (keepOthers) => below.save(keepOthers),
      };
    },
  };
}
