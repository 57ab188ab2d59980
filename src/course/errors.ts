/** Every error that a lesson shows: its message, and where the block stands that raises it. */
import { lessonFiles, lessonSlug } from './lesson-files.ts';
import { openLesson } from './open-lesson.ts';

export interface ShownError {
  /** `NameError` */
  readonly type: string;
  /** What follows the type: `name 'x' is not defined`. */
  readonly message: string;
  readonly places: readonly { readonly slug: string; readonly id: string; readonly section: string }[];
}

/** In alphabetical order of type, then message. Messages that differ in the names they quote are one, with `'…'` for the names. */
export function shownErrors(): readonly ShownError[] {
  const errors = new Map<
    string,
    { type: string; message: string; places: { slug: string; id: string; section: string }[] }
  >();
  for (const file of lessonFiles()) {
    const { document, lesson } = openLesson(file);
    for (const { id, expected, fence, role } of lesson.snippets) {
      if (role !== undefined) continue;
      const texts =
        expected.kind === 'transcript'
          ? expected.statements.map((statement) => statement.expected)
          : expected.kind === 'stated' && expected.error !== undefined
            ? [expected.error.text]
            : [];
      const section = document.headings.findLast(({ span }) => span.start.offset < fence.span.start.offset)?.text ?? '';
      for (const text of texts) {
        const found = lastError(text);
        if (found === undefined) continue;
        const pattern = withoutNames(found.message);
        const key = `${found.type}: ${pattern}`;
        const entry = errors.get(key) ?? { ...found, places: [] };
        if (entry.message !== found.message) entry.message = pattern;
        const slug = lessonSlug(file);
        // One link for a section, to the first block that raises it.
        if (!entry.places.some((place) => place.slug === slug && place.section === section))
          entry.places.push({ slug, id, section });
        errors.set(key, entry);
      }
    }
  }
  return [...errors.values()].toSorted(
    (a, b) => a.type.localeCompare(b.type, 'en') || a.message.localeCompare(b.message, 'en'),
  );
}

/** `name 'x' is not defined` → `name '…' is not defined` */
export function withoutNames(message: string): string {
  return message.replaceAll(/'[^']*'/g, "'…'");
}

/** The error that a traceback ends with. */
export function lastError(text: string): { readonly type: string; readonly message: string } | undefined {
  if (!/^Traceback \(most recent call last\):|^ {2}File "/m.test(text)) return undefined;
  const line = text
    .split('\n')
    .findLast((candidate) =>
      /^[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit|Iteration|Group)\b/.test(candidate),
    );
  const [, type, message = ''] = /^([\w.]+)(?::\s*(.*))?$/.exec(line ?? '') ?? [];
  return type === undefined ? undefined : { type, message };
}
