/** Remembers what programs gave, by everything that decides it: the code of the whole session, its input, the engine and Python's build. Judging is cheap and always done anew. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Result } from '../lesson/result.ts';

export interface ResultCache {
  /** What the programs of one page gave. */
  page(file: string): PageCache;
  /** Forgets pages that nobody checks any more; to be called at the end of a check. */
  prune(): void;
}

export interface PageCache {
  get(key: string): Result | undefined;
  set(key: string, result: Result): void;
  /** Writes what was used in this check, and drops the rest unless `keepOthers`. */
  save(keepOthers: boolean): void;
}

export const NO_CACHE: ResultCache = {
  page: () => ({ get: () => undefined, set: () => {}, save: () => {} }),
  prune: () => {},
};

const HOUR = 3_600_000;

export interface Limits {
  /** Milliseconds after which a page that no check has used is forgotten. */
  readonly age: number;
  /** Of all pages together; those used longest ago go first. */
  readonly bytes: number;
}

const LIMITS: Limits = { age: 30 * 24 * HOUR, bytes: 256 * 1024 ** 2 };

export function digest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);
}

/** A run that was cut short depends on how busy the machine was: it is never remembered. */
function isLasting({ outcome }: Result): boolean {
  return outcome.kind === 'finished' || outcome.kind === 'raised' || outcome.kind === 'exited';
}

/** A cache in `folder`, for results of exactly this `engine`; those of others are removed. */
export function openCache(folder: string, engine: string, limits: Limits = LIMITS): ResultCache {
  const home = path.join(folder, engine);
  let written = false;
  return {
    prune() {
      // Only what is written makes the folder grow.
      if (!written) return;
      removeOthers(folder, engine);
      removeOld(home, limits);
    },
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
          if (!changed && (keepOthers || used.size === known.size)) return noteUse(store);
          written = true;
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

/** The time of a file is that of its last use, to the day. */
function noteUse(file: string): void {
  try {
    const now = Date.now();
    if (statSync(file).mtimeMs < now - 24 * HOUR) utimesSync(file, now / 1000, now / 1000);
  } catch {
    // Nothing is known of this page, or the disk is read-only.
  }
}

/** Other checks may run at the same time: a file that vanishes is as good as removed, and what they use is the newest. */
function removeOld(home: string, { age, bytes }: Limits): void {
  const now = Date.now();
  const files = namesIn(home).flatMap((name) => {
    const file = path.join(home, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    // A draft that is not renamed within the hour is one of a check that was killed.
    const most = name.endsWith('.json') ? age : Math.min(age, HOUR);
    return stat === undefined ? [] : [{ file, used: stat.mtimeMs, size: stat.size, most }];
  });
  let total = 0;
  for (const { file, used, size, most } of files.sort((a, b) => b.used - a.used)) {
    total += size;
    if (now - used > most || total > bytes) rmSync(file, { force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removeOthers(folder: string, engine: string): void {
  for (const name of namesIn(folder)) {
    if (name !== engine) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

/** A cache that also remembers in memory: of a page that is checked again and again only what changed runs, even when nothing is kept on disk. */
export function remembering(cache: ResultCache): ResultCache {
  const pages = new Map<string, Map<string, Result>>();
  return {
    prune: () => cache.prune(),
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
