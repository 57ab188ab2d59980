/** Code in the fragment of an address: it goes to no server, and opening the address runs nothing. */
const MARK = '~code=';

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
  return new Uint8Array(await new Response(change.readable).arrayBuffer());
}

/** The address of a block; with its code when that is not the page's. */
export async function linkTo(id: string, code: string | null): Promise<string> {
  const address = new URL(location.href);
  address.hash = '';
  if (code === null) return `${address.href}#${id}`;
  const packed = await through(new TextEncoder().encode(code), new CompressionStream('deflate-raw'));
  return `${address.href}#${id}${MARK}${base64url(packed)}`;
}

/** The block and the code that a fragment carries, if it does. */
export async function codeInLink(hash: string): Promise<{ readonly id: string; readonly code: string } | undefined> {
  const at = hash.indexOf(MARK);
  if (at < 0) return undefined;
  try {
    const packed = atob(
      hash
        .slice(at + MARK.length)
        .replaceAll('-', '+')
        .replaceAll('_', '/'),
    );
    const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
    const code = new TextDecoder('utf-8', { fatal: true }).decode(
      await through(bytes, new DecompressionStream('deflate-raw')),
    );
    return { id: decodeURIComponent(hash.slice(1, at)), code };
  } catch {
    // A link that was cut short on its way is a link without code.
    return undefined;
  }
}
