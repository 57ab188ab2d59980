/** A program being put together from lines: which lines are in it, in which order, how deep. Pure: the element only draws and moves. */

export interface Line {
  readonly id: number;
  /** Without indentation. */
  readonly text: string;
  readonly depth: number;
}

export interface Arrangement {
  /** Lines that wait to be used. */
  readonly bank: readonly Line[];
  readonly program: readonly Line[];
}

export const DEEPEST = 6;
const INDENT = '    ';

export function arrangementOf(texts: readonly string[]): Arrangement {
  return { bank: texts.map((text, id) => ({ id, text, depth: 0 })), program: [] };
}

/** The line goes to a place in the program, as deep as told. `at` counts without the line itself. */
export function placed({ bank, program }: Arrangement, id: number, at: number, depth: number): Arrangement {
  const line = [...bank, ...program].find((each) => each.id === id);
  if (line === undefined) return { bank, program };
  const others = program.filter((each) => each.id !== id);
  others.splice(Math.max(0, at), 0, { ...line, depth: Math.max(0, Math.min(DEEPEST, depth)) });
  return { bank: bank.filter((each) => each.id !== id), program: others };
}

/** The line goes back to those that wait. */
export function returned({ bank, program }: Arrangement, id: number): Arrangement {
  const line = program.find((each) => each.id === id);
  if (line === undefined) return { bank, program };
  return { bank: [...bank, { ...line, depth: 0 }], program: program.filter((each) => each.id !== id) };
}

/** Where a new line would most likely stand: as deep as the one before, one deeper after a colon. */
export function likelyDepth(before: Line | undefined): number {
  if (before === undefined) return 0;
  if (before.text.endsWith(':')) return before.depth + 1;
  return /^(?:return|raise|break|continue|pass)\b/.test(before.text) ? Math.max(0, before.depth - 1) : before.depth;
}

export function programOf({ program }: Arrangement): string {
  return program.map(({ text, depth }) => INDENT.repeat(depth) + text).join('\n');
}

/** An arrangement as it was kept: places and depths by line. Null when it is not of these lines. */
export function keptOf({ program }: Arrangement): string {
  return JSON.stringify(program.map(({ text, depth }) => [text, depth]));
}

export function restored(fresh: Arrangement, kept: string): Arrangement {
  let result = fresh;
  try {
    for (const [text, depth] of JSON.parse(kept) as [string, number][]) {
      const line = result.bank.find((each) => each.text === text);
      if (line === undefined || typeof depth !== 'number') return fresh;
      result = placed(result, line.id, result.program.length, depth);
    }
    return result;
  } catch {
    return fresh;
  }
}
