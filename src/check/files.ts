/** Which files are checked, and which folders and links below a given folder are passed over. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { isBelowContent } from '../course/content-place.ts';
import { contentDirectory } from '../course/places.ts';
import { sayOfCommand } from './command-messages.ts';
import { type Options, UsageError } from './options.ts';

const DOCUMENT = /\.(?:mdx|md|markdown)$/i;
const OTHER_DOCUMENT = /\.(?:rst|ipynb|adoc|qmd|rmd)$/i;
/** Folders of tools and of other people's packages. */
const SKIPPED = /^(?:node_modules|dist|build|__pycache__|site-packages|venv|\..+)$/;

/** What stands below a given folder and is not checked; `documents` counts the Markdown in a folder. */
export interface PassedOver {
  readonly path: string;
  readonly reason: string;
}

/** A path as terminals make it clickable: relative to where the command runs if it is below, with forward slashes. */
export function printed(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return (relative.startsWith('..') || path.isAbsolute(relative) ? file : relative).split(path.sep).join('/');
}

interface Tree {
  readonly folders: string[];
  readonly documents: string[];
  readonly passedOver: PassedOver[];
}

/** Does a folder that is passed over hold a document? Packages of others are not looked through. */
function holdsDocuments(folder: string, name: string): boolean {
  if (/^(?:node_modules|__pycache__|site-packages|venv|\.git|\.venv|\.cache|\.tox)$/.test(name)) return false;
  return readdirSync(folder, { withFileTypes: true }).some((entry) =>
    entry.isDirectory() ? holdsDocuments(path.join(folder, entry.name), entry.name) : DOCUMENT.test(entry.name),
  );
}

function walk(folder: string, tree: Tree): Tree {
  tree.folders.push(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    const passOver = (reason: string): void => {
      tree.passedOver.push({ path: `${printed(full)}${entry.isDirectory() ? '/' : ''}`, reason });
    };
    if (entry.isDirectory()) {
      if (!SKIPPED.test(entry.name)) walk(full, tree);
      else if (holdsDocuments(full, entry.name)) {
        passOver(entry.name.startsWith('.') ? 'its name begins with a dot' : 'a folder of tools or of what they make');
      }
    } else if (entry.isSymbolicLink() && isBelowContent(full)) {
      // Whatever is linked into the course is not read, and the check says so as a problem.
      tree.documents.push(full);
    } else if (entry.isSymbolicLink()) {
      const target = statSync(full, { throwIfNoEntry: false });
      if (target?.isDirectory() || DOCUMENT.test(entry.name)) {
        passOver(target === undefined ? 'a link that leads nowhere' : 'a link');
      }
    } else if (DOCUMENT.test(entry.name)) tree.documents.push(full);
    else if (OTHER_DOCUMENT.test(entry.name)) passOver('no Markdown');
  }
  return tree;
}

const treeOf = (folder: string): Tree => walk(folder, { folders: [], documents: [], passedOver: [] });

/** Folders in which a file may come, change or go that is to be checked. */
export function foldersFor({ paths }: Pick<Options, 'paths'>): ReadonlySet<string> {
  const given = paths.length === 0 ? [contentDirectory] : paths.map((each) => path.resolve(each));
  return new Set(
    given.flatMap((full) =>
      statSync(full, { throwIfNoEntry: false })?.isDirectory() ? treeOf(full).folders : [path.dirname(full)],
    ),
  );
}

export interface Found {
  /** Absolute paths, sorted, each once. */
  readonly files: readonly string[];
  readonly passedOver: readonly PassedOver[];
}

/** Which documents of a folder are wanted. */
export interface Wanted {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** What the patterns count from. */
  readonly folder: string;
}

function isWanted(file: string, { include, exclude = [], folder }: Wanted): boolean {
  const relative = path.relative(folder, file).split(path.sep).join('/');
  const fits = (pattern: string): boolean => path.matchesGlob(relative, pattern);
  return (include === undefined || include.some(fits)) && !exclude.some(fits);
}

/** The files to check, and what was found beside them; a file that is named itself is always wanted. */
export function lookFor({ paths, shard }: Pick<Options, 'paths' | 'shard'>, wanted: Wanted = { folder: '' }): Found {
  const found = new Set<string>();
  const passedOver: PassedOver[] = [];
  for (const given of paths.length === 0 ? [contentDirectory] : paths) {
    if (given === '') throw new UsageError(sayOfCommand('empty-path'));
    const full = path.resolve(given);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (stat === undefined) throw new UsageError(sayOfCommand('no-path', given));
    if (stat.isDirectory()) {
      const tree = treeOf(full);
      for (const file of tree.documents) {
        if (isWanted(file, wanted)) found.add(file);
        else passedOver.push({ path: printed(file), reason: 'left out by the settings' });
      }
      passedOver.push(...tree.passedOver);
    } else if (DOCUMENT.test(full)) found.add(full);
    else throw new UsageError(sayOfCommand('no-markdown', given));
  }
  const files = [...found].sort();
  if (files.length === 0) {
    const where = paths.length === 0 ? '`content/`' : paths.map((each) => `\`${each}\``).join(', ');
    const others = passedOver.map((each) => `\n  passed over ${each.path}: ${each.reason}`).join('');
    throw new UsageError(sayOfCommand('no-file', where) + others);
  }
  if (shard === null) return { files, passedOver };
  const part = files.filter((_, index) => index % shard.count === shard.index - 1);
  if (part.length === 0) throw new UsageError(sayOfCommand('empty-part', shard.index, shard.count, files.length));
  // Each part would tell the same.
  return { files: part, passedOver: shard.index === 1 ? passedOver : [] };
}

export function filesFor(options: Pick<Options, 'paths' | 'shard'>): readonly string[] {
  return lookFor(options).files;
}
