/** The site's own words, as the index carries them: what a question can be about, what a slip of the finger meant, and which words say the same. */
import { distance } from '../../../lesson/read/nearest.ts';
import { stem } from './words.ts';

/** What the build writes. */
export interface LexiconData {
  /** One word for each stem, sorted; each without what it shares with the one before it, which a digit in base 36 counts. */
  readonly words: string;
  /** Each group holds words of one meaning, separated by spaces. */
  readonly synonyms: readonly string[];
}

export interface Lexicon {
  /** The site's word for a typed one: itself in another form. */
  known(word: string): string | undefined;
  /** Whether any word of the site begins so. */
  begins(word: string): boolean;
  /** The words that a mistyped one may have meant, nearest first. */
  near(word: string): readonly string[];
  /** Words of the site that say the same. */
  synonyms(word: string): readonly string[];
}

/** More of them would only blur what is meant. */
const NEAR_LIMIT = 2;

export function packedWords(words: Iterable<string>): string {
  let before = '';
  return [...words]
    .sort()
    .map((word) => {
      let shared = 0;
      while (shared < 35 && shared < before.length && before[shared] === word[shared]) shared += 1;
      before = word;
      return shared.toString(36) + word.slice(shared);
    })
    .join(' ');
}

export function unpackedWords(packed: string): readonly string[] {
  let before = '';
  return packed.split(' ').map((entry) => {
    before = before.slice(0, Number.parseInt(entry.charAt(0), 36)) + entry.slice(1);
    return before;
  });
}

export function lexiconOf({ words, synonyms }: LexiconData): Lexicon {
  const all = words === '' ? [] : unpackedWords(words);
  const byStem = new Map(all.map((word) => [stem(word), word]));
  const related = new Map<string, string[]>();
  const beyond: string[] = [];
  for (const group of synonyms.map((words) => words.split(' '))) {
    for (const word of group) {
      const others = group.flatMap((other) => (other === word ? [] : (byStem.get(stem(other)) ?? [])));
      related.set(stem(word), [...(related.get(stem(word)) ?? []), ...others]);
      if (!byStem.has(stem(word))) beyond.push(word);
    }
  }
  const guesses = new Map<string, readonly string[]>();

  function guess(word: string): readonly string[] {
    const limit = word.length < 4 ? 0 : word.length < 6 ? 1 : 2;
    if (limit === 0 || /\d/.test(word)) return [];
    const root = stem(word);
    const candidates = [...byStem, ...beyond.map((other) => [stem(other), other] as const)].flatMap(
      ([key, candidate]) => {
        if (Math.abs(candidate.length - word.length) > limit && Math.abs(key.length - root.length) > limit) return [];
        const edits = Math.min(distance(word, candidate), key.length < 4 ? limit + 1 : distance(root, key));
        // People rarely mistype a first letter.
        return edits > limit ? [] : [{ candidate, edits: edits + (candidate[0] === word[0] ? 0 : 0.5) }];
      },
    );
    const best = Math.min(...candidates.map(({ edits }) => edits));
    return [...new Set(candidates.filter(({ edits }) => edits === best).map(({ candidate }) => candidate))].slice(
      0,
      NEAR_LIMIT,
    );
  }

  return {
    known: (word) => byStem.get(stem(word)),
    begins: (word) => all.some((known) => known.startsWith(word)),
    near(word) {
      const found = guesses.get(word) ?? guess(word);
      guesses.set(word, found);
      return found;
    },
    synonyms: (word) => related.get(stem(word)) ?? [],
  };
}
