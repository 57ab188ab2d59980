/** The folder of built files, as a set of paths with forward slashes, relative to the site's root. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Output {
  readonly directory: string;
  /** All files, sorted, so that everything made from them is the same on every machine. */
  files(): readonly string[];
  has(file: string): boolean;
  bytes(file: string): Buffer;
  text(file: string): string;
  write(file: string, content: string | Uint8Array): void;
  remove(file: string): void;
}

export function openOutput(directory: string): Output {
  const known = new Set<string>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    known.add(path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  }
  const absolute = (file: string) => path.join(directory, file);
  return {
    directory,
    files: () => [...known].sort(),
    has: (file) => known.has(file),
    bytes: (file) => readFileSync(absolute(file)),
    text: (file) => readFileSync(absolute(file), 'utf8'),
    write(file, content) {
      mkdirSync(path.dirname(absolute(file)), { recursive: true });
      writeFileSync(absolute(file), content);
      known.add(file);
    },
    remove(file) {
      rmSync(absolute(file), { force: true });
      known.delete(file);
    },
  };
}

/** `name.<hash>.ext`, which browsers and hosts may cache for ever. */
export function hashedName(name: string, content: string | Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const { dir, name: stem, ext } = path.posix.parse(name);
  return path.posix.join(dir, `${stem}.${hash}${ext}`);
}
