/** The security policy that each page carries in itself, so that it holds on any host and from disk. Python's worker inherits it. */
import { createHash } from 'node:crypto';

export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * `file:` is for WebKit, where `'self'` matches nothing on a page from disk. Python's worker starts from a blob, and reads a blob
 * to learn that it is to stop; no script of a page may come from one, for a program can make blobs.
 */
export function contentSecurityPolicy(inline: {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** The 404 page sets its own base, once it has found the site's root. */
  readonly setsBase: boolean;
}): string {
  return [
    "default-src 'none'",
    `script-src 'self' file: 'wasm-unsafe-eval'${hashes(inline.scripts)}`,
    `style-src 'self' file:${hashes(inline.styles)}`,
    "img-src 'self' file: data:",
    "font-src 'self' file: data:",
    "connect-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    `base-uri ${inline.setsBase ? "'self'" : "'none'"}`,
    "form-action 'none'",
  ].join('; ');
}

function hashes(texts: readonly string[]): string {
  return [...new Set(texts)].map((text) => ` ${hashSource(text)}`).join('');
}
