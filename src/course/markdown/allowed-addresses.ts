/** Where links and images of the site's pages may lead: an allow list of schemes, and never out of the content folder. */
import path from 'node:path';
import type { Problem } from '../../lesson/read/problem.ts';

export type Fault = Required<Pick<Problem, 'message' | 'hint'>>;

/** What is decoded, dropped or turned around by whoever reads an address next. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\s\\]/u;
const SCHEME = /^[^/?#]*?:/;
const PICTURE = /\.(?:png|jpe?g|webp|avif|gif)$/i;

/** `folder` is the page's own, below the content folder: empty or `lessons`. */
export function linkFault(url: string, folder: string): Fault | undefined {
  if (UNPRINTABLE.test(url)) {
    return {
      message: 'This address holds a space, a backslash or a character that does not show.',
      hint: 'Write `%20` for a space, `/` for a backslash, and remove the rest.',
    };
  }
  const scheme = SCHEME.exec(url)?.[0].toLowerCase();
  if (scheme !== undefined || url.startsWith('//')) {
    if (/^(?:https?:\/\/[^/]|mailto:[^/])/i.test(url)) return undefined;
    return {
      message: `A link may not begin with \`${scheme ?? '//'}\`.`,
      hint: 'Links lead to `https://…`, `http://…`, `mailto:…`, to a lesson (`./05-nonlocal.mdx`), a page of the site or a heading (`#…`).',
    };
  }
  return leaves(url.replace(/[?#].*$/, ''), folder) ? outside('link') : undefined;
}

/** `has` tells whether the content folder holds a picture, by its path below that folder. */
export function imageFault(url: string, folder: string, has: (picture: string) => boolean): Fault | undefined {
  if (/^\s*(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(url)) {
    return {
      message: 'An image from elsewhere is not shown: pages load nothing from other sites.',
      hint: 'Put the picture beside the lesson, and write `![what it shows](./picture.png)`.',
    };
  }
  // Whatever else it is would be loaded as a module: a program, a package, the text of a file.
  if (UNPRINTABLE.test(url) || /[%?#:]/.test(url) || !/^\.\.?\//.test(url) || !PICTURE.test(url)) {
    return {
      message: `\`${url}\` is not a picture of the content folder.`,
      hint: 'Write `./` and its name: a .png, .jpg, .webp, .avif or .gif, without spaces, `%`, `?`, `#`.',
    };
  }
  if (leaves(url, folder)) return outside('image');
  if (has(path.posix.join(folder, url))) return undefined;
  return {
    message: `There is no picture \`${url}\`.`,
    hint: 'Correct the name; it counts from the folder of this file.',
  };
}

function leaves(url: string, folder: string): boolean {
  if (url.startsWith('/')) return false;
  // Browsers read an encoded dot as a dot.
  return /^\.\.(?:\/|$)/.test(path.posix.join(folder, url.replaceAll(/%2e/gi, '.')));
}

const outside = (what: 'link' | 'image'): Fault => ({
  message: `This ${what} leaves the content folder.`,
  hint: 'Lessons refer only to what lies below `content/`: move the file there, or link to its address on the web.',
});
