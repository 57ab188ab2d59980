/** Text as words: how both the index's vocabulary and a reader's question are cut up and brought to one form. */

/** `functools.wraps`, `don't` and `__closure__` are one word each; so is a run of signs. */
const TOKEN = /[\p{L}\p{N}_]+(?:[.'’][\p{L}\p{N}_]+)*|[^\s\p{L}\p{N}_]+/gu;
const WORD = /^[\p{L}\p{N}_]/u;
/** Signs that somebody may look for: operators and the sign of decorators, not brackets and full stops. */
const SIGN = /^(?:[-+*/%&|^@:]=|\/\/=?|\*\*=?|->|==|!=|<=|>=|@)$/;

export interface Token {
  readonly text: string;
  readonly kind: 'word' | 'sign';
  readonly start: number;
}

export function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(TOKEN)].flatMap(({ 0: found, index }): readonly Token[] => {
    if (WORD.test(found)) return [{ text: found, kind: 'word', start: index }];
    const sign = /[-+*/%&|^@:=<>!]+/.exec(found)?.[0] ?? '';
    return SIGN.test(sign) ? [{ text: sign, kind: 'sign', start: index + found.indexOf(sign) }] : [];
  });
}

const SIGN_LETTERS = new Map([...'+-*/%&|^@:=<>!'].map((sign, index) => [sign, 'bcdfghjkmnpqrv'[index] ?? '']));

/** A sign as a word, which an index of words can hold: Pagefind drops punctuation. */
export function signWord(sign: string): string {
  return `zq${[...sign].map((character) => SIGN_LETTERS.get(character) ?? '').join('')}x`;
}

/** The words of a text in their one form; those of a dotted name one by one. */
export function stemsOf(text: string): readonly string[] {
  return tokensOf(text).flatMap(({ text: found, kind }) =>
    kind === 'sign' ? [signWord(found)] : wordsIn(found).map(stem),
  );
}

/** `functools.wraps` → `functools`, `wraps`; `function's` → `function` */
export function wordsIn(token: string): readonly string[] {
  return token
    .toLowerCase()
    .replace(/['’]s$/, '')
    .replaceAll(/['’]/g, '')
    .split('.');
}

/**
 * The form that `memoize`, `memoised` and `memoization` share. Only for comparing what a question and a text say:
 * it need not be a word, and Pagefind has its own.
 */
export function stem(word: string): string {
  if (word.length < 4 || /[_\d]/.test(word)) return word;
  const singular = word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : /(?:s|x|z|ch|sh)es$/.test(word)
      ? word.slice(0, -2)
      : /[^su]s$/.test(word)
        ? word.slice(0, -1)
        : word;
  const bare = singular
    .replace(/(?<=..[a-z])is(?=e|ed|ing|er|ation|$)/, 'iz')
    .replace(/(?<=...)(?:ator|ation|ating|ated|ate)$/, 'at')
    .replace(/(?<=[aeiouy].*..)(?:ing|ed|ly)$/, '')
    .replace(/(?<=iz)(?:at|er)$/, '')
    .replace(/([bdgmnprt])\1$/, '$1');
  return bare.replace(/(?<=...)e$/, '').replace(/(?<=..)y$/, 'i');
}

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** They carry a sentence and not what it asks for. */
export const STOP_WORDS = list(
  'a am an and any are as at be been but by can cannot cant could couldnt did didnt do does doesnt doing dont for from had has hasnt have havent having he her here hi his how i id if ill im in into is isnt it its ive just let me my myself no of on one or our ours please really should shouldnt so some someone something somehow than thanks that thats the their them then there theres these they thing things this those to too u us very was wasnt we were what whats when where which while who why will with without wont would wouldnt you your yours',
);

/** They may be what is asked for, but more often only surround it. */
export const WEAK_WORDS = list(
  'about actually after again all allow allowed already also although always anything because before being best between both come different difference during each else even ever every everything example explain explained exactly first get gets getting give gives go goes going good got happen happens help instead know last like line look make makes making mean means more most much must need needs never new not nothing now off only other out over possible problem program programming python put right same say says see seem set show shows still stuff sure take tell time try trying understand up use used uses using want wanted way well whole work working works write wrong yet code question',
);
