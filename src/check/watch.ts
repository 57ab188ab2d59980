/** `--watch`: checks a file again as soon as it is saved. */
import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { filesFor } from './files.ts';
import { checkOnce, type Session, type Terminal } from './one-check.ts';

/** Editors write in several steps; one save is one check. */
const SETTLE_MS = 40;

/** Watches until the signal is given. */
export async function watchFiles(
  files: readonly string[],
  session: Session,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<void> {
  const { options } = session;
  const folders = new Set(files.map((file) => path.dirname(file)));
  const changed = new Set<string>();
  const watchers: FSWatcher[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const checkChanged = async (): Promise<void> => {
    const known = new Set(filesFor(options));
    const now = [...changed].filter((file) => known.has(file)).sort();
    changed.clear();
    if (now.length === 0) return;
    terminal.err(`\n${new Date().toTimeString().slice(0, 8)}\n`);
    await checkOnce(now, session, terminal);
  };
  for (const folder of folders) {
    const watcher = watch(folder, (_event, name) => {
      if (name === null) return;
      changed.add(path.join(folder, name));
      clearTimeout(timer);
      timer = setTimeout(() => {
        turn = turn
          .then(checkChanged)
          .catch((error: unknown) => terminal.err(`${error instanceof Error ? error.message : String(error)}\n`));
      }, SETTLE_MS);
    });
    watchers.push(watcher);
  }
  terminal.err('Watching; stop with Ctrl-C.\n');
  signal?.addEventListener('abort', () => end(), { once: true });
  if (signal?.aborted) end();
  await ended;
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  await turn;
}
