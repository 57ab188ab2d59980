/** Checks that each internal link leads to an existing file and anchor, and makes it relative to its page. */
import path from 'node:path';
import { lessonSlug } from '../../course/lesson-files.ts';
import { nearest } from '../../lesson/read/nearest.ts';

/** An arbitrary origin, needed only for `URL` to resolve paths. */
const ORIGIN = 'https://site.invalid/';

export type Resolved =
  | { readonly kind: 'external' }
  | { readonly kind: 'found'; readonly file: string; readonly url: string }
  | { readonly kind: 'broken'; readonly message: string; readonly hint: string };

/** What links can point to: the files of the output and the anchors of its pages. */
export interface Targets {
  has(file: string): boolean;
  files(): readonly string[];
  /** Ids on a page; undefined for files that are not pages. */
  anchors(file: string): ReadonlySet<string> | undefined;
}

/** The relative URL of `to` on the page `from`: `../glossary.html`. Special characters are encoded. */
export function relativeUrl(from: string, to: string): string {
  const steps = path.posix.relative(path.posix.dirname(`/${from}`), `/${to}`).split('/');
  return steps.map((step) => (step === '..' ? step : encodeURIComponent(step))).join('/');
}

/** The relative URL of the site's root on a page: `./`, `../` … */
export function relativeRoot(from: string): string {
  return '../'.repeat(from.split('/').length - 1) || './';
}

export function resolveLink(from: string, link: string, targets: Targets): Resolved {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link)) return { kind: 'external' };
  const url = new URL(link, ORIGIN + from);
  const pathname = decode(url.pathname.slice(1));
  const file = link.startsWith('#') || link === '' ? from : fileAt(pathname, targets);
  if (file === undefined) {
    const meant = nearest(pathname, targets.files());
    return {
      kind: 'broken',
      message: `The link \`${link}\` leads to a page or file that does not exist.`,
      hint: meant === undefined ? 'Correct or remove the link.' : `Did you mean \`${relativeUrl(from, meant)}\`?`,
    };
  }
  const anchors = targets.anchors(file);
  const anchor = decode(url.hash.slice(1)).replace(/:~:.*$/, '');
  if (anchors !== undefined && anchor !== '' && anchor !== 'top' && !anchors.has(anchor)) {
    const meant = nearest(anchor, [...anchors]);
    return {
      kind: 'broken',
      message: `The link \`${link}\` leads to ${file}, which has no anchor \`#${anchor}\`.`,
      hint:
        meant === undefined
          ? `Its anchors are ${[...anchors].map((id) => `#${id}`).join(', ') || 'none'}.`
          : `Did you mean \`#${meant}\`?`,
    };
  }
  const same = file === from && (url.hash !== '' || link === '');
  return { kind: 'found', file, url: (same ? '' : relativeUrl(from, file)) + url.search + url.hash };
}

/** The file for a path: itself, a page without `.html`, a folder's `index.html`, or the page made from an `.mdx` file. */
function fileAt(pathname: string, targets: Targets): string | undefined {
  const bare = pathname.replace(/\/$/, '');
  const candidates = [pathname, `${bare}.html`, bare === '' ? 'index.html' : `${bare}/index.html`];
  if (/\.mdx$/.test(bare)) candidates.push(`lessons/${lessonSlug(bare)}.html`);
  return candidates.find((candidate) => targets.has(candidate));
}

/** Returns text with an invalid `%` sequence unchanged, so that it is reported as a broken link. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
