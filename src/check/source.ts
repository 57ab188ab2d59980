/** A document's text from its file, byte for byte: what is no UTF-8 is told, never read with holes in it. */
import { readFileSync } from 'node:fs';
import { symlinkProblems } from '../course/content-place.ts';
import type { Problem } from '../lesson/read/problem.ts';
import { sayOfFile } from './file-messages.ts';

/** The text, with its byte order mark if it has one; or why there is none. `printed` is how messages call the file. */
export function readSource(file: string, printed: string): string | Problem {
  const [linked] = symlinkProblems(file, printed);
  if (linked !== undefined) return linked;
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return {
      file: printed,
      position: { line: 1, column: 1 },
      message: sayOfFile('unreadable', code),
      hint:
        code === 'ENOENT' ? 'It was there a moment ago: run the check again.' : 'Give yourself the right to read it.',
    };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return notUtf8(bytes, printed);
  }
}

function notUtf8(bytes: Buffer, file: string): Problem {
  // Where a decoder that replaces what it cannot read gives something that encodes to other bytes.
  const again = Buffer.from(bytes.toString());
  const at = bytes.findIndex((byte, index) => byte !== again[index]);
  const before = bytes.subarray(0, at).toString();
  const line = before.split('\n').length;
  return {
    file,
    position: { line, column: before.length - (before.lastIndexOf('\n') + 1) + 1 },
    message: sayOfFile('not-utf8', (bytes[at] ?? 0).toString(16).padStart(2, '0')),
    hint: 'Save it as UTF-8; nothing in it is checked before.',
  };
}
