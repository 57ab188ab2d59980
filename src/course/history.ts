/** When each file of the content was written and last changed, from Git: one reading of the history for all of them. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { contentDirectory } from './places.ts';

/** Days as `2026-11-22`, in UTC. */
export interface Dates {
  readonly written: string;
  readonly changed: string;
}

let read: ReadonlyMap<string, Dates> | undefined;

/** Undefined for a file that was never committed, and in a copy without the whole history, which would give every file a wrong date. */
export function datesOf(file: string): Dates | undefined {
  read ??= historyOf(contentDirectory);
  return read.get(path.relative(contentDirectory, file).split(path.sep).join('/'));
}

/** Dates by path below `folder`. */
export function historyOf(folder: string): ReadonlyMap<string, Dates> {
  const git = (...args: readonly string[]): string => {
    const { stdout, status } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    return status === 0 ? stdout : '';
  };
  const top = git('rev-parse', '--show-toplevel').trim();
  // A folder inside another's repository that ignores it has no history either: the log is then empty.
  if (top === '' || git('rev-parse', '--is-shallow-repository').trim() !== 'false') return new Map();
  const log = git('log', '--format=%x00%ct', '--name-status', '--find-renames', '--', '.');
  const below = path.relative(realpathSync(top), realpathSync(folder)).split(path.sep).join('/');
  return datesFrom(log, below === '' ? '' : `${below}/`);
}

/** `log` is newest first. A file that was renamed was written when the one it came from was. */
export function datesFrom(log: string, folder: string): ReadonlyMap<string, Dates> {
  const dates = new Map<string, Dates>();
  /** A name in the past → the name that the file has today. */
  const today = new Map<string, string>();
  for (const commit of log.split('\0').slice(1)) {
    const [seconds = '', ...lines] = commit.split('\n').filter(Boolean);
    const day = new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
    const named = lines.map((line) => line.split('\t'));
    for (const [status = '', before = '', after = before] of named) {
      const name = today.get(after) ?? after;
      dates.set(name, { written: day, changed: dates.get(name)?.changed ?? day });
      if (status.startsWith('R')) today.set(before, name);
    }
  }
  return new Map(
    [...dates].flatMap(([name, found]) => (name.startsWith(folder) ? [[name.slice(folder.length), found]] : [])),
  );
}
