/** `--watch`: checks a file again as soon as it is saved, wherever it is made, and tells when it has gone. */
import { existsSync, type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { foldersFor, lookFor, printed } from './files.ts';
import { checkOnce, type Session, type Terminal } from './one-check.ts';
import { UsageError } from './options.ts';

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
  const watchers = new Map<string, FSWatcher>();
  let known = new Set(files);
  const changed = new Set<string>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const checkChanged = async (): Promise<void> => {
    watchFolders();
    const gone = [...known].filter((file) => !existsSync(file));
    const now = documents();
    const again = now.filter((file) => changed.has(file) || !known.has(file));
    known = new Set(now);
    changed.clear();
    if (gone.length + again.length === 0) return;
    terminal.err(`\n${new Date().toTimeString().slice(0, 8)}\n`);
    for (const file of gone) terminal.err(`${printed(file)} is gone.\n`);
    if (again.length > 0) await checkOnce({ files: again, passedOver: [] }, session, terminal);
    else if (now.length === 0) terminal.err('No .md or .mdx file is left; waiting for one.\n');
  };

  const documents = (): readonly string[] => {
    try {
      return lookFor(options, session.wanted).files;
    } catch (error) {
      // All of them may go, and come back.
      if (error instanceof UsageError) return [...known].filter((file) => existsSync(file));
      throw error;
    }
  };

  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      turn = turn
        .then(checkChanged)
        .catch((error: unknown) => terminal.err(`${error instanceof Error ? error.message : String(error)}\n`));
    }, SETTLE_MS);
  };

  function watchFolders(): void {
    const folders = foldersFor(options);
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder) && existsSync(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) {
      if (watchers.has(folder) || !existsSync(folder)) continue;
      const watcher = watch(folder, (_event, name) => {
        if (name !== null) changed.add(path.join(folder, name));
        soon();
      });
      // The folder itself has gone: the one above it tells.
      watcher.on('error', soon);
      watchers.set(folder, watcher);
    }
  }

  watchFolders();
  terminal.err('Watching; stop with Ctrl-C.\n');
  signal?.addEventListener('abort', () => end(), { once: true });
  if (signal?.aborted) end();
  await ended;
  clearTimeout(timer);
  for (const watcher of watchers.values()) watcher.close();
}
