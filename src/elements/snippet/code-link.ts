/** Links that carry code in the fragment, which is never sent to a server. Opening such a link runs nothing. */
import { fragmentOf } from '../fragment.ts';

const MARK = '~code=';

/** Far more than any block holds. Anyone can write a link, and a few compressed bytes could fill the device's memory. */
const MOST_CHARACTERS = 50_000;

const base64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  change: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const writer = change.writable.getWriter();
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = change.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    length += value.length;
    if (length > 4 * MOST_CHARACTERS) {
      reader.cancel().catch(() => {});
      throw new RangeError('too long');
    }
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

export interface CodeInLink {
  readonly id: string;
  /** Null when the link claims to carry code, but the code cannot be read. */
  readonly code: string | null;
}

/** A link to a block; `code` is null for the page's own code. Null: the code is too long for a link. */
export async function linkTo(id: string, code: string | null): Promise<string | null> {
  const address = new URL(location.href);
  address.hash = '';
  if (code === null) return `${address.href}#${id}`;
  if (code.length > MOST_CHARACTERS) return null;
  const packed = await through(new TextEncoder().encode(code), new CompressionStream('deflate-raw'));
  return `${address.href}#${id}${MARK}${base64url(packed)}`;
}

/** The block and the code in a fragment; undefined when it does not claim to carry code. */
export async function codeInLink(hash: string): Promise<CodeInLink | undefined> {
  const at = hash.indexOf(MARK);
  if (at < 0) return undefined;
  const id = fragmentOf({ hash: hash.slice(0, at) });
  const text = hash.slice(at + MARK.length);
  try {
    if (text.length > 8 * MOST_CHARACTERS) throw new RangeError('too long');
    const packed = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
    const inflated = await through(bytes, new DecompressionStream('deflate-raw'));
    const code = new TextDecoder('utf-8', { fatal: true }).decode(inflated);
    return { id, code: code.length > MOST_CHARACTERS ? null : code.replace(/\r\n?/g, '\n') };
  } catch {
    // Truncated, changed, or never made by this site.
    return { id, code: null };
  }
}
