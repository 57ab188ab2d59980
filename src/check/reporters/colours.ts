/** Colours for terminals that want them: `NO_COLOR` and pipes do not. */

export interface Colours {
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
  inverse(text: string): string;
}

export interface Environment {
  readonly NO_COLOR?: string | undefined;
  readonly FORCE_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}

/** https://no-color.org and https://force-color.org: any value that is not empty counts. */
export function wantsColours({ NO_COLOR = '', FORCE_COLOR = '', TERM }: Environment, isTerminal: boolean): boolean {
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return isTerminal && TERM !== 'dumb';
}

export function colours(on: boolean): Colours {
  const style =
    (open: number, close: number) =>
    (text: string): string =>
      on && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    dim: style(2, 22),
    bold: style(1, 22),
    inverse: style(7, 27),
  };
}
