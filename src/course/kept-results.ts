/**
 * Results that builds keep for the next one, by what decides them: one line each in a file that only grows, so that keeping a few
 * costs little however many there are, and builds at the same time do not undo each other's work.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Blocks of a course of a thousand pages and of its last changes; when there are more, the older half goes. */
const MOST = 40_000;

export interface KeptResults<Result> {
  get(key: string): Result | undefined;
  set(key: string, result: Result): void;
  /** Writes what is new. Called by itself before the process waits for anything. */
  flush(): void;
}

/** `decidedBy` is everything but the key that decides the results: a file made under other circumstances is not read. */
export function openKeptResults<Result>(
  folder: string,
  name: string,
  decidedBy: readonly string[],
): KeptResults<Result> {
  const version = createHash('sha256').update(JSON.stringify(decidedBy)).digest('hex').slice(0, 12);
  const file = path.join(folder, `${name}-${version}.jsonl`);
  const results = read<Result>(file);
  let unwritten: string[] = [];
  const flush = (): void => {
    if (unwritten.length === 0) return;
    mkdirSync(folder, { recursive: true });
    // A line that another build was cut off in the middle of ends here, and spoils none of these.
    appendFileSync(file, `\n${unwritten.join('\n')}\n`);
    unwritten = [];
  };
  return {
    get: (key) => results.get(key),
    set(key, result) {
      results.set(key, result);
      if (unwritten.push(JSON.stringify([key, result])) === 1) setImmediate(flush);
    },
    flush,
  };
}

function read<Result>(file: string): Map<string, Result> {
  let lines: readonly string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    // Not there yet: everything is made anew.
    return new Map();
  }
  if (lines.length > MOST) {
    lines = lines.slice(-MOST / 2);
    writeFileSync(`${file}.${process.pid}`, `${lines.join('\n')}\n`);
    renameSync(`${file}.${process.pid}`, file);
  }
  return new Map(lines.flatMap((line) => entryOf<Result>(line) ?? []));
}

/** Undefined for a damaged line. */
function entryOf<Result>(line: string): readonly (readonly [string, Result])[] | undefined {
  try {
    return [JSON.parse(line)];
  } catch {
    return undefined;
  }
}
