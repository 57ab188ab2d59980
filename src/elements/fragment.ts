/** The fragment of an address, decoded. One that is not properly encoded is taken as it stands: anyone can write a link. */
export function fragmentOf({ hash }: { readonly hash: string }): string {
  const text = hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
