/** The reader's edits to this page's blocks, kept on the device until they are reset. */
const KEY = `code:${location.pathname}`;

export interface Draft {
  readonly code: string;
  /** The edit started from a link's code that has not been run yet. */
  readonly fromLink: boolean;
}

/** The stored form: the code alone, or marked as coming from a link. */
type Kept = string | { readonly fromLink: string };

function all(): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    // Storage may be forbidden or hold something else; then there are no edits.
    return {};
  }
}

export function draftOf(id: string): Draft | undefined {
  const drafts = all();
  const kept = Object.hasOwn(drafts, id) ? (drafts[id] as Partial<Exclude<Kept, string>> | string | null) : undefined;
  if (typeof kept === 'string') return { code: kept, fromLink: false };
  if (typeof kept?.fromLink === 'string') return { code: kept.fromLink, fromLink: true };
  return undefined;
}

/** Null removes the edit. Returns false when the browser refuses to store anything. */
export function keepDraft(id: string, draft: Draft | null): boolean {
  const { [id]: _, ...others } = all();
  const kept: Kept | undefined = draft?.fromLink ? { fromLink: draft.code } : draft?.code;
  const drafts = kept === undefined ? others : { ...others, [id]: kept };
  try {
    if (Object.keys(drafts).length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(drafts));
    return true;
  } catch {
    return false;
  }
}
