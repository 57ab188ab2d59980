/** Messages of errors without what differs from program to program, so that the reader's own is recognised. */

const TYPE = String.raw`(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit|Iteration|Group)`;
const ERROR_LINE = new RegExp(String.raw`^\W*(${TYPE})(?::[ \t]*(.*))?$`, 'gm');
/** What a field of one line makes of a traceback of several. */
const ERROR_INSIDE = new RegExp(
  String.raw`(?<![\w.])(${TYPE}):[ \t]+(.*?)(?=$|\s+(?:Traceback \(most|During handling|The above exception))`,
  'g',
);

export interface PastedError {
  /** `UnboundLocalError`; empty when only the message was given. */
  readonly type: string;
  readonly message: string;
}

/** The errors that a text shows, the last first: that is the one that ended the program. */
export function errorsIn(text: string): readonly PastedError[] {
  const lines = [...text.matchAll(ERROR_LINE)];
  const found = lines.length > 0 ? lines : [...text.matchAll(ERROR_INSIDE)];
  return found
    .map(([, type = '', message = '']) => ({ type: type.replace(/^.*\./, ''), message: message.trim() }))
    .reverse();
}

/** `Cart.add() missing 1 required positional argument: 'price'` → `… missing … required positional argument: …` */
export function messagePattern(message: string): string {
  return message
    .replaceAll(/[‘’]/g, "'")
    .replace(/\.? Did you (?:mean|forget)\b.*$/i, '')
    .replaceAll(/<[^<>]*(?:<[^<>]*>[^<>]*)*>(?:\(\))?/g, '…')
    .replaceAll(/(?<!\w)(['"`“])(?:(?!\1)[^”])*['"`”](?!\w)/g, '…')
    .replaceAll(/\bFile …, line \d+(?:, in \S+)?/g, '…')
    .replaceAll(/[\w.]+\(\)/g, '…')
    .replaceAll(/(?<![\w.])(?:0x[0-9a-f]+|\d[\d_.,]*)\b/gi, '…')
    .replaceAll(/(?<= for )\S+(?=: )/g, '…')
    .replaceAll(/…(?:\.…|\s+…)*/g, '…')
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.;,]+$/, '')
    .trim()
    .toLowerCase();
}

/** `NameError: name 'x' …` → `name 'x' …` */
export function withoutType(line: string): string {
  return line.replace(/^[A-Z]\w*: /, '');
}

/** The words of a pattern, in their order. */
export function patternWords(pattern: string): readonly string[] {
  return pattern.match(/[\p{L}_…]+/gu) ?? [];
}

/** How much two patterns say the same: 1 when they are equal, 0 when they share no word. */
export function patternLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const rest = patternWords(other).filter((word) => word !== '…');
  const words = patternWords(one).filter((word) => word !== '…');
  const all = words.length + rest.length;
  let shared = 0;
  for (const word of words) {
    const at = rest.indexOf(word);
    if (at < 0) continue;
    shared += 2;
    rest.splice(at, 1);
  }
  return all === 0 ? 0 : shared / all;
}
