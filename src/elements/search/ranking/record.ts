/** What the index holds: one record for the text of a section, and for each block, output, question and term. */

export type RecordKind = 'text' | 'code' | 'output' | 'quiz' | 'glossary' | 'error';

/** A section may repeat what others explain, or ask readers to do something. */
export type RecordRole = 'recap' | 'practice';

/** What stands in a record's address, and not in its text. */
export interface RecordPlace {
  /** The page's file. */
  readonly file: string;
  readonly anchor: string;
  readonly kind: RecordKind;
  readonly role?: RecordRole | undefined;
  /** The section it stands in. */
  readonly section: string;
}

export interface FoundRecord extends RecordPlace {
  /** Its heading, or the one it stands under; that of the page before the first. */
  readonly title: string;
  /** Title of the page. */
  readonly page: string;
  readonly text: string;
  /** Questions that it answers, in the words of those who ask. */
  readonly asked: readonly string[];
}

const KINDS: ReadonlySet<string> = new Set<RecordKind>(['text', 'code', 'output', 'quiz', 'glossary', 'error']);

export function isKind(kind: string | null | undefined): kind is RecordKind {
  return KINDS.has(kind ?? '');
}

/** Pagefind keeps one record for each address: the kind tells a block's code from its output. */
export function addressOf({ file, anchor, kind, role, section }: RecordPlace): string {
  const told = new URLSearchParams({ kind, ...(role && { role }), ...(section !== anchor && { section }) });
  return `${file}?${told}${anchor === '' ? '' : `#${encodeURIComponent(anchor)}`}`;
}

export function placeIn(address: string): RecordPlace {
  const { pathname, searchParams, hash } = new URL(address, 'https://search.invalid/');
  const kind = searchParams.get('kind');
  const role = searchParams.get('role');
  const anchor = decodeURIComponent(hash.slice(1));
  return {
    file: pathname.slice(1),
    anchor,
    kind: isKind(kind) ? kind : 'text',
    role: role === 'recap' || role === 'practice' ? role : undefined,
    section: searchParams.get('section') ?? anchor,
  };
}

/** Separates the questions in one field of the index. */
export const ASKED_SEPARATOR = ' · ';
