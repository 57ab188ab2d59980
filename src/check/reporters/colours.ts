/** Colours for terminals that want them: `NO_COLOR` and pipes do not. */
import { styleText } from 'node:util';

const STYLES = ['red', 'green', 'yellow', 'dim', 'bold', 'inverse'] as const;

export type Colours = Readonly<Record<(typeof STYLES)[number], (text: string) => string>>;

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
  const styled = STYLES.map((style) => [
    style,
    (text: string): string => (on && text !== '' ? styleText(style, text, { validateStream: false }) : text),
  ]);
  return Object.fromEntries(styled) as Colours;
}
