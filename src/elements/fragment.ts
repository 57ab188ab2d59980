/** The decoded fragment of an address. An invalid encoding is returned unchanged, since anyone can write a link. */
export function fragmentOf({ hash }: { readonly hash: string }): string {
  const text = hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
