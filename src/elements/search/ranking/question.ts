/** What a reader's question asks the index for. */
import type { Lexicon } from './lexicon.ts';
import { errorsIn, messagePattern, type PastedError } from './message.ts';
import { STOP_WORDS, signWord, stem, tokensOf, WEAK_WORDS, wordsIn } from './words.ts';

/** One thing that is asked for, under all words that say it. */
export interface Term {
  readonly words: readonly { readonly word: string; readonly weight: number }[];
  /** 1 for what the question is about, less for what surrounds it. */
  readonly weight: number;
  /** As it was typed. */
  readonly typed: string;
}

export interface Question {
  readonly terms: readonly Term[];
  /** Errors that the question shows, the last first. */
  readonly errors: readonly (PastedError & { readonly pattern: string })[];
  /** The question as a message without its names: readers leave the type away. */
  readonly pattern: string;
  /** Code in it, without spaces: `i=i`, `count[0]`. */
  readonly code: readonly string[];
  /** Words that neither the site has nor anything near them. */
  readonly unknown: readonly string[];
  /** The words that were taken instead of mistyped ones: `clsoure` → `closure`. */
  readonly corrected: ReadonlyMap<string, string>;
  /** Words in the form in which texts are compared, each with the number of its term. */
  readonly stems: ReadonlyMap<string, { readonly term: number; readonly weight: number }>;
}

const WEAK = 0.3;
const SYNONYM = 0.55;
const GUESSED = 0.85;
/** Questions with more words than that are pasted text. */
const LONGEST = 24;

export function understood(text: string, lexicon: Lexicon): Question {
  const errors = errorsIn(text).map((error) => ({ ...error, pattern: messagePattern(error.message) }));
  const [last] = errors;
  const asked = last === undefined ? text : `${last.type} ${last.message}`;
  const names = quotedNames(asked);
  const corrected = new Map<string, string>();
  const unknown: string[] = [];
  const terms: Term[] = [];
  const tokens = tokensOf(asked);
  for (const [index, { text: token, kind }] of tokens.entries()) {
    if (kind === 'sign') {
      terms.push({ words: [{ word: signWord(token), weight: 1 }], weight: 1, typed: token });
      continue;
    }
    for (const word of wordsIn(token)) {
      const ends = index === tokens.length - 1 && asked.endsWith(token);
      const term = termOf(word, { quoted: names.has(token), ends, lexicon, corrected });
      if (term === undefined) {
        if (!names.has(token)) unknown.push(word);
      } else if (!terms.some(({ typed }) => typed === term.typed)) terms.push(term);
    }
  }
  const kept = withoutStopWords(terms).slice(0, LONGEST);
  return {
    terms: kept,
    errors,
    pattern: messagePattern(asked),
    code: codeIn(asked),
    unknown,
    corrected,
    stems: stemsOfTerms(kept),
  };
}

interface Around {
  /** The reader's own name, in quotes. */
  readonly quoted: boolean;
  /** Typing may not be over. */
  readonly ends: boolean;
  readonly lexicon: Lexicon;
  readonly corrected: Map<string, string>;
}

function termOf(word: string, { quoted, ends, lexicon, corrected }: Around): Term | undefined {
  const stop = STOP_WORDS.has(word);
  const weight = stop ? 0 : quoted || WEAK_WORDS.has(word) || word.length === 1 ? WEAK : 1;
  const words = wordsFor(word, lexicon);
  if (words.length > 0) return { words, weight, typed: word };
  if (stop) return { words: [{ word, weight: 1 }], weight, typed: word };
  if (quoted) return undefined;
  if (ends && word.length > 1 && lexicon.begins(word)) return { words: [{ word, weight: 1 }], weight, typed: word };
  const meant = lexicon.near(word);
  const [first] = meant;
  if (first === undefined) return undefined;
  corrected.set(word, first);
  return {
    words: meant.flatMap((each) => wordsFor(each, lexicon, GUESSED)),
    weight: WEAK_WORDS.has(first) ? WEAK : weight,
    typed: word,
  };
}

/** The site's word for it and those of the same meaning. What the site does not have is not asked for: Pagefind would cut it short until something begins so. */
function wordsFor(word: string, lexicon: Lexicon, share = 1): Term['words'] {
  const known = lexicon.known(word);
  const others = lexicon.synonyms(word).filter((other) => other !== known);
  return [
    ...(known === undefined ? [] : [{ word: known, weight: share }]),
    ...others.map((other) => ({ word: other, weight: share * SYNONYM })),
  ];
}

/** Pieces that no sentence has: names with brackets, signs or full stops between them. */
function codeIn(text: string): readonly string[] {
  return [...text.matchAll(/[\w.]+(?:[[(=]\S*[\w\])]|\.\w+)/g)].map(([code]) => withoutSpaces(code));
}

/** In which code is compared: people put spaces where they like. */
export function withoutSpaces(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** Names in quotes are the reader's own, as long as the site does not know them. */
function quotedNames(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/(?<!\w)['"`‘“]([^\s'"`’”]+)['"`’”](?!\w)/g)].map(([, name = '']) => name));
}

/** A question of stop words only asks for them. */
function withoutStopWords(terms: readonly Term[]): readonly Term[] {
  const telling = terms.filter(({ weight }) => weight > 0);
  return telling.length > 0 ? telling : terms.map((term) => ({ ...term, weight: WEAK }));
}

function stemsOfTerms(terms: readonly Term[]): Question['stems'] {
  const stems = new Map<string, { term: number; weight: number }>();
  for (const [term, { words }] of terms.entries()) {
    for (const { word, weight } of words) {
      const key = stem(word);
      if ((stems.get(key)?.weight ?? 0) < weight) stems.set(key, { term, weight });
    }
  }
  return stems;
}
