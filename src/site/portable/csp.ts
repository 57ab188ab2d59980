/** The content security policy. It is in each page itself, so that it applies on any host and from disk. Python's worker inherits it. */
import { createHash } from 'node:crypto';

export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * `file:` is for WebKit, where `'self'` matches nothing on a page from disk. Python's worker starts from a blob, and reads a blob
 * as its stop signal. A page's scripts may not come from blobs, because a Python program can create them.
 */
export function contentSecurityPolicy(inline: {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** The 404 page sets `<base>` once it has found the site's root. */
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
