/** What the reader sees of a record: its heading, and the sentence that answers, with the words of the question marked. */
import type { Answers } from './ranking/answers.ts';
import type { FoundRecord } from './ranking/record.ts';
import { answeringSentence } from './ranking/score.ts';
import { isStatement, sentencesOf } from './ranking/sentences.ts';
import { signWord, stem, tokensOf, wordsIn } from './ranking/words.ts';

/** A piece of an excerpt; `match` when it is what was searched for. */
export interface ExcerptPart {
  readonly text: string;
  readonly match: boolean;
}

/** As many characters before the first match as leave it in sight on a phone. */
const LEAD = 48;
/** Enough for what is shown; the rest would only be cut off. */
const LENGTH = 260;

export function headingOf({ title }: FoundRecord, { question }: Answers): readonly ExcerptPart[] {
  return marked(title, new Set(question.stems.keys()));
}

/** The sentence that answers and what follows it; of code, what stands around the first match. */
export function excerptOf(record: FoundRecord, { question, telling }: Answers): readonly ExcerptPart[] {
  const sentences = sentencesOf(record).slice(answeringSentence(record, question, telling));
  const pieces = sentences.findIndex((sentence) => !isStatement(sentence));
  // Sentences go on; where there are only cells of a table, or choices, they are told apart.
  const text = pieces === 0 ? sentences.join(' · ') : sentences.slice(0, pieces < 0 ? undefined : pieces).join(' ');
  return near(marked(text, new Set(question.stems.keys())));
}

/** A text with the words marked whose stems are given. */
export function marked(text: string, stems: ReadonlySet<string>): readonly ExcerptPart[] {
  const parts: ExcerptPart[] = [];
  let at = 0;
  for (const { text: token, kind, start } of tokensOf(text)) {
    const matches = kind === 'sign' ? stems.has(signWord(token)) : wordsIn(token).some((word) => stems.has(stem(word)));
    if (!matches) continue;
    parts.push({ text: text.slice(at, start), match: false }, { text: token, match: true });
    at = start + token.length;
  }
  return [...parts, { text: text.slice(at), match: false }].filter((part) => part.text !== '');
}

/** Cut at its beginning, at a word, so that the first match stands in its first line; and at its end. */
function near(parts: readonly ExcerptPart[]): readonly ExcerptPart[] {
  const [first, ...rest] = parts;
  if (first === undefined) return [];
  const start =
    first.match || rest.length === 0 || first.text.length <= LEAD
      ? first
      : { text: `… ${first.text.slice(-LEAD).replace(/^\S*\s+/, '')}`, match: false };
  let left = LENGTH;
  return [start, ...rest].flatMap(({ text, match }) => {
    if (left <= 0) return [];
    const kept = text.length <= left ? text : `${text.slice(0, left).replace(/\s+\S*$/, '')} …`;
    left -= text.length;
    return [{ text: kept, match }];
  });
}
