/** The sentences of a record: what is compared with a question, and what the reader sees of it. */
import type { FoundRecord } from './record.ts';

const cut = new WeakMap<FoundRecord, readonly string[]>();

/** Code and outputs are no sentences: they stay whole. */
export function sentencesOf(record: FoundRecord): readonly string[] {
  const known = cut.get(record);
  if (known !== undefined) return known;
  const { text, kind } = record;
  const sentences =
    kind === 'code' || kind === 'output'
      ? [text]
      : text.split(' · ').flatMap((part) => part.match(/.+?(?:[.:?!…]["'”’)]?(?=\s+[^\s\p{Ll}])|$)/gsu) ?? []);
  const trimmed = sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
  cut.set(record, trimmed);
  return trimmed;
}

/** Neither a question nor a piece that is no sentence, such as a cell of a table. */
export function isStatement(sentence: string): boolean {
  return /[.:!…]["'”’)]?$/.test(sentence);
}
