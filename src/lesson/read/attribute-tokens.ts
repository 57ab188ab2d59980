/** The attributes of a fence as they are written, before anybody asks what they mean. */

import { sayOfFence } from './fence-messages.ts';
import type { Reporter } from './problem.ts';

/** Columns count from 0 within the text. */
export interface Token {
  readonly name: string;
  readonly value: string | null;
  readonly at: number;
  readonly valueAt: number;
}

/** Other tools put all attributes in braces: without those the text reads as ours, column for column. */
export function withoutBraces(meta: string): string {
  const inner = /^\s*\{(?![\d,\s-]*\})([^{}]*)\}\s*$/.exec(meta)?.[1];
  return inner === undefined ? meta : meta.replace('{', ' ').replace(/\}\s*$/, '');
}

export function tokensOf(meta: string, report: Reporter<number>): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*([A-Za-z_][\w-]*)(=(?:"((?:[^"\\]|\\.)*)"|([^\s"'“”{}]*)))?(?=\s|$)/y;
  let at = 0;
  while (meta.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(meta);
    if (match !== null) {
      const name = match[1] ?? '';
      const start = at + match[0].indexOf(name);
      const value = match[2] === undefined ? null : (match[3] ?? match[4] ?? '');
      tokens.push({ name, value, at: start, valueAt: start + name.length + (match[3] === undefined ? 1 : 2) });
      at = pattern.lastIndex;
      continue;
    }
    at += meta.slice(at).search(/\S/);
    const rest = meta.slice(at);
    const [odd] = /^[^\s"']*(?:"[^"]*"?|'[^']*'?|“[^”]*”?)?\S*/.exec(rest) ?? [rest];
    report(at, sayOfFence('no-attribute', odd), repairOf(odd));
    at += Math.max(1, odd.length);
  }
  return tokens;
}

/** What to write instead of something that is not even an attribute. */
function repairOf(odd: string): string {
  const braces = /^\{?([\d,\s-]+)\}?$/.exec(odd);
  if (braces !== null) return `Write \`mark="${(braces[1] ?? '').trim()}"\` to highlight lines.`;
  const quoted = /^([A-Za-z_][\w-]*)=['“"]([^'”"]*)['”"]?$/.exec(odd);
  if (quoted !== null) return `Write \`${quoted[1]}="${quoted[2]}"\`, with straight double quotes on both sides.`;
  if (odd.startsWith('{')) return 'Attributes stand without braces: `key`, `key=value` or `key="value"`.';
  return 'Write `key`, `key=value` or `key="value"`, separated by spaces.';
}
