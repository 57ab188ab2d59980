/** Names the likely reason why an output is not what the page says: most differences are of a few kinds, each with its own cure. */
import { textMatches } from './alignment.ts';
import { withSortedBraces } from './braces.ts';
import { exceptionsIn, lastException, rolesOf } from './traceback.ts';

export interface Cause {
  readonly kind:
    | 'order'
    | 'address'
    | 'space'
    | 'float'
    | 'numbers'
    | 'quotes'
    | 'dots'
    | 'comment'
    | 'prose'
    | 'escapes'
    | 'frames'
    | 'capitals'
    | 'prompt'
    | 'version'
    | 'empty';
  /** One sentence: what differs, and what to do. */
  readonly says: string;
}

const sorted = (text: string): string => text.split('\n').map(withSortedBraces).sort().join('\n');
const plainQuotes = (text: string): string =>
  text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, '-').replaceAll('…', '...');
/** The first cause that alone explains the whole difference, or null. */
export function causeOf(expected: string, actual: string): Cause | null {
  const ends = expected.startsWith('...\n') && textMatches(expected.slice(4), actual, 'exact');
  if (ends || (expected.startsWith('... ') && !actual.startsWith('...'))) {
    return {
      kind: 'prompt',
      says: 'The statement above is finished, so a line with `...` counts as its output. Remove it, or write `>>> ` before a new statement.',
    };
  }
  if (/^[ \t]+>>> /m.test(expected) && !/^[ \t]+>>> /m.test(actual)) {
    return {
      kind: 'prompt',
      says: 'A prompt that stands further to the right than the first one counts as output. Put them below each other.',
    };
  }
  if (actual === '' && /^[ \t]*\n/.test(expected)) {
    return {
      kind: 'prose',
      says: 'What stands below the blank line counts as output. Move it out, or write `# ` before it.',
    };
  }
  if (actual === '') return { kind: 'empty', says: 'Nothing was printed at all.' };
  if (expected === '') return null;
  if (/\S>>> /.test(expected)) {
    return {
      kind: 'prompt',
      says: 'The expected output holds a prompt: the line before it printed no newline. Put `>>>` on a line of its own.',
    };
  }
  if (expected.replace(/\s+/g, '') === actual.replace(/\s+/g, '')) {
    return { kind: 'space', says: 'Only white space differs (`·` is a space at the end of a line, `→` a tab).' };
  }
  if (sorted(expected) === sorted(actual)) {
    return {
      kind: 'order',
      says: 'The same in another order: sets have none of their own. Sort before printing, or declare `match=unordered`.',
    };
  }
  const unaddressed = (text: string): string => text.replace(/0x[0-9a-fA-F]{4,}/g, '0x...');
  if (textMatches(unaddressed(expected), actual, 'exact')) {
    return { kind: 'address', says: 'Only addresses differ, and they do in every run. Write `0x...` for them.' };
  }
  if (plainQuotes(expected) === plainQuotes(actual)) {
    return {
      kind: 'quotes',
      says: 'Only typographic quotes, dashes or dots differ: something changed them after Python printed the text.',
    };
  }
  if (expected.replaceAll('"', "'") === actual.replaceAll('"', "'")) {
    return { kind: 'quotes', says: 'Only the quotes differ: Python chooses them by what the text holds.' };
  }
  if (expected.includes('...') && textMatches(expected.replace(/(?<![<[x])\.\.\./g, '<...>'), actual, 'exact')) {
    return { kind: 'dots', says: 'A bare `...` is what it is. Write `<...>` for some text on a line.' };
  }
  const comment = commentCause(expected, actual);
  if (comment !== null) return comment;
  const blank = expected.search(/^[ \t]*\n/m);
  if (blank > 0 && textMatches(expected.slice(0, blank), actual, 'exact')) {
    return {
      kind: 'prose',
      says: 'What stands above the blank line is right; what stands below it counts as output too. Move it out, or write `# ` before it.',
    };
  }
  if (textMatches(expected, actual, 'float')) {
    return { kind: 'float', says: 'Floats differ only by rounding. Round before printing, or declare `match=float`.' };
  }
  if (expected.toLowerCase() === actual.toLowerCase()) return { kind: 'capitals', says: 'Only capitals differ.' };
  if (expected.includes('\\') && unescaped(expected) === unescaped(actual)) {
    return { kind: 'escapes', says: 'Python prints the characters themselves, not their escapes.' };
  }
  const traceback = tracebackCause(expected, actual);
  if (traceback !== null) return traceback;
  if (textMatches(expected, actual, 'shape') && /\d\.\d|\d{5}/.test(expected)) {
    return {
      kind: 'numbers',
      says: 'Only numbers or quoted texts differ. If they vary from run to run (times, sizes, random numbers), do not print them; else correct the page.',
    };
  }
  return null;
}

/** The characters that escapes stand for. */
export const unescaped = (text: string): string =>
  text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U0*([0-9a-f]{1,6}))/gi,
    (whole, ...groups: readonly (string | undefined)[]) => {
      const code = Number.parseInt(groups.slice(0, 3).find((group) => typeof group === 'string') ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );

/** Tracebacks of the same exception: what of them differs. */
function tracebackCause(expected: string, actual: string): Cause | null {
  const name = (text: string): string | undefined => exceptionsIn(text).at(-1) ?? /^([A-Z]\w*): /m.exec(text)?.[1];
  if (name(expected) === undefined || name(expected) !== name(actual)) return null;
  const framesOut = (text: string): string => {
    const lines = text.split('\n');
    const roles = rolesOf(lines);
    return lines.filter((_, index) => roles[index] === 'exception' || roles[index] === 'text').join('\n');
  };
  if (lastException(expected) !== null && textMatches(framesOut(expected), framesOut(actual), 'exact')) {
    return {
      kind: 'frames',
      says: 'The exception is right, and the lines above it differ: another version of Python, or another file. Write `  ...` for frames that say nothing.',
    };
  }
  if (
    exceptionsIn(actual).length > exceptionsIn(expected).length &&
    lastException(expected) === lastException(actual)
  ) {
    return {
      kind: 'frames',
      says: 'The last exception is right, but Python shows those that led to it too. Dots leave out frames only: write each exception.',
    };
  }
  return {
    kind: 'version',
    says: 'The same exception in other words or places: the page may show another version of Python.',
  };
}

/** Comments where outputs are expected: the output itself as one, or a remark below it. */
function commentCause(expected: string, actual: string): Cause | null {
  if (!/^#/m.test(expected)) return null;
  const bare = expected.replace(/^# ?/gm, '');
  if (textMatches(bare, actual, 'exact') || bare.replaceAll('"', "'") === actual) {
    return { kind: 'comment', says: 'The output stands in a comment: remove the `#`.' };
  }
  const without = expected.replace(/^(?:#.*|\s*)\n/gm, '');
  if (textMatches(without, actual.replace(/^\s*\n/gm, ''), 'exact')) {
    return {
      kind: 'comment',
      says: 'Only comments are too many: what stands below a statement is its output. Write `>>> # …`, or move them out.',
    };
  }
  return null;
}
