/** `npm run check` from its arguments to its exit code; the world comes in as an argument, so that tests can watch. */
import path from 'node:path';
import { projectDirectory } from '../course/places.ts';
import { NO_CACHE, openCache, remembering } from './cache.ts';
import { sayOfCommand } from './command-messages.ts';
import { lookFor } from './files.ts';
import { checkOnce, type Terminal } from './one-check.ts';
import { readOptions, USAGE, UsageError } from './options.ts';
import { engineFingerprint, lazyPython, type Python } from './python.ts';
import { projectSettings, SETTINGS_FILE } from './settings.ts';
import { watchFiles } from './watch.ts';

/** Elsewhere for measurements, which start from nothing. */
const CACHE = process.env.CHECK_CACHE ?? path.join(projectDirectory, '.cache', 'check');

export async function check(args: readonly string[], terminal: Terminal, signal?: AbortSignal): Promise<number> {
  let python: Python | null = null;
  try {
    const options = readOptions(args);
    if (options === null) {
      terminal.out(USAGE);
      return 0;
    }
    if (options.update === 'ask' && terminal.ask === undefined) throw new UsageError(sayOfCommand('nobody-to-ask'));
    const { settings, mistakes, folder } = projectSettings(process.cwd());
    if (mistakes.length > 0) {
      throw new UsageError(mistakes.map(({ message, hint }) => `${SETTINGS_FILE}: ${message} ${hint}`).join('\n'));
    }
    const wanted = { ...settings, folder };
    const found = lookFor(options, wanted);
    const stored = options.cache ? openCache(CACHE, engineFingerprint()) : NO_CACHE;
    const cache = options.watch ? remembering(stored) : stored;
    python = lazyPython(options.jobs, undefined);
    const session = { options, python, cache, settings, wanted };
    if (!options.watch) return await checkOnce(found, session, terminal);
    const mute = mutedAfter(terminal, signal);
    const watching = checkOnce(found, session, mute).then(() => watchFiles(found.files, session, mute, signal));
    // Whoever stops it does not wait for what still runs: that ends with Python, unheard.
    await Promise.race([watching, aborted(signal)]);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) terminal.err(`${error.message}\n\n${USAGE}`);
    else
      terminal.err(
        `The check could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    return 2;
  } finally {
    await python?.close();
  }
}

function aborted(signal: AbortSignal | undefined): Promise<unknown> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
}

function mutedAfter(terminal: Terminal, signal: AbortSignal | undefined): Terminal {
  const unless = (write: (text: string) => void) => (text: string) => {
    if (signal?.aborted !== true) write(text);
  };
  return { ...terminal, out: unless(terminal.out), err: unless(terminal.err) };
}
