/** Which files are checked. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { isBelowContent } from '../course/content-place.ts';
import { contentDirectory } from '../course/places.ts';
import { type Options, UsageError } from './options.ts';

const DOCUMENT = /\.(?:mdx|md|markdown)$/i;
/** Folders of tools and of other people's packages. */
const SKIPPED = /^(?:node_modules|dist|build|__pycache__|\..+)$/;

/** A path as terminals make it clickable: relative to where the command runs if it is below, with forward slashes. */
export function printed(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return (relative.startsWith('..') || path.isAbsolute(relative) ? file : relative).split(path.sep).join('/');
}

interface Tree {
  readonly folders: readonly string[];
  readonly documents: readonly string[];
}

function treeOf(folder: string): Tree {
  const folders = [folder];
  const documents: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.test(entry.name)) {
      const below = treeOf(full);
      folders.push(...below.folders);
      documents.push(...below.documents);
    } else if (entry.isFile() && DOCUMENT.test(entry.name)) documents.push(full);
    // Whatever is linked into the course is not read, and that has to be told.
    else if (entry.isSymbolicLink() && isBelowContent(full)) documents.push(full);
  }
  return { folders, documents };
}

/** Folders in which a file may come, change or go that is to be checked. */
export function foldersFor({ paths }: Pick<Options, 'paths'>): ReadonlySet<string> {
  const given = paths.length === 0 ? [contentDirectory] : paths.map((each) => path.resolve(each));
  return new Set(
    given.flatMap((full) =>
      statSync(full, { throwIfNoEntry: false })?.isDirectory() ? treeOf(full).folders : [path.dirname(full)],
    ),
  );
}

/** Absolute paths, sorted, each once. */
export function filesFor({ paths, shard }: Pick<Options, 'paths' | 'shard'>): readonly string[] {
  const found = new Set<string>();
  for (const given of paths.length === 0 ? [contentDirectory] : paths) {
    if (given === '') throw new UsageError('A path is empty.');
    const full = path.resolve(given);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (stat === undefined) throw new UsageError(`There is no file or folder \`${given}\`.`);
    if (stat.isDirectory()) for (const file of treeOf(full).documents) found.add(file);
    else if (DOCUMENT.test(full)) found.add(full);
    else throw new UsageError(`\`${given}\` is no Markdown: only .md and .mdx files can be checked.`);
  }
  const files = [...found].sort();
  if (files.length === 0)
    throw new UsageError(
      `There is no .md or .mdx file in ${paths.length === 0 ? '`content/`' : paths.map((each) => `\`${each}\``).join(', ')}.`,
    );
  if (shard === null) return files;
  const part = files.filter((_, index) => index % shard.count === shard.index - 1);
  if (part.length === 0) {
    throw new UsageError(
      `Part ${shard.index}/${shard.count} holds no file: there are only ${files.length}. Use fewer parts.`,
    );
  }
  return part;
}
