/** Replaces a document: all of the new text or all of the old, and only if nobody else has changed it. */
import { realpathSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../lesson/read/problem.ts';
import { sayOfFile } from './file-messages.ts';
import { readSource } from './source.ts';

/** A crash in between leaves the file as it was. Gives why nothing was written, or null. */
export function replaceFile(given: string, printed: string, old: string, text: string): Problem | null {
  const refuse = (message: string, hint: string): Problem => ({
    file: printed,
    position: { line: 1, column: 1 },
    message,
    hint,
  });
  let draft: string | null = null;
  try {
    // A link stays one: what it leads to is replaced.
    const file = realpathSync(given);
    draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
    const { mode } = statSync(file);
    // The folder may allow to replace what the file itself does not.
    if ((mode & 0o222) === 0) return refuse(sayOfFile('read-only'), 'Make it writable.');
    writeFileSync(draft, text, { mode });
    if (readSource(file, printed) !== old) {
      unlinkSync(draft);
      return refuse(sayOfFile('changed-meanwhile'), 'Run the update again.');
    }
    renameSync(draft, file);
    return null;
  } catch (error) {
    if (draft !== null) rmSync(draft, { force: true });
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return refuse(sayOfFile('not-writable', code), 'Make it and its folder writable.');
  }
}
