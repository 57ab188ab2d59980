/** Where a file of the site's content lies: only what is really in the content folder is read, and no link leads out of it. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../lesson/read/problem.ts';
import type { PagePlace } from './markdown/allowed.ts';
import { contentDirectory } from './places.ts';

const SITE_PAGES = ['home.mdx', 'errors.mdx'];

/** Pages beside the lessons: the block of the start page, and the error messages. */
export const sitePages: readonly string[] = SITE_PAGES.map((name) => path.join(contentDirectory, name));

/** Everything in the content folder that pages are made of, besides the lessons. */
export const siteFiles: readonly string[] = [
  ...['lessons', ...SITE_PAGES, 'glossary.yaml', 'search.yaml', 'site.yaml'].map((name) =>
    path.join(contentDirectory, name),
  ),
];

export function placeOf(file: string): PagePlace {
  return {
    folder: SITE_PAGES.includes(path.basename(file)) ? '' : 'lessons',
    hasPicture: (picture) => {
      const full = path.join(contentDirectory, picture);
      return statSync(full, { throwIfNoEntry: false })?.isFile() === true && isInPlace(full);
    },
  };
}

/** Whether a path of the content folder leads to itself: neither it nor a folder above it, up to the content folder, is a link. */
function isInPlace(full: string): boolean {
  return realpathSync(full) === path.join(realpathSync(contentDirectory), path.relative(contentDirectory, full));
}

export function isBelowContent(file: string): boolean {
  const inside = path.relative(contentDirectory, path.resolve(file));
  return inside !== '' && !/^\.\.(?:[\\/]|$)/.test(inside) && !path.isAbsolute(inside);
}

/** The page of a file that is compiled, which Vite knows by where it really lies. */
export function isPage(file: string): boolean {
  const inside = path.relative(realpathSync(contentDirectory), file).split(path.sep).join('/');
  return SITE_PAGES.includes(inside) || /^lessons\/[^/]+\.mdx$/.test(inside);
}

/** Why a file of the content is not read at all. `printed` is how messages call it. */
export function symlinkProblems(file: string, printed: string): readonly Problem[] {
  const full = path.resolve(file);
  const stat = lstatSync(full, { throwIfNoEntry: false });
  if (stat === undefined || !isBelowContent(full) || (!stat.isSymbolicLink() && isInPlace(full))) return [];
  return [
    {
      file: printed,
      position: { line: 1, column: 1 },
      message: 'This is a symbolic link, or lies behind one: it is not read.',
      hint: 'Put the file itself, or the folder, into the content folder.',
    },
  ];
}
