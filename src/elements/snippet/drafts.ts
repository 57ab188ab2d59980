/** The reader's edits of this page's blocks, kept on the device until they are reset. */
const KEY = `code:${location.pathname}`;

function all(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    // Storage may be forbidden, or hold what nobody understands: then there are no edits.
    return {};
  }
}

export function draftOf(id: string): string | undefined {
  const draft = all()[id];
  return typeof draft === 'string' ? draft : undefined;
}

/** Null forgets the edit. False when the device keeps nothing. */
export function keepDraft(id: string, code: string | null): boolean {
  const { [id]: _, ...others } = all();
  const drafts = code === null ? others : { ...others, [id]: code };
  try {
    if (Object.keys(drafts).length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(drafts));
    return true;
  } catch {
    return false;
  }
}
